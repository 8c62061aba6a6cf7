/** Merges a backup into the store: everything or nothing. */
import { badRequest } from '@/contract/errors'
import type { Merged } from '@/contract/backup'
import { baseName } from '@/core/paths'
import { newChunks, type StoreContents } from '../backup'
import { moveOutOfPacks } from '../../annotations/chunkPacks'
import { assertNothingPublishes } from '../../store/busy'
import { lastId, raiseSequence, type Sequence } from '../../store/counters'
import { integrity } from '../../integrity'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow } from '../../store/rows'
import { db } from '../../store/schema'
import { allChunks } from '../../annotations/annotationChunks'
import { restoredRow } from '../../store/stamp'
import { thumbnails } from '../../images/thumbnails'
import { write, type RecordChange } from '../../store/write'
import { freeName } from './freeName'
import { Matched, type Version } from './match'

const versionOf = ({ id, uuid, revision, updated_at }: Version): Version => ({ id, uuid, revision, updated_at })

/** Translates ids of the backup to ids here. Drops those that the backup does not contain. */
const mapped = (ids: number[], by: Map<number, number>) => [...new Set(ids.flatMap((id) => by.get(id) ?? []))]

function owner(by: Map<number, number>, id: number, what: string): number {
  const found = by.get(id)
  if (found === undefined) throw badRequest(`The backup cannot be used: ${what}, which is not in it.`)
  return found
}

/**
 * Objects are identified by uuid, categories also by name. The newer version of an object wins (match.ts). A new object keeps its id
 * if that was never used here. Names and paths that are taken get a number.
 */
export const mergeBackup = (contents: StoreContents): Promise<Merged> =>
  write(async (recordChange) => {
    await assertNothingPublishes()
    const renamed: string[] = []
    const categories = await mergeCategories(contents, renamed)
    const datasets = await mergeDatasets(contents, categories.ids, renamed)
    const images = await mergeImages(contents, datasets.ids, categories.ids, renamed)
    const imports = await mergeImports(contents, datasets.ids, categories.ids, images.ids)
    const annotations = await mergeAnnotations(contents, images, categories.ids, imports)
    const files = await mergeFiles(contents, images)
    if (!(await db.preferences.limit(1).count())) await db.preferences.bulkPut(contents.preferences)
    await raiseSequences(contents, {
      dataset: datasets.last,
      category: categories.last,
      image: images.last,
      annotation: annotations.last,
    })
    await integrity.repair()
    const isNew = [datasets, categories, images, annotations].some(({ rows }) => rows.length > 0) || files > 0
    if (isNew) recordMerge(recordChange, datasets, categories, images)
    return {
      datasets: datasets.counts,
      categories: categories.counts,
      images: images.counts,
      annotations: annotations.counts,
      files,
      renamed,
    }
  })

async function mergeCategories({ categories }: StoreContents, renamed: string[]): Promise<Matched<CategoryRow>> {
  const here = await db.categories.toArray()
  const claimed = new Set(categories.map(({ uuid }) => uuid))
  const unclaimed = new Map(here.flatMap((row) => (claimed.has(row.uuid) ? [] : [[row.name, row] as const])))
  const matched = new Matched(
    categories,
    here.map(versionOf),
    await lastId('category'),
    ({ name }) => unclaimed.get(name)?.id,
  )
  const byName = namesBeside(here, matched.rows)
  await restoreByName(categories, unclaimed)
  for (const row of matched.rows) {
    row.name = freeName(row.name, (name) => (byName.get(name) ?? row.id) !== row.id, renamed)
    byName.set(row.name, row.id)
  }
  await db.categories.bulkPut(matched.rows)
  return matched
}

/** Ids by name, without rows that the merge replaces: their names become free. */
function namesBeside(here: { id: number; name: string }[], replaced: { id: number }[]): Map<string, number> {
  const ids = new Set(replaced.map(({ id }) => id))
  return new Map(here.flatMap(({ id, name }) => (ids.has(id) ? [] : [[name, id] as const])))
}

/** Restores categories that are in the trash here but not in the backup, and that match by name only. */
async function restoreByName(categories: CategoryRow[], here: Map<string, CategoryRow>): Promise<void> {
  for (const { name, deleted } of categories) {
    const row = here.get(name)
    if (deleted || !row?.deleted) continue
    await db.categories.put(restoredRow(row))
    await db.trash.delete(['category', row.id])
  }
}

