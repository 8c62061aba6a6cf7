/** A dataset, or one image of it, as a COCO file: what is listed, under which ids, piece by piece from the store. */
import type { CocoExportQuery } from '@/contract/coco'
import { isWritable, writeAnnotation, type OutputStyle } from '@/core/coco/annotationOut'
import { cocoText, type CocoFile } from '@/core/coco/fileOut'
import { writeCategory, writeImage } from '@/core/coco/objectsOut'
import { exports } from '../db/exports'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow } from '../db/rows'
import { newExportIds, type ExportIds } from './exportIds'

export type ExportOptions = Pick<CocoExportQuery, 'ids' | 'segmentation'> & { style: OutputStyle; empty: 'none' | 'done' | 'all'; categories?: number[] }

interface Plan {
  dataset: DatasetRow
  categories: CategoryRow[]
  listed: Set<number>
  ids: ExportIds
  options: ExportOptions
}

/** The pieces of a dataset's COCO file. `onImage` hears of every image that is listed. */
export async function exportDataset(dataset: DatasetRow, options: ExportOptions, onImage?: (image: ImageRow) => void): Promise<AsyncGenerator<string>> {
  const plan = await planExport(dataset, options)
  return cocoText(await fileOf(plan, () => exports.images(dataset.id), onImage))
}

/** As `exportDataset`, of one image: with the categories that it uses. */
export async function exportImage(image: ImageRow, options: ExportOptions): Promise<AsyncGenerator<string>> {
  const plan = await planExport(await exports.dataset(image.dataset_id), { ...options, empty: 'all' })
  const used = new Set(Object.entries(image.category_counts).flatMap(([id, count]) => (count > 0 ? [Number(id)] : [])))
  plan.categories = plan.categories.filter(({ id }) => used.has(id))
  const once = async function* () {
    yield [image]
  }
  return cocoText(await fileOf(plan, once))
}

async function planExport(dataset: DatasetRow, options: ExportOptions): Promise<Plan> {
  const all = await exports.categories(dataset)
  const wanted = options.categories?.length ? new Set(options.categories) : null
  const categories = wanted ? all.filter(({ id }) => wanted.has(id)) : all
  const ids = newExportIds(options.ids, categories, await exports.imports(dataset.id))
  return { dataset, categories, listed: new Set(categories.map(({ id }) => id)), ids, options }
}

async function fileOf(plan: Plan, images: () => AsyncGenerator<ImageRow[]>, onImage?: (image: ImageRow) => void): Promise<CocoFile> {
  const { dataset, categories, ids, options } = plan
  const withAnnotations = new Set<number>()
  return {
    top: topOf(dataset, ids),
    categories: categories.map((row) => writeCategory(row, ids.category(row.id), options.style)),
    annotations: annotationsOf(plan, images(), withAnnotations),
    images: imagesOf(plan, images(), withAnnotations, onImage),
  }
}

async function* annotationsOf({ listed, ids, options }: Plan, images: AsyncGenerator<ImageRow[]>, withAnnotations: Set<number>): AsyncGenerator<object[]> {
  const { style, segmentation } = options
  for await (const batch of images) {
    const annotated = await exports.annotations(batch.filter(({ num_annotations }) => num_annotations > 0))
    const write = (row: AnnotationRow) => {
      withAnnotations.add(row.image_id)
      return writeAnnotation(row, { id: ids.annotation(row), image_id: ids.image(row.image_id), category_id: ids.category(row.category_id), style, segmentation })
    }
    yield annotated.flatMap(({ annotations }) => annotations.filter((row) => !row.deleted && listed.has(row.category_id) && isWritable(row)).map(write))
  }
}

async function* imagesOf({ dataset, ids, options }: Plan, images: AsyncGenerator<ImageRow[]>, withAnnotations: Set<number>, onImage?: (image: ImageRow) => void): AsyncGenerator<object[]> {
  const directory = `/data/datasets/${dataset.name}/`
  const isListed = ({ id, state }: ImageRow) =>
    withAnnotations.has(id) || options.empty === 'all' || (options.empty === 'done' && state === 'done_empty')
  for await (const batch of images) {
    const rows = batch.filter(isListed)
    rows.forEach((row) => onImage?.(row))
    yield rows.map((row) => writeImage(row, ids.image(row.id), options.style, directory))
  }
}

/** Members of the imported files; where several have one, the first one's. */
function topOf(dataset: DatasetRow, { top }: ExportIds): Record<string, unknown> {
  const date = new Date(dataset.created_at)
  const info = { description: dataset.name, version: '1.0', year: date.getUTCFullYear(), contributor: '', date_created: date.toISOString().slice(0, 10) }
  return { info, licenses: [], ...top }
}
