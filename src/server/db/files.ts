/** The bytes of images as they came, and what their headers say. */
import type { FileRow } from './rows'
import { db } from './schema'

export const files = {
  find: (imageId: number): Promise<FileRow | undefined> => db.files.get(imageId),

  /** In place of the one before. Within a transaction. */
  put: (row: FileRow): Promise<unknown> => db.files.put(row),
}