async function mergeDatasets(
  { datasets }: StoreContents,
  categories: Map<number, number>,
  renamed: string[],
): Promise<Matched<DatasetRow>> {
  const here = await db.datasets.toArray()
  const matched = new Matched(datasets, here.map(versionOf), await lastId('dataset'))
  const byName = namesBeside(here, matched.rows)
  for (const row of matched.rows) {
    row.categories = mapped(row.categories, categories)
    row.name = freeName(row.name, (name) => (byName.get(name) ?? row.id) !== row.id, renamed)
    byName.set(row.name, row.id)
  }
  await db.datasets.bulkPut(matched.rows)
  return matched
}

async function mergeImages(
  { images }: StoreContents,
  datasets: Map<number, number>,
  categories: Map<number, number>,
  renamed: string[],
): Promise<Matched<ImageRow>> {
  const here = await db.images.toArray()
  const byPath = new Map(here.map(({ dataset_id, path, id }) => [`${dataset_id} ${path}`, id]))
  const matched = new Matched<ImageRow>(
    images.map((row) => ({ ...row, category_counts: {}, num_annotations: 0, sheets: 0 })),
    here.map(versionOf),
    await lastId('image'),
  )
  const byId = new Map(here.map((row) => [row.id, row]))
  for (const row of matched.rows) {
    const before = byId.get(row.id)
    if (row.placeholder && before && !before.placeholder) Object.assign(row, fileFieldsOf(before))
    row.dataset_id = owner(datasets, row.dataset_id, `image "${row.path}" is of dataset ${row.dataset_id}`)
    row.path = freeName(row.path, (path) => (byPath.get(`${row.dataset_id} ${path}`) ?? row.id) !== row.id, renamed)
    row.file_name = baseName(row.path)
    if (row.category_ids) row.category_ids = mapped(row.category_ids, categories)
    if (row.unlisted_category_ids) row.unlisted_category_ids = mapped(row.unlisted_category_ids, categories)
    byPath.set(`${row.dataset_id} ${row.path}`, row.id)
  }
  await moveOutOfPacks(matched.rows.flatMap(({ id }) => byId.get(id) ?? []))
  await db.images.bulkPut(matched.rows)
  return matched
}

/** The fields of an image that describe its file. They stay with the file, whichever version of the image wins. */
const fileFieldsOf = ({
  width,
  height,
  orientation,
  placeholder,
}: Pick<ImageRow, 'width' | 'height' | 'orientation' | 'placeholder'>) => ({ width, height, orientation, placeholder })

/** Imports have no uuid: dataset, time and file name identify them. Answers ids here by ids of the backup. */
async function mergeImports(
  { imports }: StoreContents,
  datasets: Map<number, number>,
  categories: Map<number, number>,
  images: Map<number, number>,
): Promise<Map<number, number>> {
  const keyOf = (row: { dataset_id: number; created_at: number; file_name: string }) =>
    `${row.dataset_id} ${row.created_at} ${row.file_name}`
  const here = new Map((await db.imports.toArray()).map((row) => [keyOf(row), row.id]))
  const ids = new Map<number, number>()
  let last = await lastId('import')
  for (const row of imports) {
    const dataset_id = datasets.get(row.dataset_id)
    if (dataset_id === undefined) continue
    const existing = here.get(keyOf({ ...row, dataset_id }))
    ids.set(row.id, existing ?? ++last)
    if (existing !== undefined) continue
    const pairs = (list: [number | string, number][], by: Map<number, number>) =>
      list.flatMap(([source, id]): [number | string, number][] => (by.has(id) ? [[source, by.get(id)!]] : []))
    // backups have no tasks
    await db.imports.put({
      ...row,
      id: last,
      dataset_id,
      task_id: 0,
      categories: pairs(row.categories, categories),
      images: pairs(row.images, images),
    })
  }
  await raiseSequence('import', last)
  return ids
}

