/** What is wrong with a dataset as a COCO file: every annotation as it would be written, checked as an import checks it. */
import type { ValidationProblem, ValidationResult } from '@/contract/coco'
import { isWritable, writeAnnotation } from '@/core/coco/annotationOut'
import { checkAnnotation } from '@/core/coco/check/annotation'
import { checkMeasures } from '@/core/coco/check/measures'
import type { Problem } from '@/core/coco/check/problem'
import { exports } from '../db/exports'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow } from '../db/rows'

/** Problems that are listed; the rest is counted. */
const MAX_LISTED = 1000

export async function validateDataset(dataset: DatasetRow): Promise<ValidationResult> {
  const categories = new Map((await exports.categories(dataset)).map((row) => [row.id, row]))
  const result: ValidationResult = { images: 0, annotations: 0, errors: 0, warnings: 0, problems: [] }
  const report = (problem: ValidationProblem) => {
    if (problem.severity === 'error') result.errors++
    else result.warnings++
    if (result.problems.length < MAX_LISTED) result.problems.push(problem)
  }
  for (const category of categories.values()) checkSkeleton(category).forEach(report)
  for await (const batch of exports.images(dataset.id)) {
    result.images += batch.length
    batch.flatMap(checkImageRow).forEach(report)
    for (const { image, annotations } of await exports.annotations(batch)) {
      const rows = annotations.filter((row) => !row.deleted)
      result.annotations += rows.length
      for (const row of rows) checkRow(row, image, categories.get(row.category_id)).forEach(report)
    }
  }
  return result
}

function checkImageRow({ id, placeholder, width, height }: ImageRow): ValidationProblem[] {
  const problems: ValidationProblem[] = []
  if (placeholder) problems.push({ image_id: id, field: 'file_name', severity: 'warning', message: 'The picture has not arrived yet.' })
  if (width < 1 || height < 1) problems.push({ image_id: id, field: 'width', severity: 'error', message: 'The size of the picture is not known.' })
  return problems
}

function checkSkeleton({ id, name, keypoint_labels, keypoint_edges }: CategoryRow): ValidationProblem[] {
  const isWrong = keypoint_edges.flat().some((end) => end < 1 || end > keypoint_labels.length)
  const message = `The skeleton of "${name}" names keypoints that it does not have; they count from 1 to ${keypoint_labels.length}.`
  return isWrong ? [{ category_id: id, field: 'skeleton', severity: 'warning', message }] : []
}

function checkRow(row: AnnotationRow, image: ImageRow, category: CategoryRow | undefined): ValidationProblem[] {
  const place = { image_id: image.id, annotation_id: row.id }
  const problems: Problem[] = []
  if (!category) problems.push({ field: 'category_id', severity: 'error', message: `Its category ${row.category_id} is deleted or not of this dataset: it is not exported.` })
  if (!isWritable(row)) problems.push({ field: 'segmentation', severity: 'warning', message: 'It has no shape and no keypoints: it is not exported.' })
  const size = { width: image.width, height: image.height }
  const raw = writeAnnotation(row, { id: row.id, image_id: row.image_id, category_id: row.category_id, style: 'clean', segmentation: 'auto' })
  problems.push(...checkAnnotation(raw, { size, keypoints: category?.keypoint_labels.length ?? 0 }).problems)
  if (row.shape && row.shape.kind !== 'box' && size.width > 0 && size.height > 0) problems.push(...checkMeasures({ shape: row.shape, area: row.area, bbox: row.bbox }, size))
  return problems.map((problem) => ({ ...place, ...problem }))
}
