/** All formats. The API, the dialogs and the documentation are made from this table. */
import type { Format, FormatId, Writer } from './types'
import { createml } from './createml'
import { csv } from './csv'
import { cvat } from './cvat'
import { labelme } from './labelme'
import { labelStudio } from './labelStudio'
import { masks } from './masks'
import { panoptic } from './panoptic'
import { sa1b } from './sa1b'
import { via } from './via'
import { voc } from './voc'
import { yoloFormats } from './yolo'

const ALL = {
  boxes: true,
  polygons: true,
  masks: true,
  keypoints: true,
  holes: true,
  crowd: true,
  attributes: true,
  tags: true,
  splits: true,
  scores: true,
}

/** Where the files of a COCO export lie. What is in them is written elsewhere. */
const cocoListing: Writer = {
  imagePath: ({ path, split }) => `images/${split ? `${split}/` : ''}${path}`,
  write: ({ split }) => [{ path: `annotations/instances${split ? `_${split}` : ''}.json`, piece: '' }],
}

/** Read and written by code of its own, since it is the form that all others pass through. */
const coco: Format = { id: 'coco', name: 'COCO', holds: ALL, writer: cocoListing }

export const formats: Format[] = [
  coco,
  panoptic,
  ...yoloFormats,
  voc,
  labelme,
  cvat,
  createml,
  via,
  masks,
  csv,
  labelStudio,
  sa1b,
]

export const formatOf = (id: FormatId): Format | undefined => formats.find((format) => format.id === id)

export const canRead = ({ id, reader }: Format) => id === 'coco' || reader !== undefined
export const canWrite = ({ writer }: Format) => writer !== undefined
