import type { FormatId } from './types'

/** Names of formats are names: they are the same in every language. */
export const FORMAT_NAMES: Record<FormatId, string> = {
  coco: 'COCO',
  'coco-panoptic': 'COCO panoptic',
  'yolo-detect': 'YOLO detect',
  'yolo-obb': 'YOLO OBB',
  'yolo-segment': 'YOLO segment',
  'yolo-pose': 'YOLO pose',
  voc: 'Pascal VOC',
  createml: 'CreateML',
  csv: 'CSV',
  masks: 'PNG masks',
  cvat: 'CVAT 1.1',
  labelme: 'LabelMe',
  via: 'VIA 2',
  'label-studio': 'Label Studio',
  sa1b: 'SA-1B',
}
