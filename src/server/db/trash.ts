/** The trash: an index of deleted objects by date, so that listing them does not read everything. Call within a transaction. */
import type { Instance } from '@/contract/trash'
import type { TrashRow } from './store/rows'
import { db } from './store/schema'

export const trash = {
  /** Adds objects with the current time. Those already in the trash become the latest. */
  put: (instance: Instance, ids: number[]) => {
    const date = Date.now()
    return db.trash.bulkPut(ids.map((id) => ({ instance, id, date })))
  },

  remove: (instance: Instance, ids: number[]) => db.trash.bulkDelete(ids.map((id): [string, number] => [instance, id])),

  /** Newest deletion first. */
  list: (type: Instance | 'all', limit: number): Promise<TrashRow[]> =>
    db.trash
      .orderBy('date')
      .reverse()
      .filter(({ instance }) => type === 'all' || instance === type)
      .limit(limit)
      .toArray(),
}
