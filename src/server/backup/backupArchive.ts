/**
 * Streams a backup of everything as a zip. backup.json describes it, rows/<table>.jsonl has one row in each line, and files/<image id> are
 * the original files. Undo histories, tasks, stored exports and caches are left out.
 */
import { BACKUP_VERSION } from '@/contract/backup'
import { backup } from '../db/backup/backup'
import { lastChange } from '../db/store/write'
import { rowsFile, type BackupTable } from './backupRows'
import { BlobReader, ZipWriter } from '../archive/zip'

/** The rows of each table, in batches. */
const tables: Record<BackupTable, () => AsyncIterable<unknown[]>> = {
  datasets: backup.datasets,
  categories: backup.categories,
  images: () =>
    mapped(backup.images(), ({ category_counts: _a, num_annotations: _b, sheets: _c, bundle: _d, ...row }) => [row]),
  annotations: backup.annotations,
  files: () =>
    mapped(backup.files(), ({ image_id, type, hash, orientation, has_alpha }) => [
      { image_id, type, hash, orientation, has_alpha },
    ]),
  imports: backup.imports,
  preferences: () => once(backup.preferences),
  sequences: () => once(backup.sequences),
}

/** `isRemembered`: the time of the backup is stored once it was read to its end, for the reminder. */
export function backupArchive(isRemembered: boolean): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  // reports an error to the reader; the abort fails if the reader has left, which needs no report
  fill(new ZipWriter(writable, { level: 0, keepOrder: true, extendedTimestamp: false }), isRemembered).catch(
    (error: unknown) => writable.abort(error).catch(() => {}),
  )
  return readable
}

async function fill(zip: ZipWriter<unknown>, isRemembered: boolean): Promise<void> {
  const before = await lastChange()
  const head = { format: 'atoll backup', version: BACKUP_VERSION, created_at: Date.now() }
  await zip.add('backup.json', new BlobReader(new Blob([JSON.stringify(head)])))
  for (const [table, read] of Object.entries(tables))
    await zip.add(rowsFile(table as BackupTable), lines(read()), { level: 6 })
  for await (const files of backup.files()) {
    for (const { image_id, blob, crc32 } of files) {
      await zip.add(`files/${image_id}`, new BlobReader(blob), {
        passThrough: true,
        compressionMethod: 0,
        crc32,
        uncompressedSize: blob.size,
      })
    }
  }
  await zip.close()
  if (isRemembered) await backup.done(before)
}

/** A line of JSON for each row. */
function lines(rows: AsyncIterable<unknown[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const batches = rows[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await batches.next()
      if (done) return controller.close()
      controller.enqueue(encoder.encode(value.map((row) => `${JSON.stringify(row)}\n`).join('')))
    },
  })
}

async function* mapped<Row>(batches: AsyncIterable<Row[]>, map: (row: Row) => unknown[]): AsyncGenerator<unknown[]> {
  for await (const rows of batches) yield rows.flatMap(map)
}

async function* once<Row>(read: () => Promise<Row[]>): AsyncGenerator<Row[]> {
  yield await read()
}
