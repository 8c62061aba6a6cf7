/**
 * Keypoints: a flat list x, y, visibility for each keypoint of a category, in its order.
 *
 * Visibility  0: not there (x and y are 0 too), 1: there but hidden by something, 2: visible.
 */
import { boxAround, type Bbox } from '../geometry/box'
import { withoutNoise } from '../geometry/round'

export type Visibility = 0 | 1 | 2

export interface Keypoint {
  x: number
  y: number
  visibility: Visibility
}

export const ABSENT: Keypoint = { x: 0, y: 0, visibility: 0 }

export function keypointAt(keypoints: readonly number[], index: number): Keypoint {
  const [x = 0, y = 0, visibility = 0] = keypoints.slice(index * 3, index * 3 + 3)
  return visibility > 0 ? { x, y, visibility: visibility as Visibility } : ABSENT
}

/** The list with one keypoint set, made as long as `count` keypoints. */
export function withKeypoint(
  keypoints: readonly number[],
  index: number,
  { x, y, visibility }: Keypoint,
  count: number,
): number[] {
  const list = Array.from({ length: Math.max(count * 3, keypoints.length) }, (_, place) => keypoints[place] ?? 0)
  list.splice(index * 3, 3, ...(visibility > 0 ? [x, y, visibility] : [0, 0, 0]))
  return list
}

/** Keypoints that are there, COCO's `num_keypoints`. */
export function countKeypoints(keypoints: readonly number[]): number {
  return keypoints.filter((value, index) => index % 3 === 2 && value > 0).length
}

/** The box around the keypoints that are there; zeros when none is. */
export function keypointsBox(keypoints: readonly number[]): Bbox {
  const labelled: number[] = []
  for (let index = 0; index + 2 < keypoints.length; index += 3) {
    if (keypoints[index + 2]! > 0) labelled.push(keypoints[index]!, keypoints[index + 1]!)
  }
  return boxAround(labelled).map(withoutNoise) as Bbox
}

/** Left and right changed over, where the names come in pairs; a list whose names do not is answered as it is. */
export function flipKeypoints(keypoints: readonly number[], labels: readonly string[]): number[] {
  const known = new Map(labels.map((label, index) => [label.toLowerCase(), index]))
  return labels.flatMap((label, index) => {
    const { x, y, visibility } = keypointAt(keypoints, known.get(otherSide(label)) ?? index)
    return [x, y, visibility]
  })
}

/** `left_eye` is `right_eye` on the other side, `L.hip` is `r.hip`; in small letters. */
function otherSide(label: string): string {
  const small = label.toLowerCase()
  if (/left|right/.test(small)) return small.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left'))
  return small.replace(/^[lr](?=[\W_])|(?<=[\W_])[lr]$/, (side) => (side === 'l' ? 'r' : 'l'))
}

/** Which side a keypoint is on, by its name. */
export function sideOf(label: string): 'left' | 'right' | null {
  const small = label.toLowerCase()
  const [word] = /left|right/.exec(small) ?? []
  if (word) return word as 'left' | 'right'
  const [letter] = /^[lr](?=[\W_])|(?<=[\W_])[lr]$/.exec(small) ?? []
  return letter === undefined ? null : letter === 'l' ? 'left' : 'right'
}

/** Whether posted keypoints are the stored ones as older clients send them back: rounded, without those at the end that are not there. */
export function isAsServed(posted: readonly number[], stored: readonly number[]): boolean {
  for (let index = 0; index < Math.max(posted.length, stored.length); index++) {
    const [sent, kept] = [posted[index] ?? 0, stored[index] ?? 0]
    // the client computes from the centre of the image, so that a half may go either way
    const isRounded = index % 3 !== 2 && Number.isInteger(sent) && Math.abs(sent - kept) <= 0.5 + 1e-6
    if (sent !== kept && !isRounded) return false
  }
  return true
}
