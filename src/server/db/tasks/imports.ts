/**
 * What imports ask of the store, and what is remembered of each: the ids of the file, so that exports can give them back and
 * the same file again changes nothing. Writing goes through the repositories of the objects. Call within a transaction.
 */
import { badRequest } from '@/contract/errors'
import { OWN_KEY } from '@/core/coco/ownKey'
import type { Size } from '@/core/shape/types'
import { annotations } from '../annotations/annotations'
import { insertInBulk, makeInsertion, storeInsertion, storeLocations } from '../annotations/bulkInsert'
import { categories, type NewCategoryFields } from '../datasets/categories'
import { addToAll, nextIds, raiseSequence, readTotal, type Sequence } from '../store/counters'
import { newImageRow } from '../images/images'
import { order } from '../images/imageOrder'
import type { AnnotationRow, CategoryRow, ImageRow, ImportRow, OrderEntry } from '../store/rows'
import { db } from '../store/schema'
import { restoredRow, touched } from '../store/stamp'
import { trash } from '../trash'
import type { RecordChange } from '../store/write'

export interface IdsUsed {
  annotation: number
  image: number
  category: number
}

/** Fields of an image in a file that every export writes anew. */
const OWN_IMAGE_FIELDS = new Set(['dataset_id', 'path', 'metadata', OWN_KEY])

const lastId = (sequence: Sequence) => readTotal(`sequence:${sequence}`)

