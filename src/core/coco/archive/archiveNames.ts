/**
 * Names of images that change their format on the way into an archive: `a.tif` becomes `a.png`, or `a (2).png` where that name
 * is taken. Upper and lower case count as one, since archives are unpacked on file systems that do not tell them apart.
 */
import { isPath } from '../../paths'

const ENDING = /\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif|hei[cf]|ico)$/i

export class ArchiveNames {
  private readonly taken: Set<string>

  /** `paths`: of every image that could be in the archive. Names that were theirs are given to no other. */
  constructor(paths: Iterable<string>) {
    this.taken = new Set(Array.from(paths, folded))
  }

  take(path: string): void {
    this.taken.add(folded(path))
  }

  /** `ending`: with its dot. */
  rename(path: string, ending: string): string {
    const stem = path.replace(ENDING, '')
    for (let number = 1; ; number++) {
      const name = shortened(stem, `${number === 1 ? '' : ` (${number})`}${ending}`)
      if (this.taken.has(folded(name))) continue
      this.take(name)
      return name
    }
  }
}

/** In both directions, so that letters whose small form has no one capital meet. */
const folded = (path: string) => path.toUpperCase().toLowerCase()

/** A name as long as names may be has no room for more. */
function shortened(stem: string, end: string): string {
  const letters = [...stem]
  while (!isPath(letters.join('') + end) && letters.at(-1) !== '/' && letters.length > 1) letters.pop()
  return letters.join('') + end
}
