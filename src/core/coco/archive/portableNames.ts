/**
 * Names that unpack on every system, inside their folder and each as a file of its own. What Windows forbids or reads otherwise is
 * replaced by "_", as are characters that turn the direction of writing and so hide an ending; names that are equal but for case,
 * or that are a file here and a folder there, get a number.
 */
import { isPath } from '../../paths'

/** Windows forbids them; the last ones turn the direction of writing. */
const FORBIDDEN = /[<>:"|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const ENDS = /[. ]+$/
/** Devices of Windows, whatever the ending. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])/i

/** Paths inside an archive by id, of those that cannot keep theirs. `images`: all that could be in the archive. */
export function portableNames(images: Iterable<readonly [path: string, id: number]>): Map<number, string> {
  const all = Array.from(images, ([path, id]) => ({ path, id, name: path.split('/').map(portablePart).join('/') }))
  const folders = new Set(all.flatMap(({ name }) => foldersOf(name)))
  const taken = new Set<string>()
  const isFree = (name: string) => !taken.has(folded(name)) && !folders.has(folded(name))
  // a name that can stay is given to no other
  const [staying, others] = [new Set<number>(), [] as typeof all]
  for (const each of all) {
    if (each.name === each.path && isFree(each.name)) {
      taken.add(folded(each.name))
      staying.add(each.id)
    } else others.push(each)
  }
  return new Map(
    others.map(({ id, name }) => {
      const free = numbered(name, isFree)
      taken.add(folded(free))
      return [id, free]
    }),
  )
}

function portablePart(part: string): string {
  const plain = part.replace(FORBIDDEN, '_').replace(ENDS, (end) => '_'.repeat(end.length))
  return RESERVED.test(plain) ? shortened(`_${plain}`, '') : plain
}

function foldersOf(name: string): string[] {
  const parts = folded(name).split('/')
  return parts.slice(1).map((_part, at) => parts.slice(0, at + 1).join('/'))
}

function numbered(name: string, isFree: (name: string) => boolean): string {
  const [, stem, ending] = /^(.*?)(\.[^./]*)?$/su.exec(name)!
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : shortened(stem!, ` (${number})${ending ?? ''}`)
    if (isFree(candidate)) return candidate
  }
}

/** Upper and lower case count as one. In both directions, so that letters whose small form has no one capital meet. */
const folded = (path: string) => path.toUpperCase().toLowerCase().normalize('NFC')

/** A name as long as names may be has no room for more. */
function shortened(stem: string, end: string): string {
  const letters = [...stem]
  while (!isPath(letters.join('') + end) && letters.at(-1) !== '/' && letters.length > 1) letters.pop()
  return letters.join('') + end
}
