import type { Format } from '../types'
import { vocReader } from './read'
import { vocWriter } from './write'

export const voc: Format = {
  id: 'voc',
  name: 'Pascal VOC',
  holds: {
    boxes: true,
    polygons: false,
    masks: true,
    keypoints: false,
    holes: true,
    crowd: false,
    attributes: true,
    tags: false,
    splits: true,
    scores: false,
  },
  reader: vocReader,
  writer: vocWriter,
}
