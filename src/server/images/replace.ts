/** Replaces the file of an image, which keeps its path, its annotations and its state. */
import { ApiError, badRequest } from '@/contract/errors'
import type { ReplaceConflict } from '@/contract/image'
import { shapeBounds } from '@/core/shape/bounds'
import { keypointsBox } from '@/core/shape/keypoints'
import type { Bbox } from '@/core/geometry/box'
import type { Size } from '@/core/shape/types'
import { annotations } from '../db/annotations/annotations'
import { assertEditable } from '../db/store/busy'
import { categories } from '../db/datasets/categories'
import { images } from '../db/images/images'
import type { AnnotationRow } from '../db/store/rows'
import { write } from '../db/store/write'
import type { ExaminedImage } from './examine'
import { exchange, type StoredImageResult } from './store'
import { waitsForOrientation } from './orientWaiting'

/** Number of annotations that the answer names. */
const MOST_NAMED = 100
/** Pixels that a shape may reach beyond the border because of rounding. */
const HAIR = 0.01

export type OtherSize = 'refuse' | 'keep' | 'scale'

/** Throws 409 with the annotations that would not fit, if the size differs and `otherSize` is `refuse`. */
export const replaceImageFile = (
  id: number,
  blob: Blob,
  facts: ExaminedImage,
  otherSize: OtherSize,
): Promise<StoredImageResult> =>
  write(async () => {
    const image = await images.findLive(id)
    if (!image) throw badRequest('Invalid image id')
    await assertEditable(image.dataset_id)
    const fits = image.width === facts.width && image.height === facts.height
    if (fits || image.num_annotations === 0 || waitsForOrientation(image, facts))
      return exchange({ blob, facts }, image, outcomeOf(image))
    const rows = await annotations.ofImage(id)
    const outside = rows.filter((row) => reachesOut(row, facts))
    if (otherSize === 'refuse') throw await conflictOf(image, facts, rows.length, outside)
    const isScaled = otherSize === 'scale'
    const stored = await exchange({ blob, facts, onOtherSize: isScaled ? 'scale' : 'crop' }, image, outcomeOf(image))
    return isScaled || outside.length === 0
      ? stored
      : {
          ...stored,
          notes: [
            ...stored.notes,
            `Outside of it, wholly or partly: ${(await named(outside)).map(({ id: each, category }) => `${category} ${each}`).join(', ')}${more(outside)}.`,
          ],
        }
  })

const outcomeOf = ({ placeholder }: { placeholder: boolean }) => (placeholder ? 'filled' : 'replaced')

function reachesOut({ shape, keypoints }: AnnotationRow, size: Size): boolean {
  const boxes = [...(shape ? [shapeBounds(shape)] : []), keypointsBox(keypoints)]
  return boxes.some(([x, y, width, height]: Bbox) => x + width > size.width + HAIR || y + height > size.height + HAIR)
}

async function conflictOf(
  before: Size,
  { width, height }: Size,
  count: number,
  outside: AnnotationRow[],
): Promise<ApiError> {
  const message = `The image has ${width} x ${height} pixels, the one before ${before.width} x ${before.height}: the annotations may not fit. Send other_size=keep to leave them where they are, or other_size=scale to scale them with it.`
  const body: Omit<ReplaceConflict, 'message' | 'code'> = {
    before: { width: before.width, height: before.height },
    after: { width, height },
    annotations: count,
    outside: outside.length,
    named: await named(outside),
  }
  return new ApiError(409, message, body)
}

async function named(rows: AnnotationRow[]): Promise<{ id: number; category: string }[]> {
  const names = new Map((await categories.list()).map(({ id, name }) => [id, name]))
  return rows
    .slice(0, MOST_NAMED)
    .map(({ id, category_id }) => ({ id, category: names.get(category_id) ?? 'category' }))
}

const more = ({ length }: AnnotationRow[]) => (length > MOST_NAMED ? ` and ${length - MOST_NAMED} more` : '')
