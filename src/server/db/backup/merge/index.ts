/** A backup merged into what is stored: all of it or nothing. */
import { badRequest } from '@/contract/errors'
import type { Merged } from '@/contract/backup'
import { baseName } from '@/core/paths'
import { newChunks, type StoreContents } from '../backup'
import { moveOutOfPacks } from '../../annotations/chunkPacks'
import { assertNothingPublishes } from '../../store/busy'
import { raiseSequence, readTotal, type Sequence } from '../../store/counters'
import { integrity } from '../../integrity'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow } from '../../store/rows'
import { db } from '../../store/schema'
import { allChunks } from '../../annotations/annotationChunks'
import { restoredRow } from '../../store/stamp'
import { thumbnails } from '../../images/thumbnails'
import { write, type RecordChange } from '../../store/write'
import { freeName } from './freeName'
import { Matched, type Known } from './match'

const spent = (sequence: Sequence) => readTotal(`sequence:${sequence}`)
const known = ({ id, uuid, revision, updated_at }: Known): Known => ({ id, uuid, revision, updated_at })

/** Ids in the place of the archive's; those of nothing in it are left out. */
const mapped = (ids: number[], by: Map<number, number>) => [...new Set(ids.flatMap((id) => by.get(id) ?? []))]

function owner(by: Map<number, number>, id: number, what: string): number {
  const found = by.get(id)
  if (found === undefined) throw badRequest(`The backup cannot be used: ${what}, which is not in it.`)
  return found
}

/**
 * An object is known by its uuid, a category also by its name. Of two states the later one stays (match.ts). What is new keeps
 * its id where that was never used here; names and paths that are taken get a number.
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
    await raiseSequences(contents, { dataset: datasets.last, category: categories.last, image: images.last, annotation: annotations.last })
    await integrity.repair()
    const isNew = [datasets, categories, images, annotations].some(({ rows }) => rows.length > 0) || files > 0
    if (isNew) tell(recordChange, datasets, categories, images)
    return { datasets: datasets.counts, categories: categories.counts, images: images.counts, annotations: annotations.counts, files, renamed }
  })

async function mergeCategories({ categories }: StoreContents, renamed: string[]): Promise<Matched<CategoryRow>> {
  const here = await db.categories.toArray()
  const claimed = new Set(categories.map(({ uuid }) => uuid))
  const unclaimed = new Map(here.flatMap((row) => (claimed.has(row.uuid) ? [] : [[row.name, row] as const])))
  const matched = new Matched(categories, here.map(known), await spent('category'), ({ name }) => unclaimed.get(name)?.id)
  const byName = namesBeside(here, matched.rows)
  await takeOutOfTrash(categories, unclaimed)
  for (const row of matched.rows) {
    row.name = freeName(row.name, (name) => (byName.get(name) ?? row.id) !== row.id, renamed)
    byName.set(row.name, row.id)
  }
  await db.categories.bulkPut(matched.rows)
  return matched
}

/** Names that stay taken: a row that is replaced gives up its own. */
function namesBeside(here: { id: number; name: string }[], replaced: { id: number }[]): Map<string, number> {
  const ids = new Set(replaced.map(({ id }) => id))
  return new Map(here.flatMap(({ id, name }) => (ids.has(id) ? [] : [[name, id] as const])))
}

/** A category that lives in the archive, and is known here by its name alone, lives here too. */
async function takeOutOfTrash(categories: CategoryRow[], here: Map<string, CategoryRow>): Promise<void> {
  for (const { name, deleted } of categories) {
    const row = here.get(name)
    if (deleted || !row?.deleted) continue
    await db.categories.put(restoredRow(row))
    await db.trash.delete(['category', row.id])
  }
}

async function mergeDatasets({ datasets }: StoreContents, categories: Map<number, number>, renamed: string[]): Promise<Matched<DatasetRow>> {
  const here = await db.datasets.toArray()
  const matched = new Matched(datasets, here.map(known), await spent('dataset'))
  const byName = namesBeside(here, matched.rows)
  for (const row of matched.rows) {
    row.categories = mapped(row.categories, categories)
    row.name = freeName(row.name, (name) => (byName.get(name) ?? row.id) !== row.id, renamed)
    byName.set(row.name, row.id)
  }
  await db.datasets.bulkPut(matched.rows)
  return matched
}

async function mergeImages({ images }: StoreContents, datasets: Map<number, number>, categories: Map<number, number>, renamed: string[]): Promise<Matched<ImageRow>> {
  const here = await db.images.toArray()
  const places = new Map(here.map(({ dataset_id, path, id }) => [`${dataset_id} ${path}`, id]))
  const matched = new Matched<ImageRow>(images.map((row) => ({ ...row, category_counts: {}, num_annotations: 0, sheets: 0 })), here.map(known), await spent('image'))
  const byId = new Map(here.map((row) => [row.id, row]))
  for (const row of matched.rows) {
    const before = byId.get(row.id)
    if (row.placeholder && before && !before.placeholder) Object.assign(row, pictureOf(before))
    row.dataset_id = owner(datasets, row.dataset_id, `image "${row.path}" is of dataset ${row.dataset_id}`)
    row.path = freeName(row.path, (path) => (places.get(`${row.dataset_id} ${path}`) ?? row.id) !== row.id, renamed)
    row.file_name = baseName(row.path)
    if (row.category_ids) row.category_ids = mapped(row.category_ids, categories)
    if (row.unlisted_category_ids) row.unlisted_category_ids = mapped(row.unlisted_category_ids, categories)
    places.set(`${row.dataset_id} ${row.path}`, row.id)
  }
  await moveOutOfPacks(matched.rows.flatMap(({ id }) => byId.get(id) ?? []))
  await db.images.bulkPut(matched.rows)
  return matched
}

