/** The phases of a COCO import, in order. Used to import files and archives. */
import { upgradeState, type CocoRun, type CocoState } from './state'
import type { Outcome, Step } from '../kind'
import { annotationsStep } from './annotations/annotations'
import { categoriesStep } from './categories'
import { finishStep } from './finish'
import { imagesStep } from './images/images'
import { rearrangeStep } from './rearrange'
import type { ReportWriter } from './report'
import { locationsStep } from './annotations/locations'
import { stageStep } from './stage'

/** Makes the task's outcome from the state after a step. `finished`: that was the last step. */
export type Wrap = (state: CocoState, finished: boolean) => Outcome

export function cocoStep(given: CocoRun, wrap: Wrap): Promise<Step> {
  const state = upgradeState(given.state, given.blob.size)
  const run: CocoRun = { ...given, state }
  const withNotes = (next: CocoState, report: ReportWriter): Outcome => {
    const outcome = wrap({ ...next, notes: report.notes }, false)
    return { ...outcome, log: [...(outcome.log ?? []), ...report.log] }
  }
  switch (state.phase) {
    case 'stage':
      return stageStep(run, (next) => wrap(next, false))
    case 'categories':
      return categoriesStep(run.options, state, withNotes)
    case 'rearrange':
      return rearrangeStep(state, withNotes, run.options.dry_run)
    case 'images':
      return imagesStep(run, withNotes)
    case 'annotations':
      return annotationsStep(run, withNotes)
    case 'places':
      return locationsStep(run, (next) => wrap(next, false))
    case 'finish':
      return finishStep(run, (next) => wrap(next, true))
  }
}

/** Progress from 0 to 100. Reading the file takes the first 30. */
export function cocoProgress(state: CocoState, size: number): number {
  const { phase, at, buckets, chunks, position } = state
  if (phase === 'stage') return (30 * (position?.offset ?? 0)) / Math.max(1, size)
  if (phase === 'categories' || phase === 'rearrange') return 30
  if (phase === 'images') return 32 + (18 * at) / Math.max(1, chunks.images)
  if (phase === 'annotations') return 50 + (48 * at) / buckets
  return 99
}

/** Whether only staged work is written so far. */
export const isInvisible = ({ phase }: CocoState) => phase === 'stage' || phase === 'categories'
