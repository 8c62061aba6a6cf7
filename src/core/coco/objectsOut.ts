/** Converts stored images and categories to COCO entries. The styles are those of annotationOut.ts. */
import type { OutputStyle } from './annotationOut'
import { OWN_KEY } from './ownKey'

export interface StoredImage {
  dataset_id: number
  /** Path inside the dataset. */
  path: string
  width: number
  height: number
  metadata: Record<string, unknown>
  state: string
  split?: string
  extra?: Record<string, unknown>
  /** Set if EXIF rotates the image: the pixels that its coordinates count. Written, because sizes do not always tell. */
  coordinates?: Coordinates
}

/** Pixels of the upright image, or those that are stored. */
export type Coordinates = 'upright' | 'original'

export interface StoredCategory {
  name: string
  supercategory: string
  color: string
  metadata: Record<string, unknown>
  keypoint_labels: string[]
  keypoint_edges: [number, number][]
  keypoint_colors: string[]
  extra?: Record<string, unknown>
}

/** `file_name` becomes the path inside the dataset, so that names are unique. `directory`: the dataset's folder in the API. */
export function writeImage(
  row: StoredImage,
  id: number | string,
  style: OutputStyle,
  directory: string,
): Record<string, unknown> {
  const { dataset_id, path, width, height, metadata, state, split, extra, coordinates } = row
  const image = { ...extra, id, file_name: path, width, height }
  const orientation = coordinates ? { orientation: coordinates } : {}
  const full = { dataset_id, path: directory + path, metadata }
  const own =
    style === 'full'
      ? orientation
      : {
          ...(isEmpty(metadata) ? {} : { metadata }),
          ...(state === 'unlabelled' ? {} : { state }),
          ...(split ? { split } : {}),
          ...orientation,
        }
  return { ...image, ...(style === 'full' ? full : {}), ...(isEmpty(own) ? {} : { [OWN_KEY]: own }) }
}

export function writeCategory(row: StoredCategory, id: number | string, style: OutputStyle): Record<string, unknown> {
  const { name, supercategory, color, metadata, keypoint_labels, keypoint_edges, keypoint_colors, extra } = row
  const hasKeypoints = keypoint_labels.length > 0 || keypoint_edges.length > 0
  const keypoints = hasKeypoints ? { keypoints: keypoint_labels, skeleton: keypoint_edges } : {}
  const category = { ...extra, id, name, supercategory, ...keypoints }
  if (style === 'full') return { ...category, color, metadata, keypoint_colors }
  const colors = keypoint_colors.length > 0 ? { keypoint_colors } : {}
  return { ...category, [OWN_KEY]: { color, ...(isEmpty(metadata) ? {} : { metadata }), ...colors } }
}

const isEmpty = (object: object) => Object.keys(object).length === 0
