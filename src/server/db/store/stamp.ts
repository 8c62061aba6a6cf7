import type { Stamp } from './rows'
import { newUuid } from './uuid'

/** There is one user, who needs no account. */
export const LOCAL_USER = 'local'

/** A stamp for something new. */
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

/** The row as it is after a change: one revision on. */
export const touched = <Row extends Stamp>(row: Row): Row => ({
  ...row,
  revision: row.revision + 1,
  updated_at: Date.now(),
})

/** The row in the trash. */
export const deletedRow = <Row extends Stamp>(row: Row): Row => ({ ...touched(row), deleted: true, deleted_date: Date.now() })

/** The row out of the trash. */
export function restoredRow<Row extends Stamp>(row: Row): Row {
  const { deleted_date: _gone, ...rest } = touched(row)
  return { ...rest, deleted: false } as Row
}
