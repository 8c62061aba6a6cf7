import type { Stamp } from './rows'
import { newUuid } from './uuid'

/** Creator of everything: there is one user and no accounts. */
export const LOCAL_USER = 'local'

/** The stamp of a new row. */
export function newStamp(): Stamp {
  const now = Date.now()
  return {
    uuid: newUuid(),
    revision: 1,
    created_at: now,
    updated_at: now,
    creator: LOCAL_USER,
    deleted: false,
  }
}

/** The row with the next revision and the time of the change. */
export const touched = <Row extends Stamp>(row: Row): Row => ({
  ...row,
  revision: row.revision + 1,
  updated_at: Date.now(),
})

/** The row, moved to the trash. */
export const deletedRow = <Row extends Stamp>(row: Row): Row => ({
  ...touched(row),
  deleted: true,
  deleted_date: Date.now(),
})

/** The row, restored from the trash. */
export function restoredRow<Row extends Stamp>(row: Row): Row {
  const { deleted_date: _gone, ...rest } = touched(row)
  return { ...rest, deleted: false } as Row
}
