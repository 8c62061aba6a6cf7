/**
 * Reads and writes for imports. Each import is remembered with the ids of its file: an export can then restore these ids, and importing
 * the same file again changes nothing. Objects are written by their repositories. Call within a transaction.
 */
import { badRequest } from '@/contract/errors'
import { Split } from '@/contract/image'
import { OWN_KEY } from '@/core/coco/ownKey'
import type { Size } from '@/core/shape/types'
import { annotations } from '../annotations/annotations'
import { insertInBulk, makeInsertion, storeInsertion, storeLocations } from '../annotations/bulkInsert'
import { categories, type NewCategoryFields } from '../datasets/categories'
import { addCategories } from '../datasets/datasetCategories'
import { addToAll, lastId, nextIds, raiseSequence } from '../store/counters'
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

/** Fields of an image in a COCO file that every export writes again, so they are not stored. */
const OWN_IMAGE_FIELDS = new Set(['dataset_id', 'path', 'metadata', OWN_KEY])

export const imports = {
  nextId: () => nextIds('import'),

  remember: (row: ImportRow) => db.imports.put(row),

  /** Reserves the ids of the file, so that nothing else takes one. Answers the last ids used before. */
  async reserve(isDryRun: boolean, largest: IdsUsed): Promise<IdsUsed> {
    const used = { annotation: 0, image: 0, category: 0 }
    for (const sequence of ['annotation', 'image', 'category'] as const) {
      used[sequence] = await lastId(sequence)
      if (!isDryRun) await raiseSequence(sequence, largest[sequence])
    }
    return used
  },

  /** Categories by name. Restores those in the trash. */
  async categoriesByName(
    names: Set<string>,
    isDryRun: boolean,
    recordChange: RecordChange,
  ): Promise<Map<string, CategoryRow>> {
    const rows = (await categories.list()).filter(({ name }) => names.has(name))
    const found = new Map(rows.map((row) => [row.name, row]))
    const restored = isDryRun ? [] : rows.filter(({ deleted }) => deleted).map(restoredRow)
    if (restored.length === 0) return found
    const ids = restored.map(({ id }) => id)
    await Promise.all([db.categories.bulkPut(restored), trash.remove('category', ids)])
    recordChange({ action: 'update', instance: 'category', ids })
    for (const row of restored) found.set(row.name, row)
    return found
  },

  /** The categories of the dataset that are not deleted. */
  async ownCategories(datasetId: number): Promise<CategoryRow[]> {
    const dataset = await db.datasets.get(datasetId)
    return dataset ? categories.ofDataset(dataset) : []
  },

  /** Stores changed categories, each with its next revision. */
  async putCategories(rows: CategoryRow[], recordChange: RecordChange): Promise<void> {
    if (rows.length === 0) return
    await db.categories.bulkPut(rows.map(touched))
    recordChange({ action: 'update', instance: 'category', ids: rows.map(({ id }) => id) })
  },

  /** `wanted`: the id in the file, which is used if it is above `used`, the last id used before. */
  async createCategories(
    list: { fields: NewCategoryFields; wanted: number | undefined }[],
    used: number,
  ): Promise<CategoryRow[]> {
    const taken = new Set<number>()
    const ids = list.map(({ wanted = 0 }) =>
      wanted > used && taken.size < taken.add(wanted).size ? wanted : undefined,
    )
    const lacking = ids.filter((id) => id === undefined).length
    let next = lacking > 0 ? await nextIds('category', lacking) : 0
    return categories.createAll(list.map(({ fields }, index) => ({ ...fields, id: ids[index] ?? next++ })))
  },

  async addCategories(datasetId: number, ids: number[], recordChange: RecordChange): Promise<void> {
    if (!(await addCategories(datasetId, ids, recordChange)))
      throw badRequest('The dataset was removed while the import ran.')
  },

  /** Path and id of all images of a dataset that are not deleted. */
  paths: (datasetId: number): Promise<OrderEntry[]> => order.all(datasetId),

  /** Paths of images in the trash, which are still taken. */
  async trashedPaths(datasetId: number): Promise<Set<string>> {
    const trash = await db.trash.where(':id').between(['image', 0], ['image', Infinity]).toArray()
    const rows = await db.images.bulkGet(trash.map(({ id }) => id))
    return new Set(rows.flatMap((row) => (row?.dataset_id === datasetId && row.deleted ? [row.path] : [])))
  },

  async imageRows(ids: number[]): Promise<Map<number, ImageRow>> {
    const rows = await db.images.bulkGet(ids)
    return new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))
  },

  /** The image with the fields of the file that it lacks; undefined if it lacks none. */
  withFields(row: ImageRow, fields: Record<string, unknown>): ImageRow | undefined {
    const extra = Object.entries(fields).filter(
      ([field]) => !OWN_IMAGE_FIELDS.has(field) && !Object.hasOwn(row.extra ?? {}, field),
    )
    const metadata = metadataOf(fields)
    const split = splitOf(fields)
    const lacksSplit = split !== undefined && row.split === undefined
    const lacksMetadata =
      metadata !== undefined && Object.keys(row.metadata).length === 0 && Object.keys(metadata).length > 0
    if (extra.length === 0 && !lacksMetadata && !lacksSplit) return undefined
    return {
      ...row,
      ...(extra.length > 0 ? { extra: { ...row.extra, ...Object.fromEntries(extra) } } : {}),
      ...(lacksMetadata ? { metadata } : {}),
      ...(lacksSplit ? { split } : {}),
    }
  },

  async completeImages(rows: ImageRow[], recordChange: RecordChange): Promise<void> {
    if (rows.length === 0) return
    // read again, because they may have changed since the step read them
    const current = await imports.imageRows(rows.map(({ id }) => id))
    const changed = rows.flatMap(({ id, extra, metadata, split }) => {
      const row = current.get(id)
      return row ? [touched({ ...row, extra, metadata, ...(split ? { split } : {}) })] : []
    })
    await db.images.bulkPut(changed)
    recordChange({ action: 'update', instance: 'image', ids: changed.map(({ id }) => id) })
  },

  /** Ids for new images: the id in the file if it is above `used`, the last id used before the import; else a new one. */
  async imageIds(wanted: (number | string)[], used: number): Promise<number[]> {
    const isFree = (id: number | string): id is number => isId(id) && id > used
    const lacking = wanted.filter((id) => !isFree(id)).length
    let next = lacking > 0 ? await nextIds('image', lacking) : 0
    return wanted.map((id) => (isFree(id) ? id : next++))
  },

  /** The row of an image without a file, to be stored together with its annotations. */
  placeholder: (datasetId: number, id: number, path: string, size: Size, fields: Record<string, unknown>): ImageRow =>
    newImageRow(
      {
        dataset_id: datasetId,
        path,
        width: size.width,
        height: size.height,
        placeholder: true,
        metadata: {},
        ...imageFields(fields),
      },
      id,
    ),

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

  /** The entries whose image is stored. */
  async storedEntries(entries: OrderEntry[]): Promise<OrderEntry[]> {
    const stored = await imports.imageRows(entries.map(([, id]) => id))
    return entries.filter(([, id]) => stored.has(id))
  },

  /** Adds deltas to totals, by name. */
  addTotals: (deltas: Record<string, number>): Promise<void> => addToAll(new Map(Object.entries(deltas))),

  changeAnnotations: (rows: AnnotationRow[]): Promise<unknown> => annotations.updateAll(rows),
}

const isId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 1 && (id as number) <= 2 ** 48

function metadataOf({ metadata, [OWN_KEY]: ours }: Record<string, unknown>): Record<string, unknown> | undefined {
  const own = (ours as { metadata?: unknown } | null | undefined)?.metadata
  return [metadata, own].find((each) => typeof each === 'object' && each !== null && !Array.isArray(each)) as
    Record<string, unknown> | undefined
}

function splitOf({ [OWN_KEY]: ours }: Record<string, unknown>): string | undefined {
  const { success, data } = Split.safeParse((ours as { split?: unknown } | null | undefined)?.split)
  return success && data ? data : undefined
}

function imageFields(fields: Record<string, unknown>): {
  extra?: Record<string, unknown>
  metadata?: Record<string, unknown>
  split?: string
} {
  const extra = Object.entries(fields).filter(([field]) => !OWN_IMAGE_FIELDS.has(field))
  const metadata = metadataOf(fields)
  const split = splitOf(fields)
  return {
    ...(split ? { split } : {}),
    ...(extra.length > 0 ? { extra: Object.fromEntries(extra) } : {}),
    ...(metadata ? { metadata } : {}),
  }
}
