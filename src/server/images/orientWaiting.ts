/** Annotations of placeholders that count the stored pixels of their image: rotated upright when the file arrives. */
import { countedPixels } from '@/core/coco/countedPixels'
import { InvalidInput } from '@/core/errors'
import { orientAnnotation } from '@/core/shape/orient'
import { annotations } from '../db/annotations/annotations'
import type { AnnotationRow, ImageRow } from '../db/store/rows'
import type { ExaminedImage } from './examine'

/** Whether the sizes show that the annotations of a placeholder count the stored pixels of its image. */
export const waitsForOrientation = (before: ImageRow, facts: ExaminedImage) =>
  before.placeholder && counted(before, facts) === 'original'

const counted = ({ width, height }: ImageRow, facts: ExaminedImage) =>
  facts.orientation === 1 ? 'upright' : countedPixels({ width, height, extra: {} }, facts, facts.orientation)

/** `before`: the placeholder. Answers notes for the user. Joins the current transaction. */
export async function orientWaiting(before: ImageRow, facts: ExaminedImage): Promise<string[]> {
  const rows = await annotations.ofImage(before.id, { deleted: true })
  if (rows.length === 0) return []
  if (counted(before, facts) === 'unclear')
    return [
      'It is stored turned, and nothing tells whether its annotations count the stored pixels. They are taken as those of the upright image.',
    ]
  if (!waitsForOrientation(before, facts)) return []
  try {
    await annotations.updateAll(rows.map((row) => rotatedRow(row, before, facts)))
    return [
      `Its annotations count the pixels as they are stored, ${before.width} x ${before.height}; they are turned upright with it.`,
    ]
  } catch (error) {
    if (error instanceof InvalidInput)
      return [`Its annotations count the pixels as they are stored, and cannot be turned upright: ${error.message}.`]
    throw error
  }
}

/** Drops the path of an older client, which describes the shape before. */
function rotatedRow(
  { paper_object: _old, ...row }: AnnotationRow,
  before: ImageRow,
  { width, height, orientation }: ExaminedImage,
): AnnotationRow {
  return {
    ...orientAnnotation(row, { turn: orientation, size: { width: before.width, height: before.height } }),
    width,
    height,
  }
}
