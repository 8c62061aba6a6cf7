/** CSV: a line for each box. `filename,width,height,class,xmin,ymin,xmax,ymax` of TensorFlow and Roboflow, and OpenImages' shares. */
import type { Format } from '../types'
import { reader } from './read'
import { writer } from './write'

export const csv: Format = {
  id: 'csv',
  name: 'CSV of boxes (also OpenImages)',
  holds: {
    boxes: true,
    polygons: false,
    masks: false,
    keypoints: false,
    holes: false,
    crowd: false,
    attributes: false,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
