/** Files of images: their original bytes, and what their headers say. */
import { haveNatively } from '../store/putNatively'
import type { FileRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'

export const files = {
  find: (imageId: number): Promise<FileRow | undefined> => db.files.get(imageId),

  /** Files in the order of the ids. */
  findAll: (imageIds: number[]): Promise<(FileRow | undefined)[]> => db.files.bulkGet(imageIds),

  /** Images of any dataset whose files have these bytes. `hash`: SHA-256 in hex. */
  idsByHash: (hash: string): Promise<number[]> => db.files.where('hash').equals(hash).primaryKeys(),

  /** Stores a file, replacing the image's earlier one. Within a transaction. */
  put: (row: FileRow): Promise<unknown> => db.files.put(row),

  putAll: (rows: FileRow[]): Promise<unknown> => db.files.bulkPut(rows),

  /** Deletes files of images that are being deleted permanently, when a full store allows no other write. Answers whether there were any. */
  async free(imageIds: number[]): Promise<boolean> {
    const existing = await db.files.where('image_id').anyOf(imageIds).primaryKeys()
    await db.files.bulkDelete(existing)
    return existing.length > 0
  },

  /** Answers for each hash whether a file of any image has these bytes. Within a transaction. */
  existByHash: (hashes: string[]): Promise<boolean[]> => haveNatively(db.files, 'hash', hashes),

  /** EXIF orientations by image id, without images that are stored upright. Rows of older versions lack theirs; the file has it. */
  async orientations(rows: ImageRow[]): Promise<Map<number, number>> {
    const older = rows.filter((row) => row.orientation === undefined && !row.placeholder)
    const stored = older.length > 0 ? await db.files.bulkGet(older.map(({ id }) => id)) : []
    const byImage = new Map(stored.flatMap((row) => (row ? [[row.image_id, row.orientation] as const] : [])))
    return new Map(
      rows.flatMap(({ id, orientation = byImage.get(id) ?? 1 }) =>
        orientation === 1 ? [] : [[id, orientation] as const],
      ),
    )
  },
}
