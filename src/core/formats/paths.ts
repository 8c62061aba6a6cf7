/** Names of files in a dataset's layout. */
import { baseName, folderOf } from '../paths'

const IMAGE_ENDING = /\.(jpe?g|png|gif|bmp|webp|tiff?|avif|jp2|j2k|tga|hei[cf]|ico|npy)$/i

export const isImageName = (name: string) => IMAGE_ENDING.test(name)

/** Without the ending of an image or of a label file; a dot inside of a name stays. */
export const stemOf = (name: string) =>
  name.replace(/\.(jpe?g|png|gif|bmp|webp|tiff?|avif|jp2|j2k|tga|hei[cf]|ico|npy|txt|xml|json|csv)$/i, '')

export const baseStem = (name: string) => baseName(stemOf(name))

/** The path with the innermost folder of this name replaced; undefined where there is none. */
export function withFolder(path: string, from: RegExp, to: string): string | undefined {
  const parts = path.split('/')
  for (let at = parts.length - 2; at >= 0; at--) {
    if (!from.test(parts[at]!)) continue
    return [...parts.slice(0, at), ...(to ? [to] : []), ...parts.slice(at + 1)].join('/')
  }
  return undefined
}

export { baseName, folderOf }

/** Up to so many, spread evenly. */
export function sample<Value>(list: readonly Value[], most: number): Value[] {
  if (list.length <= most) return [...list]
  return Array.from({ length: most }, (_none, index) => list[Math.floor((index * list.length) / most)]!)
}

/** The lines of a text, with any ending; the number of each counts from 1. Empty ones are left out. */
export function linesOf(text: string): { line: string; number: number }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((each, index) => {
      const line = each.trim()
      return line === '' ? [] : [{ line, number: index + 1 }]
    })
}
