/** How far the annotations of an image reach, in whole pixels: its size at least, where nothing says it. */
import { isNumbers, isObject } from './check/problem'
import { readSegmentation } from './check/readSegmentation'

type Raw = Record<string, unknown>

/** Beyond that it is no image. */
const MOST = 100_000

/** Zeros for no annotations. */
export function extentOf(items: readonly Raw[]): [width: number, height: number] {
  let [width, height] = [0, 0]
  const reach = (x: number, y: number) => {
    if (x <= MOST && y <= MOST) [width, height] = [Math.max(width, x), Math.max(height, y)]
  }
  for (const { segmentation, bbox, keypoints } of items) {
    if (isObject(segmentation) && isNumbers(segmentation.size))
      return [segmentation.size[1] ?? 0, segmentation.size[0] ?? 0]
    if (isNumbers(bbox) && bbox.length === 4) reach(bbox[0]! + bbox[2]!, bbox[1]! + bbox[3]!)
    const { value } = readSegmentation(segmentation)
    for (const ring of Array.isArray(value) ? value : [])
      if (isNumbers(ring)) for (let at = 0; at + 1 < ring.length; at += 2) reach(ring[at]!, ring[at + 1]!)
    if (isNumbers(keypoints))
      for (let at = 0; at + 2 < keypoints.length; at += 3) reach(keypoints[at]!, keypoints[at + 1]!)
  }
  return [Math.ceil(width), Math.ceil(height)]
}
