/** Categories. Names are unique, those in the trash included. */
import { badRequest } from '@/contract/errors'
import { colorFor } from '@/core/coco/color'
import { sameList } from '@/core/sameList'
import { assertNothingPublishes } from '../store/busy'
import { nextIds, readTotal, readTotals, totals } from '../store/counters'
import type { CategoryRow, DatasetRow, Stamp } from '../store/rows'
import { db } from '../store/schema'
import { deletedRow, newStamp, restoredRow, touched } from '../store/stamp'
import { trash } from '../trash'
import { write } from '../store/write'

type Fields = Omit<CategoryRow, keyof Stamp | 'id'>
type Nullish<Type> = { [Field in keyof Type]?: Type[Field] | null }

export type NewCategoryFields = Nullish<Fields> & { name: string }
export type CategoryFields = Nullish<Fields>

/** A new category's colour differs from those of the latest so many. */
const COLOURS_COMPARED = 40

export const categories = {
  /** Deleted ones included, by id. */
  list: (): Promise<CategoryRow[]> => db.categories.orderBy('id').toArray(),

  /** Not deleted, by id. */
  listLive: async (): Promise<CategoryRow[]> => (await categories.list()).filter((row) => !row.deleted),

  find: (id: number): Promise<CategoryRow | undefined> => db.categories.get(id),

  byName: (name: string): Promise<CategoryRow | undefined> => db.categories.where('name').equals(name.normalize('NFC')).first(),

  /** Those of a dataset that are not deleted, by id. */
  async ofDataset({ categories: ids }: DatasetRow): Promise<CategoryRow[]> {
    const rows = await db.categories.bulkGet([...ids].sort((a, b) => a - b))
    return rows.filter((row) => row !== undefined && !row.deleted) as CategoryRow[]
  },

  /** How many annotations that are not deleted each has, over all datasets. */
  counts: (ids: number[]): Promise<number[]> => readTotals(ids.map(totals.inCategory)),

  create: (fields: NewCategoryFields): Promise<CategoryRow> =>
    write(async (recordChange) => {
      const [name, id, latest] = await Promise.all([freeName(fields.name), nextIds('category'), latestColors()])
      const row = newCategoryRow({ ...fields, name }, id, latest)
      await db.categories.add(row)
      recordChange({ action: 'create', instance: 'category', ids: [id] })
      return row
    }),

  /** Of names that nobody has, in NFC, and ids that are set aside. */
  createAll: (list: (NewCategoryFields & { id: number })[]): Promise<CategoryRow[]> =>
    write(async (recordChange) => {
      if (list.length === 0) return []
      const latest = await latestColors()
      const rows: CategoryRow[] = []
      for (const { id, ...fields } of list) {
        refuseBlank(fields.name)
        const row = newCategoryRow(fields, id, latest)
        latest.unshift(row.color)
        latest.splice(COLOURS_COMPARED)
        rows.push(row)
      }
      await db.categories.bulkAdd(rows)
      recordChange({ action: 'create', instance: 'category', ids: rows.map(({ id }) => id) })
      return rows
    }),

  /** Changes the fields that are given; absent and null ones stay. Answers whether anything changed. */
  update: (id: number, fields: CategoryFields): Promise<boolean> =>
    write(async (recordChange) => {
      const row = await live(id)
      const given = definedFields(fields)
      if (given.name !== undefined) given.name = row.name === given.name.normalize('NFC') ? row.name : await freeName(given.name)
      const changed = { ...row, ...given }
      if (JSON.stringify(changed) === JSON.stringify(row)) return false
      await db.categories.put(touched(changed))
      recordChange({ action: 'update', instance: 'category', ids: [id] })
      return true
    }),

  /** Throws when a category cannot be given that name. */
  async refuseName(row: CategoryRow, name: string | null | undefined): Promise<void> {
    if (name !== undefined && name !== null && name.normalize('NFC') !== row.name) await freeName(name)
  },

  /** Both of a merge, where it is possible: annotations keep their keypoints only where both have the same. */
  async toMerge(from: number, into: number): Promise<[from: CategoryRow, into: CategoryRow]> {
    if (from === into) throw badRequest('A category cannot be merged into itself.')
    const [one, other] = await Promise.all([live(from), live(into)])
    if (one.keypoint_labels.length === 0 || sameList(one.keypoint_labels, other.keypoint_labels)) return [one, other]
    throw badRequest(`“${one.name}” and “${other.name}” have different keypoints. Give both the same keypoints, in the same order, then merge them.`)
  },

  /** Puts what is merged into the trash, unless it has annotations again. Answers whether it did. Datasets go on with the other one. */
  endMerge: (from: number, into: number): Promise<boolean> =>
    write(async (recordChange) => {
      if ((await readTotal(totals.inCategory(from))) > 0) return false
      for (const { id } of await replaceInDatasets(from, [into])) recordChange({ action: 'update', instance: 'dataset', ids: [id], dataset_id: id })
      await categories.softDelete(from)
      return true
    }),

  /** Repeatable; annotations and datasets keep it. */
  softDelete: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await db.categories.put(deletedRow(await known(id)))
      await trash.put('category', [id])
      recordChange({ action: 'delete', instance: 'category', ids: [id] })
    }),

  restore: (id: number): Promise<CategoryRow> =>
    write(async (recordChange) => {
      const row = restoredRow(await known(id))
      await db.categories.put(row)
      await trash.remove('category', [id])
      recordChange({ action: 'update', instance: 'category', ids: [id] })
      return row
    }),

  /** For good. Refused while annotations that are not deleted use it. */
  destroy: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await known(id)
      await assertNothingPublishes()
      const used = await readTotal(totals.inCategory(id))
      if (used > 0) throw badRequest(`${used} ${used === 1 ? 'annotation uses' : 'annotations use'} this category. Delete them or give them another one first.`)
      await replaceInDatasets(id, [])
      await db.categories.delete(id)
      await db.counters.delete(totals.inCategory(id))
      await trash.remove('category', [id])
      recordChange({ action: 'delete', instance: 'category', ids: [id] })
    }),

  /** Numbers are ids, texts are names: made when they are new, taken out of the trash when they are there. */
  resolve: (references: (number | string)[]): Promise<number[]> =>
    write(async () => {
      const ids: number[] = []
      for (const reference of references) ids.push(await resolved(reference))
      return [...new Set(ids)]
    }),
}

