/** Rows of new annotations. */
import type { AnnotationRow, ImageRow, Stamp } from '../store/rows'
import { newStamp } from '../store/stamp'

/** An annotation before it is stored. `id`: one that was reserved for it. */
export type NewAnnotationRow = Omit<
  AnnotationRow,
  keyof Stamp | 'id' | 'image_id' | 'dataset_id' | 'width' | 'height' | 'milliseconds'
> &
  Partial<Pick<AnnotationRow, 'id' | 'width' | 'height' | 'milliseconds'>>

/** The row of a new annotation of `image`, with a fresh stamp. Its id is 0 unless one is given. */
export const newRow = (row: NewAnnotationRow, image: ImageRow): AnnotationRow => ({
  id: 0,
  milliseconds: 0,
  width: image.width,
  height: image.height,
  ...row,
  ...newStamp(),
  image_id: image.id,
  dataset_id: image.dataset_id,
})
