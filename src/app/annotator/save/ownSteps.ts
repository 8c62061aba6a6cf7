/** The history of the open image as this tab goes back and forth in it. */
import type { HistoryEntry } from '@/contract/annotator'
import { nextStep, stepsOf, type Body, type Direction, type Step, type Tabs } from './history'

export class OwnSteps {
  history: readonly HistoryEntry[] = []
  /** null: not yet known. */
  private tabs: Tabs | null = null
  private readonly closed = new Set<string>()
  private readonly passed = new Set<number>()

  /** Whether the history has a session of which it is not known whether its tab is open. */
  hasStranger = (history: readonly HistoryEntry[]): boolean =>
    sessionsOf(history).some(
      (session) => session !== this.tabs?.mine && !this.tabs?.others.has(session) && !this.closed.has(session),
    )

  /** The tabs that are open now; what else has a step in the history is closed. */
  meet(tabs: Tabs, history: readonly HistoryEntry[] = this.history) {
    this.tabs = tabs
    this.closed.clear()
    for (const session of sessionsOf(history)) if (!tabs.others.has(session)) this.closed.add(session)
  }

  /** `waiting`: what is on its way to the server. */
  list = (waiting: readonly Body[]): Step[] => this.listPast(waiting, this.passed)

  next = (waiting: readonly Body[], direction: Direction): Step | undefined => nextStep(this.list(waiting), direction)

  /** What undo takes instead of a step that others have built on. */
  insteadOf(seq: number, waiting: readonly Body[]): Step | undefined {
    return nextStep(this.listPast(waiting, new Set([...this.passed, seq])), 'undo')
  }

  /** From now on undo goes past this step. */
  pass = (seq: number) => void this.passed.add(seq)

  private listPast = (waiting: readonly Body[], passed: ReadonlySet<number>): Step[] =>
    this.tabs ? stepsOf(this.history, waiting, { ...this.tabs, passed }) : []
}

const sessionsOf = (history: readonly HistoryEntry[]): string[] => history.flatMap(({ by }) => by ?? [])
