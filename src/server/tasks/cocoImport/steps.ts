/** The phases of an import of a COCO file, in their order. Used by the import of a file and by that of an archive. */
import { asNow, type CocoSource, type CocoOptions, type CocoState } from './state'
import type { Memory, Outcome, Step } from '../kind'
import { annotationsStep } from './annotations/annotations'
import { categoriesStep } from './categories'
import { finishStep } from './finish'
import { imagesStep } from './images/images'
import { rearrangeStep } from './rearrange'
import type { ReportWriter } from './report'
import { locationsStep } from './annotations/locations'
import { stageStep } from './stage'

/** What the caller makes of a state: its checkpoint. `finished`: there is no further step. */
export type Wrap = (state: CocoState, finished: boolean) => Outcome

export function cocoStep(options: CocoOptions, source: CocoSource, blob: Blob, checkpoint: CocoState, memory: Memory, wrap: Wrap): Promise<Step> {
  const state = asNow(checkpoint, blob.size)
  const withNotes = (next: CocoState, notebook: ReportWriter): Outcome => {
    const outcome = wrap({ ...next, notes: notebook.notes }, false)
    return { ...outcome, log: [...(outcome.log ?? []), ...notebook.log] }
  }
  switch (state.phase) {
    case 'stage':
      return stageStep(options.task, source.upload, state, blob, memory, (next) => wrap(next, false))
    case 'categories':
      return categoriesStep(options, state, withNotes)
    case 'rearrange':
      return rearrangeStep(state, withNotes, options.dry_run)
    case 'images':
      return imagesStep(options, source, blob, state, memory, withNotes)
    case 'annotations':
      return annotationsStep(options, blob, state, memory, withNotes)
    case 'places':
      return locationsStep(options, state, memory, (next) => wrap(next, false))
    case 'finish':
      return finishStep(options, source, state, (next) => wrap(next, true))
  }
}

/** Progress from 0 to 100: reading is the first third, publishing the rest. */
export function cocoProgress(state: CocoState, size: number): number {
  const { phase, at, buckets, chunks, position } = state
  if (phase === 'stage') return (30 * (position?.offset ?? 0)) / Math.max(1, size)
  if (phase === 'categories' || phase === 'rearrange') return 30
  if (phase === 'images') return 32 + (18 * at) / Math.max(1, chunks.images)
  if (phase === 'annotations') return 50 + (48 * at) / buckets
  return 99
}

/** Nothing but staged work is written so far. */
export const isInvisible = ({ phase }: CocoState) => phase === 'stage' || phase === 'categories'
