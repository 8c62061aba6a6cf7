/**
 * What undo and redo of an image must do, as plain as it can be said: entries that remember the rows before and after, by field.
 * Knows nothing of the code under test. What a change makes of the rows is read from the store; what undo and redo make of them is computed.
 */
export type Fields = Record<string, string | undefined>
/** Annotations by id; each field as JSON. */
export type Rows = Map<number, Fields>

interface Step {
  id: number
  /** null: it was made, and `after` is all of it. */
  before: Fields | null
  after: Fields
}

interface Entry {
  seq: number
  by: string | null
  undone: boolean
  steps: Step[]
}

export type Direction = 'undo' | 'redo'

/** A change of what people see is never overwritten. */
const SEEN = ['category_id', 'shape', 'keypoints', 'iscrowd', 'color', 'metadata', 'deleted']

export class History {
  entries: Entry[] = []
  private last = 0

  /** Answers whether it is a step: something differs. */
  push(by: string | null, before: Rows, after: Rows): boolean {
    const steps = [...after].flatMap(([id, fields]): Step[] => stepOf(id, before.get(id), fields))
    if (steps.length === 0) return false
    this.entries = [
      ...this.entries.filter((entry) => !entry.undone || !isOf(entry, by)),
      { seq: ++this.last, by, undone: false, steps },
    ]
    return true
  }

  next(direction: Direction, by: string | null): Entry | undefined {
    const open = this.entries.filter((entry) => isOf(entry, by) && entry.undone === (direction === 'redo'))
    return direction === 'undo' ? open.at(-1) : open[0]
  }

  /** Takes the step on `rows`; answers 409 when what it did was changed since. `categories`: those that were not destroyed. */
  take(entry: Entry, direction: Direction, by: string | null, rows: Rows, categories: ReadonlySet<string>): 200 | 409 {
    if (entry.steps.some((step) => isChanged(step, direction, rows.get(step.id)))) return 409
    entry.steps = entry.steps.filter((step) => apply(step, direction, rows, categories))
    entry.undone = direction === 'undo'
    if (direction === 'undo') entry.by = by
    return 200
  }
}

const isOf = (entry: Entry, by: string | null) => by === null || entry.by === null || entry.by === by

function stepOf(id: number, before: Fields | undefined, after: Fields): Step[] {
  if (!before) return [{ id, before: null, after }]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  )
  return names.length > 0 ? [{ id, before: pick(before, names), after: pick(after, names) }] : []
}

function isChanged({ before, after }: Step, direction: Direction, row: Fields | undefined): boolean {
  const left = direction === 'undo' ? after : before
  return row !== undefined && left !== null && SEEN.some((name) => name in left && left[name] !== row[name])
}

/** Answers whether there is anything to go back or forth with from now on: what was destroyed stays so. */
function apply(step: Step, direction: Direction, rows: Rows, categories: ReadonlySet<string>): boolean {
  const row = rows.get(step.id)
  if (step.before === null && direction === 'redo') {
    if (!categories.has(step.after.category_id!)) return false
    rows.set(step.id, step.after)
    return true
  }
  if (!row) return false
  if (step.before === null) {
    step.after = row
    rows.delete(step.id)
    return true
  }
  const names = Object.keys(step.before)
  const wanted = direction === 'undo' ? step.before : step.after
  const now = {
    ...row,
    ...wanted,
    category_id: categories.has(wanted.category_id ?? row.category_id!)
      ? (wanted.category_id ?? row.category_id)
      : row.category_id,
  }
  rows.set(step.id, now)
  if (direction === 'undo') [step.before, step.after] = [pick(now, names), pick(row, names)]
  else [step.before, step.after] = [pick(row, names), pick(now, names)]
  return true
}

const pick = (fields: Fields, names: string[]): Fields => Object.fromEntries(names.map((name) => [name, fields[name]]))
