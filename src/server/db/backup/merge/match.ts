/** Which of two states of an object stays, and which ids the objects of an archive get here. */
import type { MergeCounts } from '@/contract/backup'
import type { Stamp } from '../../store/rows'

/** What is known of an object that is here. */
export type Known = Pick<Stamp, 'uuid' | 'revision' | 'updated_at'> & { id: number }

type Given = Stamp & { id: number }

/** The later change wins; of two at one time the one with more changes. 0: they are the same. */
const compareAge = (a: Omit<Known, 'id'>, b: Omit<Known, 'id'>) => a.updated_at - b.updated_at || a.revision - b.revision

const noCounts = (): MergeCounts => ({ added: 0, replaced: 0, same: 0, kept: 0, renumbered: 0 })

/** Objects of one kind: an object is known by its uuid. */
export class Matched<Row extends Given> {
  /** Id here, by the archive's. */
  readonly ids = new Map<number, number>()
  /** Rows of the archive that are stored, with their ids here, and which of them were not here before. */
  readonly rows: Row[] = []
  readonly added = new Set<number>()
  readonly counts = noCounts()
  /** The largest id that is spent. */
  last: number

  constructor(rows: Row[], here: Known[], spent: number, isSame: (row: Row) => number | undefined = () => undefined) {
    const known = new Map(here.map((row) => [row.uuid, row]))
    const used = here.reduce((most, { id }) => Math.max(most, id), spent)
    this.last = rows.reduce((most, { id }) => Math.max(most, id), used)
    for (const row of rows) {
      const other = known.get(row.uuid)
      if (other) this.meet(row, other)
      else this.enter(row, used, isSame(row))
    }
  }

  private meet(row: Row, other: Known) {
    this.ids.set(row.id, other.id)
    const age = compareAge(row, other)
    this.counts[age > 0 ? 'replaced' : age < 0 ? 'kept' : 'same']++
    if (age > 0) this.rows.push({ ...row, id: other.id })
  }

  private enter(row: Row, used: number, same: number | undefined) {
    if (same !== undefined) {
      this.ids.set(row.id, same)
      this.counts.same++
      return
    }
    // an id up to `used` is spent here, whoever had it
    const id = row.id > used ? row.id : ++this.last
    this.counts.added++
    if (id !== row.id) this.counts.renumbered++
    this.ids.set(row.id, id)
    this.added.add(id)
    this.rows.push({ ...row, id })
  }
}
