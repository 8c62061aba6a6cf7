/** The bytes of images as they came, and what their headers say. */
import { haveNatively } from '../store/putNatively'
import type { FileRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'

export const files = {
  find: (imageId: number): Promise<FileRow | undefined> => db.files.get(imageId),

  /** In the order of the ids. */
  findAll: (imageIds: number[]): Promise<(FileRow | undefined)[]> => db.files.bulkGet(imageIds),

  /** Images, of any dataset, whose files hold these bytes. */
  idsByHash: (hash: string): Promise<number[]> => db.files.where('hash').equals(hash).primaryKeys(),

  /** In place of the one before. Within a transaction. */
  put: (row: FileRow): Promise<unknown> => db.files.put(row),

  putAll: (rows: FileRow[]): Promise<unknown> => db.files.bulkPut(rows),

  /** Of images that are deleted for good, when nothing can be written any more. Answers whether there were any. */
  async free(imageIds: number[]): Promise<boolean> {
    const known = await db.files.where('image_id').anyOf(imageIds).primaryKeys()
    await db.files.bulkDelete(known)
    return known.length > 0
  },

  /** Whether any image's file holds these bytes, for each hash. Within a transaction. */
  areKnown: (hashes: string[]): Promise<boolean[]> => haveNatively(db.files, 'hash', hashes),

  /** EXIF orientations by image id, of the pictures that are not stored upright. Rows without one have it in `files`. */
  async orientations(rows: ImageRow[]): Promise<Map<number, number>> {
    const older = rows.filter((row) => row.orientation === undefined && !row.placeholder)
    const facts = older.length > 0 ? await db.files.bulkGet(older.map(({ id }) => id)) : []
    const known = new Map(facts.flatMap((row) => (row ? [[row.image_id, row.orientation] as const] : [])))
    return new Map(rows.flatMap(({ id, orientation = known.get(id) ?? 1 }) => (orientation === 1 ? [] : [[id, orientation] as const])))
  },
}
