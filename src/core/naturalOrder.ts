/** The order that people expect of numbered names: img2 before img10, upper and lower case alike, folders together. */

/** Longest run of digits that is told apart by its length. */
const MAX_DIGITS = 40

/**
 * A text that compares by `<` as the path does in natural order. Leading zeros do not count, so two paths may have the same key.
 * Each number has its length before it, in a character between the slash and the letters.
 */
export function naturalKey(path: string): string {
  return path
    .toLowerCase()
    .replace(/\d+/g, (run) => {
      const digits = run.replace(/^0+(?=\d)/, '')
      return String.fromCharCode(0x2f + Math.min(MAX_DIGITS, digits.length)) + digits
    })
    .replaceAll('/', '\u0001')
}

/** Those with equal keys stay in the order they came in. */
export function inNaturalOrder<Each>(list: readonly Each[], pathOf: (each: Each) => string): Each[] {
  const keyed = list.map((each) => ({ each, key: naturalKey(pathOf(each)) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ each }) => each)
}
