/** Reads a backup. Every row is validated before anything is stored. */
import { BACKUP_VERSION, BackupHead, type BackupResult } from '@/contract/backup'
import { badRequest } from '@/contract/errors'
import { backup, type StoreContents } from '../db/backup/backup'
import { mergeBackup } from '../db/backup/merge'
import { backupRows, backupTables, rowsFile, type BackupTable } from './backupRows'
import { openArchive, unpackBlob, type ArchiveEntry } from '../archive/inspect'

/** Most bytes of rows, because all rows are in memory until they are stored in one transaction. */
const MOST_ROWS = 400_000_000

type Entries = Map<string, ArchiveEntry>

export async function readBackup(blob: Blob): Promise<StoreContents> {
  const entries: Entries = new Map((await openArchive(blob)).map((entry) => [entry.name, entry]))
  await checkHead(entries)
  const size = backupTables.reduce((sum, table) => sum + (entries.get(rowsFile(table))?.entry.uncompressedSize ?? 0), 0)
  if (size > MOST_ROWS)
    throw badRequest(
      `This backup holds ${Math.round(size / 1e6)} MB of rows, and at most ${MOST_ROWS / 1e6} MB can be restored at once. Import its datasets one by one.`,
    )
  const contents: Record<string, unknown[]> = {}
  for (const table of backupTables) contents[table] = await readRows(entries, table)
  contents.files = await withBytes(contents.files as { image_id: number; type: string }[], entries)
  return contents as unknown as StoreContents
}

const summary = ({ datasets, categories, images, annotations, files }: StoreContents): BackupResult => ({
  success: true,
  datasets: datasets.length,
  categories: categories.length,
  images: images.length,
  annotations: annotations.length,
  files: files.length,
})

/** `merge`: merges the backup into what is stored. Without it, throws 409 unless the store is empty. */
export async function restoreBackup(contents: StoreContents, merge: boolean): Promise<BackupResult> {
  if (merge) return { ...summary(contents), merged: await mergeBackup(contents) }
  await backup.restore(contents)
  return summary(contents)
}

async function checkHead(entries: Entries): Promise<void> {
  const entry = entries.get('backup.json')
  const { success, data } = BackupHead.safeParse(entry && parse(await (await unpackBlob(entry)).text(), 'backup.json'))
  if (!success)
    throw badRequest(
      'This archive is no backup: it has no backup.json of ours. To import images and COCO files, use /dataset/{id}/zip.',
    )
  if (data.version > BACKUP_VERSION)
    throw badRequest('This backup was made by a later version. Update this app, then restore.')
}

async function readRows(entries: Entries, table: BackupTable): Promise<unknown[]> {
  const entry = entries.get(rowsFile(table))
  if (!entry) throw badRequest(`The backup is not complete: it has no ${rowsFile(table)}.`)
  const texts = (await (await unpackBlob(entry)).text()).split('\n')
  const ids = new Set<unknown>()
  return texts.flatMap((text, index) => {
    if (text === '') return []
    const where = `line ${index + 1} of ${rowsFile(table)}`
    const { success, data, error } = backupRows[table].safeParse(parse(text, where))
    if (!success)
      throw badRequest(
        `The backup cannot be used: ${where}, ${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}.`,
      )
    const id = 'id' in data ? data.id : 'image_id' in data ? data.image_id : data.name
    if (ids.has(id)) throw badRequest(`The backup cannot be used: ${where} is there twice.`)
    ids.add(id)
    return [data]
  })
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(`The backup cannot be used: ${where} is not JSON.`)
  }
}

async function withBytes(rows: { image_id: number; type: string }[], entries: Entries): Promise<unknown[]> {
  const files: unknown[] = []
  for (const row of rows) {
    const entry = entries.get(`files/${row.image_id}`)
    if (!entry) throw badRequest(`The backup is not complete: the file of image ${row.image_id} is not in it.`)
    files.push({ ...row, crc32: entry.entry.signature, blob: await unpackBlob(entry, row.type) })
  }
  return files
}
