/** Uploaded files that tasks work on. An import stores its file before it starts. */
import { badRequest } from '@/contract/errors'
import { uploadsInUse } from './inUse'
import type { UploadRow } from '../store/rows'
import { db } from '../store/schema'
import { write } from '../store/write'

/** Milliseconds after which an upload that no task uses is dropped. */
const UPLOAD_LIFE = 24 * 60 * 60 * 1000

export const uploads = {
  /** Stores a file. The caller chooses the id, so that a repeated request stores it once. */
  async store(id: string, blob: Blob, name: string): Promise<UploadRow> {
    const row = { id, blob, name, type: blob.type, created_at: Date.now() }
    await write(async () => {
      await uploads.dropOld()
      await db.uploads.put(row)
    })
    return row
  },

  find: (id: string): Promise<UploadRow | undefined> => db.uploads.get(id),

  async get(id: string): Promise<UploadRow> {
    const row = await db.uploads.get(id)
    if (row) return row
    throw badRequest('There is no such upload; it may have been dropped after a day. Send the file again.')
  },

  remove: (id: string) => db.uploads.delete(id),

  /** Keeps those that a task still works on: the one it was given, and those that it unpacked. */
  async dropOld(): Promise<void> {
    const old = await db.uploads
      .where('created_at')
      .below(Date.now() - UPLOAD_LIFE)
      .primaryKeys()
    if (old.length === 0) return
    const used = await uploadsInUse()
    await db.uploads.bulkDelete(old.filter((id) => !used.has(id)))
  },
}
