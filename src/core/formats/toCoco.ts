/** What readers yield, as the text of a COCO file: the form in which imports take it. */
import { OWN_KEY } from '../coco/ownKey'
import { measureShape, segmentationToShape } from '../shape/shape'
import { InvalidInput } from '../errors'
import { rleArea, rleBbox } from '../mask/measure'
import type { CategoryFields, ReadAnnotation, ReadImage } from './types'

/** Elements of the two lists, without brackets, each followed by a comma. */
export interface CocoText {
  images: string
  annotations: string
}

/** The path is the id of the image: it stands in the file once. */
export function imageText({ path, width, height, split, metadata, annotations }: ReadImage): CocoText {
  const own = { ...(split ? { split } : {}), ...(metadata && Object.keys(metadata).length > 0 ? { metadata } : {}) }
  const image = { id: path, file_name: path, width, height, ...(Object.keys(own).length > 0 ? { [OWN_KEY]: own } : {}) }
  const size = { width, height }
  return {
    images: `${JSON.stringify(image)},\n`,
    annotations: annotations.map((each) => `${JSON.stringify(entryOf(each, path, size))},\n`).join(''),
  }
}

function entryOf(
  { category, metadata, score, iscrowd, keypoints, ...rest }: ReadAnnotation,
  path: string,
  size: { width: number; height: number },
) {
  return {
    image_id: path,
    category_id: category,
    ...measured(rest, size),
    iscrowd: iscrowd ? 1 : 0,
    ...(keypoints
      ? { keypoints, num_keypoints: keypoints.filter((value, index) => index % 3 === 2 && value > 0).length }
      : {}),
    ...(score === undefined ? {} : { score }),
    ...(metadata && Object.keys(metadata).length > 0 ? { metadata } : {}),
  }
}

type Measured = Pick<ReadAnnotation, 'bbox' | 'segmentation' | 'area'>

/** Area and bbox of the pixels, so that none is missing when it is imported. */
function measured({ bbox, segmentation, area }: Measured, size: { width: number; height: number }): Measured {
  if (!segmentation) return bbox ? { bbox, area: area ?? bbox[2] * bbox[3] } : {}
  if (bbox && area !== undefined) return { segmentation, bbox, area }
  try {
    const shape = Array.isArray(segmentation) ? segmentationToShape(segmentation) : null
    const of =
      shape && size.width > 0
        ? measureShape(shape, size)
        : Array.isArray(segmentation)
          ? {}
          : { area: rleArea(segmentation), bbox: rleBbox(segmentation) }
    return { segmentation, ...of, ...(area === undefined ? {} : { area }) }
  } catch (error) {
    if (error instanceof InvalidInput) return { segmentation }
    throw error
  }
}

export interface NamedCategory {
  name: string
  fields: CategoryFields
}

/** Numbers of categories count from 1. */
export function categoriesText(categories: NamedCategory[]): string {
  return JSON.stringify(
    categories.map(({ name, fields: { metadata, ...fields } }, index) => ({
      id: index + 1,
      name,
      ...fields,
      ...(metadata ? { [OWN_KEY]: { metadata } } : {}),
    })),
  )
}
