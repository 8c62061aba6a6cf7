/** What can be undone and redone, counting what is still on its way to the server. */
import type { HistoryEntry } from '@/contract/annotator'
import type { ImageState } from '@/contract/image'
import type { LocalChange } from '../editor/changes'

/** What the queue carries. */
export type Body =
  | { kind: 'changes'; label: string; changes: LocalChange[] }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'state'; state: ImageState }

/** The labels that undo would take back, the next one last, and those that redo would bring, the next one last. */
interface Stacks {
  undo: string[]
  redo: string[]
}

function stacks(history: readonly HistoryEntry[], waiting: readonly Body[]): Stacks {
  const undo = history.filter((entry) => !entry.undone).map(({ label }) => label)
  let redo = history.filter((entry) => entry.undone).map(({ label }) => label).reverse()
  for (const body of waiting) {
    if (body.kind === 'changes') {
      undo.push(body.label)
      redo = []
    } else if (body.kind === 'undo') move(undo, redo)
    else if (body.kind === 'redo') move(redo, undo)
  }
  return { undo, redo }
}

function move(from: string[], to: string[]) {
  const label = from.pop()
  if (label !== undefined) to.push(label)
}

export const canStep = (history: readonly HistoryEntry[], waiting: readonly Body[], direction: 'undo' | 'redo'): boolean =>
  stacks(history, waiting)[direction].length > 0

export interface Step {
  label: string
  undone: boolean
}

/** Every step there is, the oldest first; those undone come last, the next to be redone first. */
export function stepsOf(history: readonly HistoryEntry[], waiting: readonly Body[]): Step[] {
  const { undo, redo } = stacks(history, waiting)
  const step = (undone: boolean) => (label: string): Step => ({ label, undone })
  return [...undo.map(step(false)), ...redo.reverse().map(step(true))]
}
