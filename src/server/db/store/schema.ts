/** The Dexie database: tables, keys, versions. Rows: rows.ts. Names that predate today's terms: storedNames.md. */
import Dexie, { type EntityTable, type Table } from 'dexie'
import { basePath } from '../../base'
import { unpackChunk } from '../annotations/packedChunk'
import type * as Rows from './rows'

/** Most annotations in one annotation chunk. */
export const CHUNK_SIZE = 128
/** Annotation ids in one record of `locations`. */
export const BLOCK_SIZE = 1024
/** Approximate number of images in one record of `order`. */
export const ORDER_SIZE = 1000

export class AtollDatabase extends Dexie {
  declare datasets: EntityTable<Rows.DatasetRow, 'id'>
  declare images: EntityTable<Rows.ImageRow, 'id'>
  declare files: Table<Rows.FileRow, number>
  declare thumbnails: Table<Rows.ThumbnailRow, [number, string]>
  declare categories: EntityTable<Rows.CategoryRow, 'id'>
  declare annotationChunks: Table<Rows.AnnotationChunkRow, [number, number]>
  declare chunkPacks: Table<Rows.ChunkPackRow, number>
  declare locations: Table<Rows.LocationRow, number>
  declare order: Table<Rows.OrderRow, [number, number]>
  declare orderHeads: Table<Rows.OrderHeadRow, number>
  declare history: Table<Rows.HistoryRow, [number, number]>
  declare historyHeads: Table<Rows.HistoryHeadRow, number>
  declare trash: Table<Rows.TrashRow, [string, number]>
  declare changes: Table<Rows.ChangeRow, number>
  declare imports: Table<Rows.ImportRow, number>
  declare staging: Table<Rows.StagingRow, [number, string]>
  declare uploads: Table<Rows.UploadRow, string>
  declare models: EntityTable<Rows.ModelRow, 'id'>
  declare tasks: Table<Rows.TaskRow, number>
  declare exports: Table<Rows.ExportRow, number>
  declare requests: Table<Rows.RequestRow, string>
  declare counters: Table<Rows.CounterRow, string>
  declare preferences: Table<Rows.PreferencesRow, string>

  constructor(name: string) {
    // strict: a change is acknowledged when it is on the disk, not in a buffer
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      datasets: 'id, &name',
      images: 'id, &[dataset_id+path], [dataset_id+state+path]',
      files: 'image_id, hash',
      thumbnails: '[image_id+variant], used_at',
      categories: 'id, &name',
      sheets: '[image_id+chunk]',
      locations: 'block',
      order: '[dataset_id+chunk]',
      orderHeads: 'dataset_id',
      history: '[image_id+seq]',
      historyHeads: 'image_id',
      trash: '[instance+id], date',
      changes: '++seq',
      imports: 'id, dataset_id',
      staging: '[task_id+bucket]',
      uploads: 'id, created_at',
      tasks: 'id, status',
      exports: 'id, dataset_id',
      requests: 'key, at',
      counters: 'name',
      preferences: 'name',
    })
    this.version(2).stores({ bundles: 'id' })
    this.version(SCHEMA_VERSION).stores({ models: 'id' })
    this.on('ready', () => refuseNewer(this), true)
    this.annotationChunks = this.table('sheets')
    this.chunkPacks = this.table('bundles')
    this.annotationChunks.hook('reading', (row: Rows.AnnotationChunkRow) => unpackChunk(row)!)
  }
}

const SCHEMA_VERSION = 3

/** A newer version of the app has stored here what this one does not know. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError'
}

/** Dexie itself would open it and write into it. It counts versions in tens. */
function refuseNewer(database: Dexie): void {
  if (Math.floor(database.backendDB().version / 10) > SCHEMA_VERSION)
    throw new NewerDatabaseError(`version ${database.backendDB().version}`)
}

/** The open database. Its name contains the base path, because several Atolls may share an origin on a static host. */
export let db = new AtollDatabase(`atoll:${basePath}`)

/** For tests: opens another database instead of the current one. */
export function useDatabase(name: string): AtollDatabase {
  db.close()
  db = new AtollDatabase(name)
  return db
}
