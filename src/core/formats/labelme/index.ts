/** LabelMe: a JSON file beside each image. */
import type { Format } from '../types'
import { reader } from './read'
import { writer } from './write'

export const labelme: Format = {
  id: 'labelme',
  name: 'LabelMe',
  holds: {
    boxes: true,
    polygons: true,
    masks: false,
    keypoints: true,
    holes: false,
    crowd: false,
    attributes: true,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
