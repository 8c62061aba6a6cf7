/** VGG Image Annotator 2: JSON of a project or of annotations, and its CSV. */
import type { Format } from '../types'
import { reader } from './read'
import { writer } from './write'

export const via: Format = {
  id: 'via',
  name: 'VGG Image Annotator 2',
  holds: {
    boxes: true,
    polygons: true,
    masks: false,
    keypoints: false,
    holes: false,
    crowd: false,
    attributes: true,
    tags: true,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
