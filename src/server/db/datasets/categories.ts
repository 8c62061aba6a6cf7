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

/** The colour of a new category differs from those of this many latest categories. */
const COLOURS_COMPARED = 40

export const categories = {
  /** All categories by id, with those in the trash. */
  list: (): Promise<CategoryRow[]> => db.categories.orderBy('id').toArray(),

  /** Categories that are not deleted, by id. */
  listLive: async (): Promise<CategoryRow[]> => (await categories.list()).filter((row) => !row.deleted),

  find: (id: number): Promise<CategoryRow | undefined> => db.categories.get(id),

  byName: (name: string): Promise<CategoryRow | undefined> =>
    db.categories.where('name').equals(name.normalize('NFC')).first(),

  /** The categories of a dataset that are not deleted, by id. */
  async ofDataset({ categories: ids }: DatasetRow): Promise<CategoryRow[]> {
    const rows = await db.categories.bulkGet([...ids].sort((a, b) => a - b))
    return rows.filter((row) => row !== undefined && !row.deleted) as CategoryRow[]
  },

  /** Number of annotations that are not deleted, in all datasets, for each category. */
  counts: (ids: number[]): Promise<number[]> => readTotals(ids.map(totals.inCategory)),

  create: (fields: NewCategoryFields): Promise<CategoryRow> =>
    write(async (recordChange) => {
      const [name, id, latest] = await Promise.all([checkedName(fields.name), nextIds('category'), latestColors()])
      const row = newCategoryRow({ ...fields, name }, id, latest)
      await db.categories.add(row)
      recordChange({ action: 'create', instance: 'category', ids: [id] })
      return row
    }),

  /** Creates categories. Their names must be unused and in NFC, their ids reserved. */
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

  /** Changes the given fields; absent and null ones stay. Answers whether anything changed. */
  update: (id: number, fields: CategoryFields): Promise<boolean> =>
    write(async (recordChange) => {
      const row = await live(id)
      const given = definedFields(fields)
      if (given.name !== undefined)
        given.name = row.name === given.name.normalize('NFC') ? row.name : await checkedName(given.name)
      const changed = { ...row, ...given }
      if (JSON.stringify(changed) === JSON.stringify(row)) return false
      await db.categories.put(touched(changed))
      recordChange({ action: 'update', instance: 'category', ids: [id] })
      return true
    }),

  /** Throws 400 if a category cannot be renamed to `name`. */
  async refuseName(row: CategoryRow, name: string | null | undefined): Promise<void> {
    if (name !== undefined && name !== null && name.normalize('NFC') !== row.name) await checkedName(name)
  },

  /** Answers both categories of a merge. Throws 400 unless they have the same keypoints, because annotations keep theirs. */
  async toMerge(from: number, into: number): Promise<[from: CategoryRow, into: CategoryRow]> {
    if (from === into) throw badRequest('A category cannot be merged into itself.')
    const [one, other] = await Promise.all([live(from), live(into)])
    if (one.keypoint_labels.length === 0 || sameList(one.keypoint_labels, other.keypoint_labels)) return [one, other]
    throw badRequest(
      `“${one.name}” and “${other.name}” have different keypoints. Give both the same keypoints, in the same order, then merge them.`,
    )
  },

  /** Moves a merged category to the trash and replaces it in datasets. Answers false, and changes nothing, if it has annotations again. */
  endMerge: (from: number, into: number): Promise<boolean> =>
    write(async (recordChange) => {
      if ((await readTotal(totals.inCategory(from))) > 0) return false
      for (const { id } of await replaceInDatasets(from, [into]))
        recordChange({ action: 'update', instance: 'dataset', ids: [id], dataset_id: id })
      await categories.softDelete(from)
      return true
    }),

  /** Moves a category to the trash. Annotations and datasets keep it. */
  softDelete: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await db.categories.put(deletedRow(await existing(id)))
      await trash.put('category', [id])
      recordChange({ action: 'delete', instance: 'category', ids: [id] })
    }),

  restore: (id: number): Promise<CategoryRow> =>
    write(async (recordChange) => {
      const row = restoredRow(await existing(id))
      await db.categories.put(row)
      await trash.remove('category', [id])
      recordChange({ action: 'update', instance: 'category', ids: [id] })
      return row
    }),

  /** Deletes a category permanently. Throws 400 while annotations that are not deleted use it. */
  destroy: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await existing(id)
      await assertNothingPublishes()
      const used = await readTotal(totals.inCategory(id))
      if (used > 0)
        throw badRequest(
          `${used} ${used === 1 ? 'annotation uses' : 'annotations use'} this category. Delete them or give them another one first.`,
        )
      await replaceInDatasets(id, [])
      await db.categories.delete(id)
      await db.counters.delete(totals.inCategory(id))
      await trash.remove('category', [id])
      recordChange({ action: 'delete', instance: 'category', ids: [id] })
    }),

  /** Ids of categories given by id (numbers) or name (texts). Creates those with new names, and restores those in the trash. */
  resolve: (references: (number | string)[]): Promise<number[]> =>
    write(async () => {
      const ids: number[] = []
      for (const reference of references) ids.push(await resolved(reference))
      return [...new Set(ids)]
    }),
}

/** Replaces a category by others in all datasets that list it. Answers those datasets. */
async function replaceInDatasets(id: number, by: number[]): Promise<DatasetRow[]> {
  const rows = await db.datasets.filter(({ categories }) => categories.includes(id)).toArray()
  const changed = rows.map((row) =>
    touched({ ...row, categories: [...new Set(row.categories.flatMap((each) => (each === id ? by : [each])))] }),
  )
  await db.datasets.bulkPut(changed)
  return changed
}

async function resolved(reference: number | string): Promise<number> {
  const row = typeof reference === 'number' ? await db.categories.get(reference) : await categories.byName(reference)
  if (row) return row.deleted ? (await categories.restore(row.id)).id : row.id
  if (typeof reference === 'number') throw badRequest(`Invalid category id ${reference}`)
  return (await categories.create({ name: reference })).id
}

async function existing(id: number): Promise<CategoryRow> {
  const row = await db.categories.get(id)
  if (row) return row
  throw badRequest('Invalid category id')
}

async function live(id: number): Promise<CategoryRow> {
  const row = await existing(id)
  if (!row.deleted) return row
  throw badRequest('Invalid category id: it is in the trash.')
}

function refuseBlank(name: string): void {
  if (name.trim() === '') throw badRequest('A category needs a name.')
}

/** The name as it is stored. Throws 400 if it is blank or taken. */
async function checkedName(given: string): Promise<string> {
  const name = given.normalize('NFC')
  refuseBlank(name)
  if (!(await categories.byName(name))) return name
  throw badRequest('Category already exists. Check the undo tab to fully delete the category.')
}

const latestColors = async (): Promise<string[]> =>
  (await db.categories.orderBy('id').reverse().limit(COLOURS_COMPARED).toArray()).map(({ color }) => color)

/** `latest`: colours to differ from. */
const newCategoryRow = (fields: NewCategoryFields, id: number, latest: string[]): CategoryRow => ({
  ...newStamp(),
  id,
  ...withDefaults(fields, latest),
})

function withDefaults(fields: NewCategoryFields, taken: string[]): Fields {
  const { name, supercategory, color, metadata, keypoint_labels, keypoint_edges, keypoint_colors, imported_as, extra } =
    fields
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
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<Fields>
