/** Reads the tables of a backup in batches, and restores them into an empty store in one transaction. */
import type { BackupState } from '@/contract/backup'
import { ApiError } from '@/contract/errors'
import { annotations } from '../annotations/annotations'
import { raiseSequence, readTotals, type Sequence } from '../store/counters'
import { integrity } from '../integrity'
import { withRoom } from '../store/makeRoom'
import type * as Rows from '../store/rows'
import { db, CHUNK_SIZE } from '../store/schema'
import { lastChange, write } from '../store/write'

/** Rows read at a time. */
const BATCH = 500

/** Counters of the last backup: when it was complete, and the last change before it began. */
const LAST = { at: 'backup:at', seq: 'backup:seq' }

/** Images without derived fields, which a restore counts again. */
type StoredImage = Omit<Rows.ImageRow, 'category_counts' | 'num_annotations' | 'sheets' | 'bundle'>
type StoredFile = Omit<Rows.FileRow, 'dataset_id'>

export interface StoreContents {
  datasets: Rows.DatasetRow[]
  categories: Rows.CategoryRow[]
  images: StoredImage[]
  annotations: Rows.AnnotationRow[]
  files: StoredFile[]
  imports: Rows.ImportRow[]
  preferences: Rows.PreferencesRow[]
  sequences: Rows.CounterRow[]
}

type Key = number | string

/** Rows of a table in the order of their keys, in batches. */
async function* rowsOf<Row>(
  table: { where(index: ':id'): { above(key: Key): { limit(count: number): { toArray(): Promise<unknown[]> } } } },
  keyOf: (row: Row) => Key,
  first: Key,
): AsyncGenerator<Row[]> {
  for (let after = first; ;) {
    const rows = (await table.where(':id').above(after).limit(BATCH).toArray()) as Row[]
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    after = keyOf(rows.at(-1)!)
  }
}

export const backup = {
  datasets: () => rowsOf<Rows.DatasetRow>(db.datasets, ({ id }) => id, 0),
  categories: () => rowsOf<Rows.CategoryRow>(db.categories, ({ id }) => id, 0),
  images: () => rowsOf<Rows.ImageRow>(db.images, ({ id }) => id, 0),
  annotations: annotations.all,
  files: () => rowsOf<Rows.FileRow>(db.files, ({ image_id }) => image_id, 0),
  imports: () => rowsOf<Rows.ImportRow>(db.imports, ({ id }) => id, 0),
  preferences: (): Promise<Rows.PreferencesRow[]> => db.preferences.toArray(),
  sequences: async (): Promise<Rows.CounterRow[]> =>
    (await db.counters.toArray()).filter(({ name }) => name.startsWith('sequence:')),

  async state(): Promise<BackupState> {
    const [[at, seq], newest] = await Promise.all([readTotals([LAST.at, LAST.seq]), lastChange()])
    return { last_at: at || null, changed: newest > seq! }
  },

  /** Records that a backup is complete. `seq`: the last change before it began. */
  done: (seq: number): Promise<unknown> =>
    withRoom('reserve', () =>
      db.counters.bulkPut([
        { name: LAST.at, value: Date.now() },
        { name: LAST.seq, value: seq },
      ]),
    ),

  /** Throws 409 unless nothing is stored. */
  async assertEmpty(): Promise<void> {
    const stored = [await db.datasets.count(), await db.categories.count(), await db.images.limit(1).count()]
    if (stored.every((count) => count === 0)) return
    throw new ApiError(
      409,
      'Something is stored here already. Merge the backup into it with merge=true, or delete all datasets and categories, also from the trash, then restore.',
      { success: false },
    )
  },

  /** Restores everything or nothing. Derived counts and indexes are computed again. */
  restore: (contents: StoreContents): Promise<void> =>
    write(async (recordChange) => {
      await backup.assertEmpty()
      const { datasets, categories, images, files, imports, preferences, sequences } = contents
      await db.datasets.bulkPut(datasets)
      await db.categories.bulkPut(categories)
      await db.images.bulkPut(images.map((row) => ({ ...row, category_counts: {}, num_annotations: 0, sheets: 0 })))
      await db.annotationChunks.bulkPut(newChunks(contents.annotations))
      const datasetOf = new Map(images.map(({ id, dataset_id }) => [id, dataset_id]))
      await db.files.bulkPut(
        files.flatMap((row) =>
          datasetOf.has(row.image_id) ? [{ ...row, dataset_id: datasetOf.get(row.image_id)! }] : [],
        ),
      )
      await db.imports.bulkPut(imports)
      await db.preferences.bulkPut(preferences)
      for (const { name, value } of sequences) await raiseSequence(name.slice('sequence:'.length) as Sequence, value)
      await integrity.repair()
      for (const { id } of datasets) recordChange({ action: 'create', instance: 'dataset', ids: [id], dataset_id: id })
    }),
}

/** Puts annotations into chunks, in the given order. Annotations of an image need not be consecutive. */
export function newChunks(rows: Rows.AnnotationRow[]): Rows.AnnotationChunkRow[] {
  const last = new Map<number, Rows.AnnotationChunkRow>()
  const chunks: Rows.AnnotationChunkRow[] = []
  for (const row of rows) {
    let chunk = last.get(row.image_id)
    if (!chunk || chunk.annotations.length === CHUNK_SIZE) {
      chunk = { image_id: row.image_id, chunk: chunk ? chunk.chunk + 1 : 0, annotations: [] }
      last.set(row.image_id, chunk)
      chunks.push(chunk)
    }
    chunk.annotations.push(row)
  }
  return chunks
}
