/** The bytes of images as they came, and what their headers say. */
import type { FileRow } from './rows'
import { db } from './schema'

export const files = {
  find: (imageId: number): Promise<FileRow | undefined> => db.files.get(imageId),

  /** In the order of the ids. */
  findAll: (imageIds: number[]): Promise<(FileRow | undefined)[]> => db.files.bulkGet(imageIds),

  /** Images, of any dataset, whose files hold these bytes. */
  idsByHash: (hash: string): Promise<number[]> => db.files.where('hash').equals(hash).primaryKeys(),

  /** In place of the one before. Within a transaction. */
  put: (row: FileRow): Promise<unknown> => db.files.put(row),
}