/** What an image row says of its picture: it goes with the file, whichever state of the rest stays. */
const pictureOf = ({ width, height, orientation, placeholder }: Pick<ImageRow, 'width' | 'height' | 'orientation' | 'placeholder'>) => ({ width, height, orientation, placeholder })

/** An import has no uuid: it is known by its dataset, its time and its file. Answers ids here by the archive's. */
async function mergeImports({ imports }: StoreContents, datasets: Map<number, number>, categories: Map<number, number>, images: Map<number, number>): Promise<Map<number, number>> {
  const keyOf = (row: { dataset_id: number; created_at: number; file_name: string }) => `${row.dataset_id} ${row.created_at} ${row.file_name}`
  const here = new Map((await db.imports.toArray()).map((row) => [keyOf(row), row.id]))
  const ids = new Map<number, number>()
  let last = await spent('import')
  for (const row of imports) {
    const dataset_id = datasets.get(row.dataset_id)
    if (dataset_id === undefined) continue
    const there = here.get(keyOf({ ...row, dataset_id }))
    ids.set(row.id, there ?? ++last)
    if (there !== undefined) continue
    const pairs = (list: [number | string, number][], by: Map<number, number>) => list.flatMap(([source, id]): [number | string, number][] => (by.has(id) ? [[source, by.get(id)!]] : []))
    // its task is not in a backup
    await db.imports.put({ ...row, id: last, dataset_id, task_id: 0, categories: pairs(row.categories, categories), images: pairs(row.images, images) })
  }
  await raiseSequence('import', last)
  return ids
}

/** AnnotationChunks of the images that get or change annotations, or are in another dataset now, are written anew. */
async function mergeAnnotations({ annotations }: StoreContents, images: Matched<ImageRow>, categories: Map<number, number>, imports: Map<number, number>) {
  const here: Known[] = []
  const imageOf = new Map<number, number>()
  for await (const sheets of allChunks()) {
    for (const row of sheets.flatMap(({ annotations: rows }) => rows)) {
      here.push(known(row))
      imageOf.set(row.id, row.image_id)
    }
  }
  const matched = new Matched(annotations, here, await spent('annotation'))
  const byImage = new Map<number, AnnotationRow[]>(images.rows.map(({ id }) => [id, []]))
  for (const row of matched.rows) {
    const { source, ...rest } = row
    const image_id = imageOf.get(row.id) ?? owner(images.ids, row.image_id, `annotation ${row.id} is of image ${row.image_id}`)
    const import_id = source && imports.get(source.import_id)
    const moved: AnnotationRow = { ...rest, image_id, category_id: owner(categories, row.category_id, `annotation ${row.id} is of category ${row.category_id}`) }
    if (source && import_id !== undefined) moved.source = { ...source, import_id }
    byImage.set(image_id, [...(byImage.get(image_id) ?? []), moved])
  }
  for (const [id, rows] of byImage) await writeChunks(id, rows)
  const stored = new Set(images.rows.map(({ id }) => id))
  // pictures with annotations drawn in are known by the revision of their image
  await db.images.where(':id').anyOf([...byImage.keys()].filter((id) => !stored.has(id))).modify((row) => void row.revision++)
  return matched
}

async function writeChunks(imageId: number, changed: AnnotationRow[]): Promise<void> {
  const image = (await db.images.get(imageId))!
  await moveOutOfPacks([image])
  const range = db.annotationChunks.where(':id').between([imageId, 0], [imageId, Infinity])
  const byId = new Map((await range.toArray()).flatMap(({ annotations }) => annotations).map((row) => [row.id, row]))
  for (const row of changed) byId.set(row.id, row)
  await range.delete()
  await db.annotationChunks.bulkPut(newChunks([...byId.values()].map((row) => ({ ...row, dataset_id: image.dataset_id }))))
}

/** Bytes come with an image of the archive that stays, and where there are none. Answers how many were stored. */
async function mergeFiles({ files, images: given }: StoreContents, images: Matched<ImageRow>): Promise<number> {
  const taken = new Map(images.rows.map((row) => [row.id, row]))
  const byId = new Map(given.map((row) => [row.id, row]))
  let stored = 0
  for (const file of files) {
    const image_id = images.ids.get(file.image_id)
    const image = image_id === undefined ? undefined : (taken.get(image_id) ?? (await db.images.get(image_id)))
    if (!image) continue
    const there = await db.files.get(image.id)
    if (there && (there.hash === file.hash || !taken.has(image.id))) continue
    await db.files.put({ ...file, image_id: image.id, dataset_id: image.dataset_id })
    const pictured = byId.get(file.image_id)
    if (image.placeholder && pictured) await db.images.update(image.id, { ...pictureOf(pictured), revision: image.revision + 1 })
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

function tell(recordChange: RecordChange, datasets: Matched<DatasetRow>, categories: Matched<CategoryRow>, images: Matched<ImageRow>) {
  for (const { id } of categories.rows) recordChange({ action: categories.added.has(id) ? 'create' : 'update', instance: 'category', ids: [id] })
  for (const id of new Set(datasets.ids.values())) recordChange({ action: datasets.added.has(id) ? 'create' : 'update', instance: 'dataset', ids: [id], dataset_id: id })
  const there = [...images.ids.values()].filter((id) => !images.added.has(id))
  if (there.length > 0) recordChange({ action: 'update', instance: 'image', ids: there })
}