export const imports = {
  nextId: () => nextIds('import'),

  remember: (row: ImportRow) => db.imports.put(row),

  /** Sets the ids of the file aside, so that nothing new takes one. Answers the ids that were used before. */
  async reserve(isDryRun: boolean, largest: IdsUsed): Promise<IdsUsed> {
    const used = { annotation: 0, image: 0, category: 0 }
    for (const sequence of ['annotation', 'image', 'category'] as const) {
      used[sequence] = await lastId(sequence)
      if (!isDryRun) await raiseSequence(sequence, largest[sequence])
    }
    return used
  },

  /** The categories of these names, by name; deleted ones are taken out of the trash. */
  async categoriesByName(names: Set<string>, isDryRun: boolean, recordChange: RecordChange): Promise<Map<string, CategoryRow>> {
    const there = (await categories.list()).filter(({ name }) => names.has(name))
    const found = new Map(there.map((row) => [row.name, row]))
    const restored = isDryRun ? [] : there.filter(({ deleted }) => deleted).map(restoredRow)
    if (restored.length === 0) return found
    const ids = restored.map(({ id }) => id)
    await Promise.all([db.categories.bulkPut(restored), trash.remove('category', ids)])
    recordChange({ action: 'update', instance: 'category', ids })
    for (const row of restored) found.set(row.name, row)
    return found
  },

  /** Not deleted, of the dataset. */
  async ownCategories(datasetId: number): Promise<CategoryRow[]> {
    const dataset = await db.datasets.get(datasetId)
    return dataset ? categories.ofDataset(dataset) : []
  },

  async putCategories(rows: CategoryRow[], recordChange: RecordChange): Promise<void> {
    if (rows.length === 0) return
    await db.categories.bulkPut(rows.map(touched))
    recordChange({ action: 'update', instance: 'category', ids: rows.map(({ id }) => id) })
  },

  /** `wanted`: the id of the file, taken where it was never used. */
  async createCategories(list: { fields: NewCategoryFields; wanted: number | undefined }[], used: number): Promise<CategoryRow[]> {
    const taken = new Set<number>()
    const ids = list.map(({ wanted = 0 }) => (wanted > used && taken.size < taken.add(wanted).size ? wanted : undefined))
    const lacking = ids.filter((id) => id === undefined).length
    let next = lacking > 0 ? await nextIds('category', lacking) : 0
    return categories.createAll(list.map(({ fields }, index) => ({ ...fields, id: ids[index] ?? next++ })))
  },

  /** Adds those that the dataset does not have. */
  async addCategories(datasetId: number, ids: number[], recordChange: RecordChange): Promise<void> {
    const dataset = await db.datasets.get(datasetId)
    if (!dataset) throw badRequest('The dataset was removed while the import ran.')
    const more = [...new Set(ids)].filter((id) => !dataset.categories.includes(id))
    if (more.length === 0) return
    await db.datasets.put(touched({ ...dataset, categories: [...dataset.categories, ...more] }))
    recordChange({ action: 'update', instance: 'dataset', ids: [datasetId], dataset_id: datasetId })
  },

  /** Path and id of all images of a dataset that are not deleted. */
  async paths(datasetId: number): Promise<[path: string, id: number][]> {
    const chunks = await db.order.where(':id').between([datasetId, 0], [datasetId, Infinity]).toArray()
    return chunks.flatMap((chunk) => chunk.entries)
  },

  /** Paths that images in the trash keep. */
  async trashedPaths(datasetId: number): Promise<Set<string>> {
    const trash = await db.trash.where(':id').between(['image', 0], ['image', Infinity]).toArray()
    const rows = await db.images.bulkGet(trash.map(({ id }) => id))
    return new Set(rows.flatMap((row) => (row?.dataset_id === datasetId && row.deleted ? [row.path] : [])))
  },

  async imageRows(ids: number[]): Promise<Map<number, ImageRow>> {
    const rows = await db.images.bulkGet(ids)
    return new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))
  },

  /** The image with the fields of the file that it lacks; undefined when it lacks none. */
  withFields(row: ImageRow, fields: Record<string, unknown>): ImageRow | undefined {
    const extra = Object.entries(fields).filter(([field]) => !OWN_IMAGE_FIELDS.has(field) && !Object.hasOwn(row.extra ?? {}, field))
    const metadata = metadataOf(fields)
    const lacksMetadata = metadata !== undefined && Object.keys(row.metadata).length === 0 && Object.keys(metadata).length > 0
    if (extra.length === 0 && !lacksMetadata) return undefined
    return {
      ...row,
      ...(extra.length > 0 ? { extra: { ...row.extra, ...Object.fromEntries(extra) } } : {}),
      ...(lacksMetadata ? { metadata } : {}),
    }
  },

  async completeImages(rows: ImageRow[], recordChange: RecordChange): Promise<void> {
    if (rows.length === 0) return
    // read again: they may have changed since the step looked at them
    const current = await imports.imageRows(rows.map(({ id }) => id))
    const changed = rows.flatMap(({ id, extra, metadata }) => {
      const row = current.get(id)
      return row ? [touched({ ...row, extra, metadata })] : []
    })
    await db.images.bulkPut(changed)
    recordChange({ action: 'update', instance: 'image', ids: changed.map(({ id }) => id) })
  },

  /** Ids for new images: those of the file where they were never used, since then nothing but this import may take them. */
  async imageIds(wanted: (number | string)[], used: number): Promise<number[]> {
    const isFree = (id: number | string): id is number => isId(id) && id > used
    const lacking = wanted.filter((id) => !isFree(id)).length
    let next = lacking > 0 ? await nextIds('image', lacking) : 0
    return wanted.map((id) => (isFree(id) ? id : next++))
  },

  /** Facts without a picture, to be stored with its annotations. */
  placeholder: (datasetId: number, id: number, path: string, size: Size, fields: Record<string, unknown>): ImageRow =>
    newImageRow({ dataset_id: datasetId, path, width: size.width, height: size.height, placeholder: true, metadata: {}, ...imageFields(fields) }, id),

  async defaultMetadata(datasetId: number): Promise<Record<string, unknown>> {
    return (await db.datasets.get(datasetId))?.default_annotation_metadata ?? {}
  },

  annotationsOf: (imageId: number): Promise<AnnotationRow[]> => annotations.ofImage(imageId, { deleted: true }),

  async newAnnotationIds(howMany: number): Promise<number[]> {
    if (howMany === 0) return []
    const first = await nextIds('annotation', howMany)
    return Array.from({ length: howMany }, (_none, index) => first + index)
  },

  insertAnnotations: insertInBulk,

  makeInsertion,

  storeInsertion,

  storeLocations,

  async addToOrder(datasetId: number, entries: OrderEntry[]): Promise<void> {
    if (entries.length > 0) await order.insert(datasetId, entries)
  },

  /** Those whose image is stored. */
  async storedEntries(entries: OrderEntry[]): Promise<OrderEntry[]> {
    const there = await imports.imageRows(entries.map(([, id]) => id))
    return entries.filter(([, id]) => there.has(id))
  },

  /** What kept totals grow by. */
  addTotals: (deltas: Record<string, number>): Promise<void> => addToAll(new Map(Object.entries(deltas))),

  changeAnnotations: (rows: AnnotationRow[]): Promise<unknown> => annotations.updateAll(rows),
}

const isId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 1 && (id as number) <= 2 ** 48

function metadataOf({ metadata, [OWN_KEY]: ours }: Record<string, unknown>): Record<string, unknown> | undefined {
  const own = (ours as { metadata?: unknown } | null | undefined)?.metadata
  return [metadata, own].find((each) => typeof each === 'object' && each !== null && !Array.isArray(each)) as Record<string, unknown> | undefined
}

function imageFields(fields: Record<string, unknown>): { extra?: Record<string, unknown>; metadata?: Record<string, unknown> } {
  const extra = Object.entries(fields).filter(([field]) => !OWN_IMAGE_FIELDS.has(field))
  const metadata = metadataOf(fields)
  return { ...(extra.length > 0 ? { extra: Object.fromEntries(extra) } : {}), ...(metadata ? { metadata } : {}) }
}