/** Rewrites the chunks of images that get or change annotations, or that are in another dataset now. */
async function mergeAnnotations(
  { annotations }: StoreContents,
  images: Matched<ImageRow>,
  categories: Map<number, number>,
  imports: Map<number, number>,
) {
  const here: Version[] = []
  const imageOf = new Map<number, number>()
  for await (const chunks of allChunks()) {
    for (const row of chunks.flatMap(({ annotations: rows }) => rows)) {
      here.push(versionOf(row))
      imageOf.set(row.id, row.image_id)
    }
  }
  const matched = new Matched(annotations, here, await lastId('annotation'))
  const byImage = new Map<number, AnnotationRow[]>(images.rows.map(({ id }) => [id, []]))
  for (const row of matched.rows) {
    const { source, ...rest } = row
    const image_id =
      imageOf.get(row.id) ?? owner(images.ids, row.image_id, `annotation ${row.id} is of image ${row.image_id}`)
    const import_id = source && imports.get(source.import_id)
    const moved: AnnotationRow = {
      ...rest,
      image_id,
      category_id: owner(categories, row.category_id, `annotation ${row.id} is of category ${row.category_id}`),
    }
    if (source && import_id !== undefined) moved.source = { ...source, import_id }
    byImage.set(image_id, [...(byImage.get(image_id) ?? []), moved])
  }
  for (const [id, rows] of byImage) await writeChunks(id, rows)
  const stored = new Set(images.rows.map(({ id }) => id))
  // the revision of an image identifies cached images with its annotations drawn in
  await db.images
    .where(':id')
    .anyOf([...byImage.keys()].filter((id) => !stored.has(id)))
    .modify((row) => void row.revision++)
  return matched
}

async function writeChunks(imageId: number, changed: AnnotationRow[]): Promise<void> {
  const image = (await db.images.get(imageId))!
  await moveOutOfPacks([image])
  const range = db.annotationChunks.where(':id').between([imageId, 0], [imageId, Infinity])
  const byId = new Map((await range.toArray()).flatMap(({ annotations }) => annotations).map((row) => [row.id, row]))
  for (const row of changed) byId.set(row.id, row)
  await range.delete()
  await db.annotationChunks.bulkPut(
    newChunks([...byId.values()].map((row) => ({ ...row, dataset_id: image.dataset_id }))),
  )
}

/** Stores files of images that the backup's version won, and of images without a file. Answers their number. */
async function mergeFiles({ files, images: given }: StoreContents, images: Matched<ImageRow>): Promise<number> {
  const taken = new Map(images.rows.map((row) => [row.id, row]))
  const byId = new Map(given.map((row) => [row.id, row]))
  let stored = 0
  for (const file of files) {
    const image_id = images.ids.get(file.image_id)
    const image = image_id === undefined ? undefined : (taken.get(image_id) ?? (await db.images.get(image_id)))
    if (!image) continue
    const existing = await db.files.get(image.id)
    if (existing && (existing.hash === file.hash || !taken.has(image.id))) continue
    await db.files.put({ ...file, image_id: image.id, dataset_id: image.dataset_id })
    const backedUp = byId.get(file.image_id)
    if (image.placeholder && backedUp)
      await db.images.update(image.id, { ...fileFieldsOf(backedUp), revision: image.revision + 1 })
    await thumbnails.drop(image.id)
    stored++
  }
  for (const { id, dataset_id } of images.rows) await db.files.where(':id').equals(id).modify({ dataset_id })
  return stored
}

async function raiseSequences({ sequences }: StoreContents, last: Partial<Record<Sequence, number>>): Promise<void> {
  for (const [sequence, id] of Object.entries(last)) await raiseSequence(sequence as Sequence, id)
  for (const { name, value } of sequences) await raiseSequence(name.slice('sequence:'.length) as Sequence, value)
}

function recordMerge(
  recordChange: RecordChange,
  datasets: Matched<DatasetRow>,
  categories: Matched<CategoryRow>,
  images: Matched<ImageRow>,
) {
  for (const { id } of categories.rows)
    recordChange({ action: categories.added.has(id) ? 'create' : 'update', instance: 'category', ids: [id] })
  for (const id of new Set(datasets.ids.values()))
    recordChange({
      action: datasets.added.has(id) ? 'create' : 'update',
      instance: 'dataset',
      ids: [id],
      dataset_id: id,
    })
  const existing = [...images.ids.values()].filter((id) => !images.added.has(id))
  if (existing.length > 0) recordChange({ action: 'update', instance: 'image', ids: existing })
}
