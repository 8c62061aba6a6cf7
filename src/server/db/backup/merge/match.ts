/** Decides which version of an object wins in a merge, and which ids the objects of a backup get here. */
import type { MergeCounts } from '@/contract/backup'
import type { Stamp } from '../../store/rows'

/** Identity and version of a stored object. */
export type Version = Pick<Stamp, 'uuid' | 'revision' | 'updated_at'> & { id: number }

type Given = Stamp & { id: number }

/** Above 0: `a` is newer. The later change is newer; at the same time, the one with more changes. 0: the same version. */
const compareAge = (a: Omit<Version, 'id'>, b: Omit<Version, 'id'>) =>
  a.updated_at - b.updated_at || a.revision - b.revision

const noCounts = (): MergeCounts => ({ added: 0, replaced: 0, same: 0, kept: 0, renumbered: 0 })

/** Matches the objects of one kind in a backup with the stored ones, by uuid. */
export class Matched<Row extends Given> {
  /** Ids here by ids of the backup. */
  readonly ids = new Map<number, number>()
  /** Rows of the backup to store, with their ids here. */
  readonly rows: Row[] = []
  /** Ids of the rows that are new here. */
  readonly added = new Set<number>()
  readonly counts = noCounts()
  /** The largest id in use after the merge. */
  last: number

  /** `lastId`: the last id that was drawn here. `findSame`: the id here of a row whose uuid is not here. */
  constructor(
    rows: Row[],
    here: Version[],
    lastId: number,
    findSame: (row: Row) => number | undefined = () => undefined,
  ) {
    const byUuid = new Map(here.map((row) => [row.uuid, row]))
    const used = here.reduce((most, { id }) => Math.max(most, id), lastId)
    this.last = rows.reduce((most, { id }) => Math.max(most, id), used)
    for (const row of rows) {
      const stored = byUuid.get(row.uuid)
      if (stored) this.matchStored(row, stored)
      else this.add(row, used, findSame(row))
    }
  }

  private matchStored(row: Row, stored: Version) {
    this.ids.set(row.id, stored.id)
    const age = compareAge(row, stored)
    this.counts[age > 0 ? 'replaced' : age < 0 ? 'kept' : 'same']++
    if (age > 0) this.rows.push({ ...row, id: stored.id })
  }

  private add(row: Row, used: number, same: number | undefined) {
    if (same !== undefined) {
      this.ids.set(row.id, same)
      this.counts.same++
      return
    }
    // ids up to `used` are never given again, even if their object no longer exists
    const id = row.id > used ? row.id : ++this.last
    this.counts.added++
    if (id !== row.id) this.counts.renumbered++
    this.ids.set(row.id, id)
    this.added.add(id)
    this.rows.push({ ...row, id })
  }
}
