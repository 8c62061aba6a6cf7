/**
 * What a category says of its keypoints, made usable.
 *
 * Labels  names, in the order of the keypoints.
 * Edges   pairs of keypoint numbers from 1; one keypoint with itself, or with one that is not there, is no edge.
 * Colors  one for each label; where there is none, one is chosen.
 */
import { meantInteger } from '../../lenientNumber'
import { colorFor } from '../color'

export interface KeypointFields {
  keypoint_labels?: string[]
  keypoint_edges?: [number, number][]
  keypoint_colors?: string[]
}

export interface GivenKeypointFields {
  keypoint_labels?: unknown
  keypoint_edges?: unknown
  keypoint_colors?: unknown
}

/** Told of each value that was not taken as it came: the field, and why. */
type Tell = (field: keyof KeypointFields, message: string) => void

/** null and absent fields stay absent. `stored`: what the category has; its labels hold where none are given, its colours go on. */
export function readKeypointFields(given: GivenKeypointFields, stored: KeypointFields, tell: Tell): KeypointFields {
  const labels = readLabels(given.keypoint_labels, tell)
  const all = labels ?? stored.keypoint_labels ?? []
  const edges = readEdges(given.keypoint_edges, all.length, tell)
  const colors = readColors(given.keypoint_colors, all, stored.keypoint_colors ?? [], tell)
  return {
    ...(labels && { keypoint_labels: labels }),
    ...(edges && { keypoint_edges: edges }),
    ...(colors && { keypoint_colors: colors }),
  }
}

function readLabels(value: unknown, tell: Tell): string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value) && value.every((label) => typeof label === 'string' || typeof label === 'number'))
    return value.map(String)
  tell('keypoint_labels', 'passed over: it is no list of names')
  return undefined
}

function readEdges(value: unknown, count: number, tell: Tell): [number, number][] | undefined {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) {
    tell('keypoint_edges', 'passed over: it is no list of pairs')
    return undefined
  }
  return value.flatMap((edge: unknown) => {
    const [from, to, more] = Array.isArray(edge) ? (edge as unknown[]).map(meantInteger) : []
    const isThere = (end: number | undefined): end is number => end !== undefined && end >= 1 && end <= count
    if (isThere(from) && isThere(to) && from !== to && more === undefined) return [[from, to] as [number, number]]
    tell(
      'keypoint_edges',
      `${JSON.stringify(edge)?.slice(0, 40)} passed over: an edge joins two different keypoints, numbered from 1 to ${count}`,
    )
    return []
  })
}

function readColors(
  value: unknown,
  labels: readonly string[],
  stored: readonly string[],
  tell: Tell,
): string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) {
    tell('keypoint_colors', 'passed over: it is no list of colours')
    return undefined
  }
  const colors: string[] = []
  value.forEach((color: unknown, index) => {
    if (typeof color === 'string' && color !== '') return colors.push(color)
    if (color !== null && color !== undefined && color !== '')
      tell('keypoint_colors', `${JSON.stringify(color).slice(0, 40)} is no colour: one was chosen`)
    return colors.push(stored[index] || colorFor(labels[index] ?? String(index), colors.slice(-COLOURS_COMPARED)))
  })
  return colors
}

/** A chosen colour differs from so many before it. */
const COLOURS_COMPARED = 12
