/**
 * Paths of images inside a dataset. They come from file pickers, archives, COCO files and requests: from anyone.
 *
 * Path    NFC, forward slashes, no leading slash, no empty, `.` or `..` part, no control characters. Upper and lower case kept.
 * Order   by code points, so that it is the same in every language and on every machine.
 * Errors  InvalidInput; the message ends a sentence that names the path.
 */
import { InvalidInput } from './errors'

/** As file systems limit a name; in UTF-8 bytes. */
const MAX_NAME = 255
const MAX_PATH = 4096

/** The path in its one form; throws when it is not one inside a dataset. */
export function normalisePath(path: string): string {
  const text = path.replaceAll('\\', '/').normalize('NFC')
  if (text === '') throw new InvalidInput('The path is empty.')
  if (/\p{Cc}/u.test(text)) throw new InvalidInput('The path has control characters.')
  if (/\p{Cs}/u.test(text)) throw new InvalidInput('The path is not well-formed Unicode.')
  const parts = text.split('/')
  if (parts.includes('..')) throw new InvalidInput('The path leads out of its folder ("..").')
  const kept = parts.filter((part) => part !== '.')
  const isAbsolute = text.startsWith('/') || /^[A-Za-z]:/.test(kept[0] ?? '')
  if (isAbsolute) throw new InvalidInput('The path is absolute; it must be inside the dataset.')
  if (kept.length === 0 || kept.some((part) => part.trim() === ''))
    throw new InvalidInput('The path has a part without a name.')
  if (kept.some((part) => bytes(part) > MAX_NAME))
    throw new InvalidInput(`The path has a name of more than ${MAX_NAME} bytes.`)
  const normal = kept.join('/')
  if (bytes(normal) > MAX_PATH) throw new InvalidInput(`The path has more than ${MAX_PATH} bytes.`)
  return normal
}

/** Whether a path is in its one form already. */
export function isPath(path: string): boolean {
  try {
    return normalisePath(path) === path
  } catch {
    return false
  }
}

/** A folder in its one form: as a path, '' for the dataset itself. A slash at either end is passed over. */
export function normaliseFolder(folder: string): string {
  const text = folder.replaceAll('\\', '/').replace(/^\//, '').replace(/\/$/, '')
  return text === '' ? '' : normalisePath(text)
}

export const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** '' for a path without a folder. */
export const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Below 0 when `a` comes first. By code points, which JavaScript's own comparison is not: it goes by UTF-16 units. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at === length ? a.length - b.length : rank(a.charCodeAt(at)) - rank(b.charCodeAt(at))
}

/** Surrogates stand for code points above all others, yet their units lie below U+E000. */
const rank = (unit: number) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/** In UTF-8. */
const bytes = (text: string) => encodeURIComponent(text).replace(/%../g, '.').length

/** Variants of a path with a number before its ending: "a (2).jpg", "a (3).jpg" and so on, without end. */
export function* numberedPaths(path: string): Generator<string> {
  const [, stem = path, ending = ''] = /^(.*[^/])(\.[^./]+)$/su.exec(path) ?? []
  for (let number = 2; ; number++) yield `${stem} (${number})${ending}`
}
