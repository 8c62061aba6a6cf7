import type { Format, Holds } from '../types'
import { yoloReader } from './read'
import { yoloWriter } from './write'
import type { YoloKind } from './lines'

const HOLDS: Holds = {
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
}

const yolo = (kind: YoloKind, name: string, holds: Partial<Holds>): Format => ({
  id: `yolo-${kind}`,
  name,
  holds: { ...HOLDS, ...holds },
  reader: yoloReader(kind),
  writer: yoloWriter(kind),
})

export const yoloFormats: Format[] = [
  yolo('detect', 'YOLO detection', {}),
  yolo('segment', 'YOLO segmentation', { polygons: true }),
  yolo('pose', 'YOLO pose', { keypoints: true }),
  yolo('obb', 'YOLO oriented boxes', {}),
]
