/**
 * Area, bounding box and overlap of masks.
 *
 * Area    number of pixels.
 * Bbox    [x, y, width, height] in whole pixels; all zeros for an empty mask.
 * Iou     intersection over union, 0 to 1; for a crowd, intersection over the detection's area.
 * Errors  InvalidInput for a mask that is none, and for masks of different sizes.
 * Source  ppwwyyxx/cocoapi (pip pycocotools): common/maskApi.c (rleArea, rleToBbox, rleIou, bbIou).
 */
import type { Bbox } from '../geometry/box'
import type { AnyRle } from './types'
import { intersect } from './combine'
import { toRle } from './rle'

export function rleArea(rle: AnyRle): number {
  const { counts } = toRle(rle)
  let area = 0
  for (let run = 1; run < counts.length; run += 2) area += counts[run]!
  return area
}

export function rleBbox(rle: AnyRle): Bbox {
  const { size, counts } = toRle(rle)
  const [height, width] = size
  let [left, top, right, bottom] = [width, height, -1, -1]
  let end = 0
  for (let run = 0; run < counts.length; run++) {
    const start = end
    end += counts[run]!
    if (run % 2 === 0 || end === start) continue
    const [firstX, lastX] = [Math.floor(start / height), Math.floor((end - 1) / height)]
    // A run that goes on in the next column touches the bottom of one and the top of the other.
    const [firstY, lastY] = firstX < lastX ? [0, height - 1] : [start % height, (end - 1) % height]
    left = Math.min(left, firstX)
    right = Math.max(right, lastX)
    top = Math.min(top, firstY)
    bottom = Math.max(bottom, lastY)
  }
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1]
}

/** `iscrowd` belongs to the truth. */
export function rleIou(detection: AnyRle, truth: AnyRle, iscrowd: boolean | 0 | 1): number {
  const common = rleArea(intersect([toRle(detection), toRle(truth)]))
  if (common === 0) return 0
  const whole = iscrowd ? rleArea(detection) : rleArea(detection) + rleArea(truth) - common
  return common / whole
}

/** `iscrowd` belongs to the truth. Boxes need not lie on whole pixels. */
export function bboxIou(detection: Bbox, truth: Bbox, iscrowd: boolean | 0 | 1): number {
  const width = Math.min(detection[2] + detection[0], truth[2] + truth[0]) - Math.max(detection[0], truth[0])
  const height = Math.min(detection[3] + detection[1], truth[3] + truth[1]) - Math.max(detection[1], truth[1])
  if (width <= 0 || height <= 0) return 0
  const common = width * height
  const detected = detection[2] * detection[3]
  return common / (iscrowd ? detected : detected + truth[2] * truth[3] - common)
}