/** In the datasets that list a category others stand in its place. Answers those datasets. */
async function replaceInDatasets(id: number, by: number[]): Promise<DatasetRow[]> {
  const rows = await db.datasets.filter(({ categories }) => categories.includes(id)).toArray()
  const changed = rows.map((row) => touched({ ...row, categories: [...new Set(row.categories.flatMap((each) => (each === id ? by : [each])))] }))
  await db.datasets.bulkPut(changed)
  return changed
}

async function resolved(reference: number | string): Promise<number> {
  const row = typeof reference === 'number' ? await db.categories.get(reference) : await categories.byName(reference)
  if (row) return row.deleted ? (await categories.restore(row.id)).id : row.id
  if (typeof reference === 'number') throw badRequest(`Invalid category id ${reference}`)
  return (await categories.create({ name: reference })).id
}

async function known(id: number): Promise<CategoryRow> {
  const row = await db.categories.get(id)
  if (row) return row
  throw badRequest('Invalid category id')
}

async function live(id: number): Promise<CategoryRow> {
  const row = await known(id)
  if (!row.deleted) return row
  throw badRequest('Invalid category id: it is in the trash.')
}


function refuseBlank(name: string): void {
  if (name.trim() === '') throw badRequest('A category needs a name.')
}

/** The name as it is stored; refused when it is blank or taken. */
async function freeName(given: string): Promise<string> {
  const name = given.normalize('NFC')
  refuseBlank(name)
  if (!(await categories.byName(name))) return name
  throw badRequest('Category already exists. Check the undo tab to fully delete the category.')
}

const latestColors = async (): Promise<string[]> =>
  (await db.categories.orderBy('id').reverse().limit(COLOURS_COMPARED).toArray()).map(({ color }) => color)

/** Of a colour that differs from those of the latest ones. */
const newCategoryRow = (fields: NewCategoryFields, id: number, latest: string[]): CategoryRow => ({ ...newStamp(), id, ...withDefaults(fields, latest) })

function withDefaults(fields: NewCategoryFields, taken: string[]): Fields {
  const { name, supercategory, color, metadata, keypoint_labels, keypoint_edges, keypoint_colors, imported_as, extra } = fields
  return {
    name,
    supercategory: supercategory ?? '',
    color: color || colorFor(name, taken),
    metadata: metadata ?? {},
    keypoint_labels: keypoint_labels ?? [],
    keypoint_edges: keypoint_edges ?? [],
    keypoint_colors: keypoint_colors ?? [],
    ...(imported_as ? { imported_as } : {}),
    ...(extra ? { extra } : {}),
  }
}

const definedFields = (fields: CategoryFields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Partial<Fields>
