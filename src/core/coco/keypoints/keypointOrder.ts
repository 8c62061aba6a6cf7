/**
 * Keypoints of one definition in the order of another.
 *
 * Order  for each keypoint of the new definition the number of the old one it is taken from, from 0; -1: it is new.
 */
import { sameList } from '../../sameList'

export type KeypointOrder = number[]

/** By name. */
export const orderByName = (from: readonly string[], to: readonly string[]): KeypointOrder =>
  to.map((label) => from.indexOf(label))

/** By name, and where a name stands in place of one that is gone, that one was renamed. Without old names points keep their places. */
export function orderByEdit(from: readonly string[], to: readonly string[]): KeypointOrder {
  if (from.length === 0) return to.map((_label, index) => index)
  const kept = new Set(to)
  return to.map((label, index) => {
    const known = from.indexOf(label)
    return known >= 0 ? known : index < from.length && !kept.has(from[index]!) ? index : -1
  })
}

/** No point moves, comes or goes. */
export const isSameOrder = (order: KeypointOrder, count: number): boolean =>
  order.length === count && order.every((from, index) => from === index)

export const sameLabels = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && sameList([...a].sort(), [...b].sort()) && new Set(a).size === a.length

/** x, y, visibility for each keypoint of the new definition; 0, 0, 0 for what is new. */
export const inOrder = (keypoints: readonly number[], order: KeypointOrder): number[] =>
  order.flatMap((from) =>
    from < 0 ? [0, 0, 0] : [keypoints[from * 3] ?? 0, keypoints[from * 3 + 1] ?? 0, keypoints[from * 3 + 2] ?? 0],
  )

/** Labelled points that have no place in the new definition, by number from 0. */
export function leftOut(keypoints: readonly number[], order: KeypointOrder): number[] {
  const taken = new Set(order)
  const points = Array.from({ length: keypoints.length / 3 }, (_none, index) => index)
  return points.filter((index) => !taken.has(index) && keypoints[index * 3 + 2]! > 0)
}

/** Edges count from 1; those of points that have no place are left out. */
export function edgesInOrder(edges: readonly [number, number][], order: KeypointOrder): [number, number][] {
  const place = (end: number) => order.indexOf(end - 1) + 1
  return edges.flatMap(([from, to]): [number, number][] =>
    place(from) > 0 && place(to) > 0 ? [[place(from), place(to)]] : [],
  )
}

/** The same lines, whichever way each of them is written. */
export function sameEdges(a: readonly [number, number][], b: readonly [number, number][]): boolean {
  const list = (edges: readonly [number, number][]) =>
    [...new Set(edges.map(([from, to]) => (from < to ? `${from} ${to}` : `${to} ${from}`)))].sort()
  return sameList(list(a), list(b))
}
