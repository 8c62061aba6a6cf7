import type { Format } from '../types'
import { cvatReader } from './read'
import { cvatWriter } from './write'

export const cvat: Format = {
  id: 'cvat',
  name: 'CVAT for images 1.1',
  holds: {
    boxes: true,
    polygons: true,
    masks: true,
    keypoints: true,
    holes: true,
    crowd: false,
    attributes: true,
    tags: true,
    splits: true,
    scores: false,
  },
  reader: cvatReader,
  writer: cvatWriter,
}
