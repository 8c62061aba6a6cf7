/** The whole-image save of older clients, as changes of what is stored. Unknown ids are passed over. */
import type { PostedAnnotatorData } from '@/contract/annotator'
import { badRequest } from '@/contract/errors'
import { InvalidInput } from '@/core/errors'
import { compoundPathToShape, samePaths } from '@/core/shape/compoundPath'
import { readPaperPaths } from '@/core/shape/paperPath'
import type { AnnotationChange, ChangeOptions } from '../../db/annotations/annotationChanges'
import type { MeasuredShape } from '../../db/annotations/annotationFields'
import type { CategoryFields } from '../../db/datasets/categories'
import type { AnnotationRow, CategoryRow, ImageRow } from '../../db/store/rows'
import { paperObjectOf } from './annotation'
import { boxIfRectangle, parseFields, measured } from './annotationFields'

type PostedCategory = NonNullable<PostedAnnotatorData['categories']>[number]
type PostedAnnotation = NonNullable<PostedCategory['annotations']>[number]

/** `rows`: of the image, deleted ones too. */
export const annotationChanges = (posted: PostedCategory[], rows: Map<number, AnnotationRow>): AnnotationChange[] =>
  posted.flatMap(({ annotations }) => annotations ?? []).flatMap((annotation) => {
    const row = rows.get(annotation.id)
    return row ? [toChange(annotation, row)] : []
  })

function toChange(posted: PostedAnnotation, row: AnnotationRow): AnnotationChange {
  const { color, metadata, keypoints, isbbox, sessions } = posted
  const fields = parseFields({ color, metadata, keypoints, isbbox }, row)
  const reshaped = measuredPath(posted, row)
  if (reshaped) fields.measured = reshaped
  const spent = (sessions ?? []).reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  if (spent > 0) fields.milliseconds = row.milliseconds + spent
  return { kind: 'update', id: row.id, fields }
}

/** undefined: the shape stays. So it does when its own path comes back, at the one decimal that older clients write (D31). */
function measuredPath({ id, compoundPath, isbbox }: PostedAnnotation, row: AnnotationRow): MeasuredShape | undefined {
  if (!Array.isArray(compoundPath) || compoundPath.length !== 2) return undefined
  try {
    const known = paperObjectOf(row)
    if (samePaths(known, compoundPath)) return undefined
    if (known.length === 0 && readPaperPaths(compoundPath).length === 0) return undefined
    const shape = compoundPathToShape(compoundPath, row)
    return { ...measured(isbbox ? boxIfRectangle(shape) : shape, row), paper_object: compoundPath }
  } catch (error) {
    if (error instanceof InvalidInput) throw badRequest(`The compoundPath of annotation ${id} cannot be used: ${error.message}.`)
    throw error
  }
}

/** What is sent of a category's look (D24). */
export const categoryFields = ({ color, keypoint_labels, keypoint_edges, keypoint_colors }: PostedCategory): CategoryFields => ({
  color: color || null, keypoint_labels, keypoint_edges, keypoint_colors,
})

/** Those that are sent otherwise than they are stored: older clients send all categories of the dataset with every save. */
export const changedCategories = (posted: PostedCategory[], known: Map<number, CategoryRow>): PostedCategory[] =>
  posted.filter((each) => {
    const row = known.get(each.id)
    if (!row || row.deleted) return false
    const given = Object.entries(categoryFields(each)) as [keyof CategoryRow, unknown][]
    return given.some(([name, value]) => value !== null && value !== undefined && JSON.stringify(value) !== JSON.stringify(row[name]))
  })

/** undefined: nothing of the image differs. */
export function imageFields({ metadata, category_ids }: PostedAnnotatorData['image'], row: ImageRow): ChangeOptions['image'] {
  const fields = {
    ...(metadata && JSON.stringify(metadata) !== JSON.stringify(row.metadata) ? { metadata } : {}),
    ...(category_ids && JSON.stringify(category_ids) !== JSON.stringify(row.category_ids ?? []) ? { category_ids } : {}),
  }
  return Object.keys(fields).length > 0 ? { id: row.id, fields } : undefined
}
