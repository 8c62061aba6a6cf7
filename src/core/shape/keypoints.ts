import type { Bbox } from '../coco/types'
import { boxAround } from '../geometry/box'

/** The box around the keypoints that are labelled (visibility 1 or 2); zeros when none is. */
export function keypointsBox(keypoints: readonly number[]): Bbox {
  const labelled: number[] = []
  for (let index = 0; index + 2 < keypoints.length; index += 3) {
    if (keypoints[index + 2]! > 0) labelled.push(keypoints[index]!, keypoints[index + 1]!)
  }
  return boxAround(labelled)
}
