/** Masks: images/ and masks/ with a PNG for each, whose values are classes; labelmap.txt or dataset_meta.json names them. */
import type { Format } from '../types'
import { reader } from './read'
import { writer } from './write'

export const masks: Format = {
  id: 'masks',
  name: 'Masks (semantic segmentation)',
  holds: {
    boxes: false,
    polygons: false,
    masks: true,
    keypoints: false,
    holes: true,
    crowd: false,
    attributes: false,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
