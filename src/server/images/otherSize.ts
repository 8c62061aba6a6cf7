/** Annotations of an image whose image has another size than before. */
import { InvalidInput } from '@/core/errors'
import { annotationAtSize, type OnOtherSize } from '@/core/shape/atSize'
import type { Size } from '@/core/shape/types'
import { annotations } from '../db/annotations/annotations'
import type { AnnotationRow } from '../db/store/rows'

/** All of them count that size afterwards, those in the trash too. Within a transaction. */
export async function fitAnnotations(imageId: number, size: Size, how: OnOtherSize): Promise<void> {
  const rows = await annotations.ofImage(imageId, { deleted: true })
  const changed = rows.flatMap((row) => {
    const fitted = fit(row, size, how)
    return fitted === row ? [] : [fitted]
  })
  if (changed.length > 0) await annotations.updateAll(changed)
}

/** What is too large for masks counts the new size, and is left as it is. */
export function fit(row: AnnotationRow, { width, height }: Size, how: OnOtherSize): AnnotationRow {
  try {
    return annotationAtSize(row, { width, height }, how)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const { paper_object: _old, ...rest } = row
    return { ...rest, width, height }
  }
}
