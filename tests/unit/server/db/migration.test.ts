import 'fake-indexeddb/auto'
import { afterEach, expect, it } from 'vitest'
import Dexie from 'dexie'
import { AtollDatabase, NewerDatabaseError } from '@/server/db/store/schema'

/**
 * Version 1 as it was released: store, key, indexes. Never changed: a database in some browser looks like this. A later version
 * of the schema adds its own list and leaves this one.
 */
const VERSION_1: Record<
  string,
  [key: string | string[] | null, ...indexes: [keys: string | string[], unique?: boolean][]]
> = {
  datasets: ['id', ['name', true]],
  images: ['id', [['dataset_id', 'path'], true], [['dataset_id', 'state', 'path']]],
  files: ['image_id', ['hash']],
  thumbnails: [['image_id', 'variant'], ['used_at']],
  categories: ['id', ['name', true]],
  sheets: [['image_id', 'chunk']],
  locations: ['block'],
  order: [['dataset_id', 'chunk']],
  orderHeads: ['dataset_id'],
  history: [['image_id', 'seq']],
  historyHeads: ['image_id'],
  trash: [['instance', 'id'], ['date']],
  changes: ['seq'],
  imports: ['id', ['dataset_id']],
  staging: [['task_id', 'bucket']],
  uploads: ['id', ['created_at']],
  tasks: ['id', ['status']],
  exports: ['id', ['dataset_id']],
  requests: ['key', ['at']],
  counters: ['name'],
  preferences: ['name'],
}

/** Tables that versions 2 and 3 added. */
const ADDED = ['bundles', 'models']

const stamp = { uuid: 'u', revision: 3, created_at: 1, updated_at: 2, creator: 'local', deleted: false }
const annotation = {
  ...stamp,
  id: 9,
  image_id: 5,
  dataset_id: 2,
  category_id: 7,
  shape: { kind: 'box', x: 1, y: 2, width: 3, height: 4 },
  keypoints: [],
  area: 12,
  bbox: [1, 2, 3, 4],
}

/** A row of every table, as version 1 stored them. */
const ROWS: Record<keyof typeof VERSION_1, Record<string, unknown>> = {
  datasets: { ...stamp, id: 2, name: 'nuts', categories: [7], default_annotation_metadata: { by: 'us' } },
  images: {
    ...stamp,
    id: 5,
    dataset_id: 2,
    path: 'a/b.jpg',
    file_name: 'b.jpg',
    width: 8,
    height: 6,
    state: 'in_progress',
    num_annotations: 1,
    category_counts: { 7: 1 },
    sheets: 1,
  },
  files: {
    image_id: 5,
    dataset_id: 2,
    blob: new Blob(['bytes']),
    type: 'image/jpeg',
    crc32: 1,
    hash: 'h',
    orientation: 1,
    has_alpha: false,
  },
  thumbnails: { image_id: 5, variant: 'w250h0', blob: new Blob(['small']), etag: 'e', used_at: 1 },
  categories: { ...stamp, id: 7, name: 'date', supercategory: '', color: '#123456' },
  sheets: { image_id: 5, chunk: 0, annotations: [annotation] },
  locations: { block: 0, images: new Float64Array(1024), chunks: new Uint16Array(1024) },
  order: { dataset_id: 2, chunk: 0, entries: [['a/b.jpg', 5]] },
  orderHeads: { dataset_id: 2, chunks: [{ chunk: 0, first: ['a/b.jpg', 5], count: 1 }] },
  history: { image_id: 5, seq: 1, label: 'Draw box', at: 1, undone: false, steps: [], bytes: 10 },
  historyHeads: { image_id: 5, entries: [] },
  trash: { instance: 'annotation', id: 3, date: 1 },
  changes: { seq: 4, at: 1, action: 'create', instance: 'image', ids: [5] },
  imports: {
    id: 1,
    dataset_id: 2,
    task_id: 1,
    file_name: 'x.json',
    created_at: 1,
    top: {},
    categories: [[1, 7]],
    images: [[1, 5]],
    largest_annotation: 9,
  },
  staging: { task_id: 1, bucket: 'log:000000000', data: ['a line'] },
  uploads: { id: 'up', blob: new Blob(['file']), name: 'x.json', type: '', created_at: 1 },
  tasks: { id: 1, kind: 'coco-import', status: 'succeeded', steps: 4 },
  exports: { id: 1, dataset_id: 2, created_at: 1, tags: ['COCO'], categories: [7], blob: new Blob(['{}']) },
  requests: { key: 'k', target: 'POST /api/dataset/', answer: { id: 2 }, at: 1 },
  counters: { name: 'sequence:annotation', value: 9 },
  preferences: { name: 'user', version: 1, values: { theme: 'dark' } },
}

function makeVersion1(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 10) // Dexie counts in tens
    request.onupgradeneeded = () => {
      for (const [table, [key, ...indexes]] of Object.entries(VERSION_1)) {
        const store = request.result.createObjectStore(table, { keyPath: key, autoIncrement: table === 'changes' })
        for (const [keys, unique = false] of indexes)
          store.createIndex(Array.isArray(keys) ? `[${keys.join('+')}]` : keys, keys, { unique })
        store.add(ROWS[table])
      }
    }
    request.onerror = () => reject(request.error!)
    request.onsuccess = () => {
      request.result.close()
      resolve()
    }
  })
}

let database: AtollDatabase | undefined
afterEach(() => database?.delete())

it('opens what version 1 stored, with all of it there', async () => {
  await makeVersion1('released')
  database = new AtollDatabase('released')
  await database.open()
  expect(database.tables.map(({ name }) => name).sort()).toEqual([...Object.keys(VERSION_1), ...ADDED].sort())
  for (const { name } of database.tables.filter((table) => table.name in VERSION_1)) {
    const [row, ...others] = await database.table<Record<string, unknown>>(name).toArray()
    expect(others).toEqual([])
    expect(withTexts(row!)).toEqual(withTexts(ROWS[name]!))
  }
})

it('makes a new database with the tables, keys and indexes of version 1, and what came since', async () => {
  await makeVersion1('released')
  database = new AtollDatabase('new')
  await database.open()
  const released = await new Dexie('released').open()
  const shape = (each: Dexie) =>
    each.tables
      .filter((table) => !ADDED.includes(table.name))
      .map(({ name, schema }) => [name, schema.primKey.src, schema.indexes.map(({ src }) => src).sort()])
      .sort()
  expect(shape(database)).toEqual(shape(released))
  released.close()
})

it('does not open what a later version of the app stored, and leaves it as it is', async () => {
  const later = new Dexie('later')
  later.version(9).stores({ datasets: 'id', flags: 'id' })
  await later.table('datasets').add({ id: 1, name: 'kept' })
  await later.table('flags').add({ id: 1 })
  later.close()
  database = new AtollDatabase('later')
  await expect(database.open()).rejects.toThrow(NewerDatabaseError)
  await expect(database.datasets.toArray()).rejects.toThrow()
  database.close()
  const again = new Dexie('later')
  await again.open()
  expect(await again.table('flags').toArray()).toEqual([{ id: 1 }])
  again.close()
})

/** Blobs are compared by their size: reading them takes a promise. */
const withTexts = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Blob ? `${value.size} bytes` : value]),
  )
