/** Models that the user brought: their files and what they are. */
import { nextIds } from '../store/counters'
import type { ModelRow } from '../store/rows'
import { db } from '../store/schema'
import { write } from '../store/write'

export const models = {
  /** Oldest first. */
  list: (): Promise<ModelRow[]> => db.models.orderBy('id').toArray(),

  find: (id: number): Promise<ModelRow | undefined> => db.models.get(id),

  /** Within a write transaction or by itself. */
  add: (row: Omit<ModelRow, 'id'>): Promise<ModelRow> =>
    write(async () => {
      const stored = { ...row, id: await nextIds('model') }
      await db.models.add(stored)
      return stored
    }),

  remove: (id: number): Promise<void> => write(() => db.models.delete(id)),
}
