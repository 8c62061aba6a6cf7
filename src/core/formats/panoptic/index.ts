/** COCO panoptic: JSON of segments, and beside it a PNG for each image whose colours are their ids. */
import type { Format } from '../types'
import { reader } from './read'
import { writer } from './write'

export const panoptic: Format = {
  id: 'coco-panoptic',
  name: 'COCO panoptic',
  holds: {
    boxes: false,
    polygons: false,
    masks: true,
    keypoints: false,
    holes: true,
    crowd: true,
    attributes: false,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
