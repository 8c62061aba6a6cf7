/** What is wrong with a dataset as a COCO file: everything as it would be written, checked as an import checks it. */
import type { ValidationProblem } from '@/contract/coco'
import { isWritable, writeAnnotation } from '@/core/coco/annotationOut'
import { checkAnnotation } from '@/core/coco/check/annotation'
import { checkSkeleton } from '@/core/coco/check/image'
import { checkMeasures } from '@/core/coco/check/measures'
import type { Problem } from '@/core/coco/check/problem'
import { repairAnnotation } from '@/core/coco/repair'
import type { AnnotationRow, CategoryRow, ImageRow } from '../db/store/rows'

export function checkCategoryRow({ id, name, keypoint_labels, keypoint_edges }: CategoryRow): ValidationProblem[] {
  return checkSkeleton(name, keypoint_labels, keypoint_edges).map((problem) => ({ category_id: id, ...problem }))
}

export function checkImageRow({ id, path, placeholder, width, height }: ImageRow): ValidationProblem[] {
  const problems: Problem[] = []
  if (placeholder)
    problems.push({
      kind: 'picture-missing',
      field: 'file_name',
      severity: 'warning',
      message: `The image ${path} has not arrived yet.`,
    })
  if (width < 1 || height < 1)
    problems.push({
      kind: 'size-missing',
      field: 'width',
      severity: 'error',
      message: 'The size of the image is not known.',
    })
  return problems.map((problem) => ({ image_id: id, ...problem }))
}

/** With a repair where one can be done on what is stored. */
export function checkRow(row: AnnotationRow, image: ImageRow, category: CategoryRow | undefined): ValidationProblem[] {
  const size = { width: image.width, height: image.height }
  const raw = writeAnnotation(row, {
    id: row.id,
    image_id: row.image_id,
    category_id: row.category_id,
    style: 'clean',
    segmentation: 'auto',
  })
  const problems = [
    ...checkPlace(row, category),
    ...checkAnnotation(raw, { size, keypoints: category?.keypoint_labels.length ?? 0 }).problems,
    ...(row.shape && row.shape.kind !== 'box' && size.width > 0 && size.height > 0
      ? checkMeasures({ shape: row.shape, area: row.area, bbox: row.bbox }, size)
      : []),
  ]
  return problems.map(({ repair, ...problem }) => ({
    image_id: image.id,
    annotation_id: row.id,
    ...problem,
    ...(repair && repairAnnotation(row, problem.kind, size) ? { repair } : {}),
  }))
}

function checkPlace(row: AnnotationRow, category: CategoryRow | undefined): Problem[] {
  const problems: Problem[] = []
  if (!category) {
    const message = `Its category ${row.category_id} is deleted or not of this dataset: it is not exported.`
    problems.push({ kind: 'reference-dangling', field: 'category_id', severity: 'error', message })
  }
  if (!isWritable(row))
    problems.push({
      kind: 'nothing-drawn',
      field: 'segmentation',
      severity: 'warning',
      message: 'It has no shape and no keypoints: it is not exported.',
    })
  const source = row.source?.id
  if (source !== undefined && !(Number.isInteger(source) && (source as number) >= 1)) {
    const message = `With ids=imported its id is ${JSON.stringify(source)}; evaluation takes ids below 1 for "not matched".`
    problems.push({ kind: 'id-invalid', field: 'id', severity: 'warning', message })
  }
  return problems
}
