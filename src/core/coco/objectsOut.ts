/** Stored images and categories as a COCO file has them; styles as in annotationOut.ts. */
import type { OutputStyle } from './annotationOut'
import { OWN_KEY } from './ownKey'

export interface StoredImage {
  dataset_id: number
  /** Inside the dataset. */
  path: string
  width: number
  height: number
  metadata: Record<string, unknown>
  state: string
  split?: string
  extra?: Record<string, unknown>
  /** Of an image that EXIF turns: what its coordinates count. Said in the file, since sizes do not always tell. */
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

/** `file_name` is the path inside the dataset, so that names are unique. `directory`: of the dataset, as the API has it. */
export function writeImage(
  row: StoredImage,
  id: number | string,
  style: OutputStyle,
  directory: string,
): Record<string, unknown> {
  const { dataset_id, path, width, height, metadata, state, split, extra, coordinates } = row
  const image = { ...extra, id, file_name: path, width, height }
  const turning = coordinates ? { orientation: coordinates } : {}
  const full = { dataset_id, path: directory + path, metadata }
  const own =
    style === 'full'
      ? turning
      : {
          ...(isEmpty(metadata) ? {} : { metadata }),
          ...(state === 'unlabelled' ? {} : { state }),
          ...(split ? { split } : {}),
          ...turning,
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
