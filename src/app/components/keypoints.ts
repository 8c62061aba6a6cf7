/** Changes of a category's keypoints. Numbers count from 1, as the skeleton of COCO does. */
import { colorFor } from '@/core/coco/color'

export interface Keypoints {
  labels: string[]
  edges: [number, number][]
  colors: string[]
}

/** A label that is there already is left alone: labels are unique. Those that an import brought without a colour get theirs. */
export function addKeypoint({ labels, edges, colors }: Keypoints, label: string): Keypoints {
  if (labels.includes(label)) return { labels, edges, colors }
  const all = [...labels, label]
  return { labels: all, edges, colors: all.map((each, index) => colors[index] ?? colorFor(each)) }
}

/** Lines to the removed one go with it; those behind it move up. */
export function removeKeypoint({ labels, edges, colors }: Keypoints, index: number): Keypoints {
  const number = index + 1
  const moved = (end: number) => (end > number ? end - 1 : end)
  return {
    labels: labels.toSpliced(index, 1),
    colors: colors.toSpliced(index, 1),
    edges: edges
      .filter((ends) => !ends.includes(number))
      .map(([from, to]): [number, number] => [moved(from), moved(to)]),
  }
}

/** Adds the line, or takes it away when it is there in either direction. */
export function toggleEdge({ labels, edges, colors }: Keypoints, from: number, to: number): Keypoints {
  const isSame = ([a, b]: [number, number]) => (a === from && b === to) || (a === to && b === from)
  const rest = edges.filter((edge) => !isSame(edge))
  return { labels, colors, edges: rest.length < edges.length ? rest : [...edges, [from, to]] }
}
