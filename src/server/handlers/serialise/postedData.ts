/** The whole-image save of older clients, as changes of what is stored. Unknown ids are passed over. */
import { ApiError } from '@/contract/errors'
import { readKeypointFields } from '@/core/coco/keypoints/keypointDefinition'
import { InvalidInput } from '@/core/errors'
import { compoundPathToShape } from '@/core/shape/compoundPath'
import { isAsServed } from '@/core/shape/keypoints'
import { readPaperPaths } from '@/core/shape/paperPath'
import { isServedPath } from '@/core/shape/servedPath'
import { shapeToSegmentation } from '@/core/shape/shape'
import type { AnnotationChange, ChangeOptions } from '../../db/annotations/annotationChanges'
import type { AnnotationFields } from '../../db/annotations/annotationFields'
import type { CategoryFields } from '../../db/datasets/categories'
import type { AnnotationRow, CategoryRow, ImageRow } from '../../db/store/rows'
import { paperObjectOf } from './annotation'
import { boxIfRectangle, parseFields, measured } from './annotationFields'
import type { Posted, PostedAnnotation, PostedCategory } from './readPosted'

/** `rows`: of the image, deleted ones too. */
export const annotationChanges = (posted: PostedCategory[], rows: Map<number, AnnotationRow>): AnnotationChange[] =>
  posted
    .flatMap(({ annotations }) => annotations)
    .flatMap((annotation) => {
      const row = rows.get(annotation.id)
      if (row) return [toChange(annotation, row)]
      annotation.remarks.passedOver('id', 'the image has no such annotation')
      return []
    })

function toChange(posted: PostedAnnotation, row: AnnotationRow): AnnotationChange {
  const { color, metadata, isbbox, spent } = posted
  const keypoints = posted.keypoints && !isAsServed(posted.keypoints, row.keypoints) ? posted.keypoints : undefined
  const fields: AnnotationFields = {
    ...parseFields({ color, metadata, keypoints, isbbox }, row),
    ...reshaped(posted, row),
  }
  if (spent > 0) fields.milliseconds = row.milliseconds + spent
  return { kind: 'update', id: row.id, fields }
}

/** Nothing: the shape stays. So it does when its own path comes back, as older clients write it. */
function reshaped(
  { compoundPath, isbbox, remarks }: PostedAnnotation,
  row: AnnotationRow,
): Pick<AnnotationFields, 'measured' | 'paper_object'> {
  if (!compoundPath) return {}
  try {
    const paths = readPaperPaths(compoundPath)
    const served = paperObjectOf(row)
    if (row.shape === null && paths.length === 0) return { paper_object: compoundPath }
    if (
      isServedPath(
        compoundPath,
        served,
        row.shape && served.length === 0 ? shapeToSegmentation(row.shape, row) : [],
        row,
      )
    )
      return {}
    const shape = compoundPathToShape(compoundPath, row)
    return { measured: { ...measured(isbbox ? boxIfRectangle(shape) : shape, row), paper_object: compoundPath } }
  } catch (error) {
    if (!(error instanceof InvalidInput || error instanceof ApiError)) throw error
    remarks.passedOver('compoundPath', error.message)
    return {}
  }
}

/** What is sent of the look of categories that are not deleted, where it differs from what is stored. */
export function categoryChanges(
  posted: PostedCategory[],
  known: Map<number, CategoryRow>,
): { id: number; fields: CategoryFields }[] {
  return posted.flatMap(({ id, color, keypoints, remarks }) => {
    const row = known.get(id)
    if (!row) remarks.passedOver('id', 'there is no such category')
    if (!row || row.deleted) return []
    const fields: CategoryFields = {
      ...(color && { color }),
      ...readKeypointFields(keypoints, row, (field, message) => remarks.passedOver(field, message)),
    }
    const isChanged = Object.entries(fields).some(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(row[name as keyof CategoryRow]),
    )
    return isChanged ? [{ id, fields }] : []
  })
}

/** undefined: nothing of the image differs. */
export function imageFields(
  { image: { metadata, category_ids }, isLabelMode }: Posted,
  row: ImageRow,
): ChangeOptions['image'] {
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)
  const fields = {
    ...(metadata && differs(metadata, row.metadata) ? { metadata } : {}),
    ...(category_ids && differs(category_ids, row.category_ids ?? []) ? { category_ids } : {}),
    ...(category_ids && differs(unlisted(category_ids, isLabelMode, row), row.unlisted_category_ids ?? [])
      ? { unlisted_category_ids: unlisted(category_ids, isLabelMode, row) }
      : {}),
  }
  return Object.keys(fields).length > 0 ? { id: row.id, fields } : undefined
}

/** Categories of its annotations that were not ticked where labels are. */
function unlisted(
  ids: number[],
  isLabelMode: boolean,
  { category_counts, unlisted_category_ids = [] }: ImageRow,
): number[] {
  const before = isLabelMode ? Object.keys(category_counts).map(Number) : unlisted_category_ids
  return before.filter((id) => !ids.includes(id))
}
