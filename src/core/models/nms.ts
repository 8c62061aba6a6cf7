/** Of detections that overlap, only the best: greedy non-maximum suppression, class by class. */
import { intersectBoxes, type Bbox } from '../geometry/box'

export interface Scored {
  bbox: Bbox
  score: number
  /** Number of the class. */
  label: number
}

/** Intersection over union of two boxes, 0 to 1. */
export function boxIou(a: Bbox, b: Bbox): number {
  const common = intersectBoxes(a, b)
  if (!common) return 0
  const shared = common[2] * common[3]
  return shared / (a[2] * a[3] + b[2] * b[3] - shared)
}

/** Best first; of equal scores the first one. `most`: no more than so many. */
export function suppress<S extends Scored>(found: readonly S[], overlap: number, most = 300): S[] {
  const kept: S[] = []
  for (const each of [...found].sort((a, b) => b.score - a.score)) {
    if (kept.length >= most) break
    if (!kept.some((better) => better.label === each.label && boxIou(better.bbox, each.bbox) > overlap)) kept.push(each)
  }
  return kept
}
