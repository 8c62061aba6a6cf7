/** What of two lists lies between what both begin and what both end with. Plain loops: most of thousands of items are the same, and the first time counts. */
export function between<T>(was: readonly T[], is: readonly T[]): { was: readonly T[]; is: readonly T[] } {
  const shorter = Math.min(was.length, is.length)
  let start = 0
  while (start < shorter && was[start] === is[start]) start++
  let same = 0
  while (same < shorter - start && was[was.length - 1 - same] === is[is.length - 1 - same]) same++
  return { was: was.slice(start, was.length - same), is: is.slice(start, is.length - same) }
}
