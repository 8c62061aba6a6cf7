/** Masks of an image whose picture has another size than before. */
import { fitRle } from '@/core/mask/fit'
import { toRle } from '@/core/mask/rle'
import { fromMaskSize, toMaskSize } from '@/core/mask/size'
import { toMaskShape } from '@/core/shape/combine'
import { measureShape } from '@/core/shape/shape'
import type { Size } from '@/core/shape/types'
import { annotations } from '../db/annotations/annotations'
import type { AnnotationRow } from '../db/store/rows'

/** Masks counted on pixels of another size: the same pixels on these, what is outside is cut off. Within a transaction. */
export async function fitMasks(imageId: number, size: Size): Promise<void> {
  const rows = await annotations.ofImage(imageId, { deleted: true })
  await annotations.updateAll(rows.flatMap((row) => fitted(row, size) ?? []))
}

function fitted(row: AnnotationRow, size: Size): AnnotationRow | undefined {
  const { shape } = row
  if (shape?.kind !== 'mask') return undefined
  const now = fromMaskSize(shape.size)
  if (now.width === size.width && now.height === size.height) return undefined
  const next = toMaskShape(fitRle(toRle(shape), toMaskSize(size)))
  const { paper_object: _path, original: _segmentation, ...rest } = row
  return { ...rest, shape: next, ...measureShape(next, size) }
}
