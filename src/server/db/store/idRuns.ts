/** Groups ids into runs of consecutive ids, in order. Deleting a few ranges is much faster than deleting each id. */
export function runs(ids: number[]): [first: number, last: number][] {
  const found: [number, number][] = []
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const run = found.at(-1)
    if (run && id === run[1] + 1) run[1] = id
    else found.push([id, id])
  }
  return found
}
