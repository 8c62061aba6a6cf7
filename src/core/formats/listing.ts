/** The files of an archive as formats see them, and where their images go in the dataset. */
import { isImageName } from './paths'
import type { Listing } from './types'

const JUNK = /(^|\/)(__MACOSX\/|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.DS_Store$)/i
const HIDDEN = /(^|\/)\.[^/]*$/
/** Folders that layouts are made of: none of them is the outer one. */
const OF_LAYOUTS =
  /^(images?|labels?|labelTxt|annotations?|masks?|train|val|valid|test|obj_|JPEGImages|ImageSets|Segmentation|gt|imgs?|jsons?)/i
const IMAGE_FOLDER = /^(images|JPEGImages)$/i

export interface Named {
  /** Without the outer folder. */
  name: string
  /** Of the file in what was given. */
  file: number
}

/** `files`: normalised names. Junk of operating systems is left out. */
export function listedFiles(files: string[]): Named[] {
  const real = files.flatMap((name, file) =>
    JUNK.test(name) || (HIDDEN.test(name) && !isImageName(name)) ? [] : [{ name, file }],
  )
  const outer = outerLength(real.map(({ name }) => name))
  return real.map(({ name, file }) => ({ name: name.slice(outer), file }))
}

function outerLength(names: string[]): number {
  let length = 0
  for (;;) {
    const folder = /^[^/]+\//.exec(names[0]?.slice(length) ?? '')?.[0]
    if (!folder || OF_LAYOUTS.test(folder)) return length
    const prefix = names[0]!.slice(0, length + folder.length)
    if (!names.every((name) => name.startsWith(prefix))) return length
    length = prefix.length
  }
}

export const newListing = (names: string[], head: Listing['head']): Listing => ({
  names,
  images: names.filter(isImageName),
  head,
})

/** Paths in the dataset: without folders that only say that images lie there, unless two images would meet. */
export function pathsInDataset(names: string[]): Map<string, string> {
  const short = new Map(names.map((name) => [name, withoutImageFolders(name)]))
  const isUnique = new Set(short.values()).size === names.length
  return isUnique ? short : new Map(names.map((name) => [name, name]))
}

function withoutImageFolders(name: string): string {
  const parts = name.split('/')
  return parts.filter((part, index) => index === parts.length - 1 || !IMAGE_FOLDER.test(part)).join('/')
}
