/** What can be undone and redone here, counting what is still on its way to the server. Other tabs undo their own steps. */
import type { HistoryEntry } from '@/contract/annotator'
import type { ImageState } from '@/contract/image'
import type { LocalChange } from '../editor/changes'

export interface ChangesBody {
  kind: 'changes'
  label: string
  changes: LocalChange[]
  /** Its number in the history, once it is stored; null: it changed nothing. */
  seq?: number | null
}

export type Direction = 'undo' | 'redo'

/** Which step: a stored one by its number, or a change that was still on its way when it was undone. */
export type Target = number | ChangesBody

/** What the queue carries. */
export type Body = ChangesBody | { kind: Direction; target: Target } | { kind: 'state'; state: ImageState }

export interface Step {
  label: string
  undone: boolean
  target: Target
  /** `anyone`: of no tab that is open. `other`: of another tab, which alone undoes it. `passed`: others have built on it. */
  whose: 'mine' | 'anyone' | 'other' | 'passed'
}

/** Sessions of this tab and of the others that are open. */
export interface Tabs {
  mine: string
  others: ReadonlySet<string>
}

interface Ownership extends Tabs {
  /** Steps that undo goes past, since others have built on them. */
  passed: ReadonlySet<number>
}

/** Every step there is, the oldest first. */
export function stepsOf(history: readonly HistoryEntry[], waiting: readonly Body[], ownership: Ownership): Step[] {
  let steps = history.map(({ seq, label, undone, by }): Step => ({
    label,
    undone,
    target: seq,
    whose: whoseIs(seq, by, ownership),
  }))
  for (const body of waiting) {
    if (body.kind === 'changes')
      steps = [
        ...steps.filter((step) => !step.undone || step.whose === 'other'),
        { label: body.label, undone: false, target: body, whose: 'mine' },
      ]
    else if (body.kind !== 'state') {
      const step = steps.find(({ target }) => isSame(target, body.target))
      if (step) step.undone = body.kind === 'undo'
    }
  }
  return steps
}

function whoseIs(seq: number, by: string | null, { mine, others, passed }: Ownership): Step['whose'] {
  if (passed.has(seq)) return 'passed'
  if (by === mine) return 'mine'
  return by !== null && others.has(by) ? 'other' : 'anyone'
}

export const seqOf = (target: Target): number | null | undefined => (typeof target === 'number' ? target : target.seq)

const isSame = (a: Target, b: Target) => a === b || (typeof seqOf(a) === 'number' && seqOf(a) === seqOf(b))

export const isOwn = ({ whose }: Step): boolean => whose === 'mine' || whose === 'anyone'

/** The step that undo or redo of this tab takes next. */
export function nextStep(steps: readonly Step[], direction: Direction): Step | undefined {
  const own = reachable(steps)
  return direction === 'undo' ? own.findLast(({ undone }) => !undone) : own.find(({ undone }) => undone)
}

/** The steps that this tab goes back and forth through. What nobody brings again, though something was done since, is not among them. */
export function reachable(steps: readonly Step[]): Step[] {
  const own = steps.filter(isOwn)
  const last = own.findLastIndex(({ undone }) => !undone)
  return own.filter(({ whose, undone }, index) => whose === 'mine' || !undone || index > last)
}

/** Annotations that are changed. */
export const idsOf = (bodies: Iterable<Body>): Set<number> =>
  new Set([...bodies].flatMap((body) => (body.kind === 'changes' ? body.changes.map(({ id }) => id) : [])))

/**
 * What cannot be sent once `refused` was: changes of the same annotations, and the undoing and redoing of what is not there. Behind
 * an undo that was refused no other goes on by itself. `refused` is among them.
 */
export function goesWith(refused: Body, waiting: readonly Body[]): Set<Body> {
  const gone = new Set([refused])
  const isStep = refused.kind === 'undo' || refused.kind === 'redo'
  for (const body of waiting) {
    const touched = idsOf(gone)
    if (body.kind === 'changes') {
      if (body.changes.some(({ id }) => touched.has(id))) gone.add(body)
    } else if (body.kind !== 'state') {
      const { target } = body
      if (typeof target === 'number' ? isStep : gone.has(target)) gone.add(body)
    }
  }
  return gone
}
