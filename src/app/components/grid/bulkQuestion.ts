/** How a change of many images is asked about: how much it touches, and what it can be limited to. */
import type { BulkCounts, ImageState } from '@/contract/image'
import { t } from '../../i18n'
import { STATES, stateText } from '../states'
import type { Change } from './useBulk'

/** What the user chose to do. */
export type Wanted =
  | { action: 'category'; category: { id: number; name: string } }
  | { action: 'state'; state: ImageState }
  | { action: 'split'; split: string | null }
  | { action: 'delete' }

/** A part of what is selected: annotations of a category, or images in a state. */
export interface Limit {
  key: string
  label: string
  count: number
}

export interface Question {
  title: string
  text: string
  button: string
  /** Absent: there is nothing to do. */
  change?: Change
}

/** Those that the change would leave as they are do not count. */
export function limitsOf(wanted: Wanted, counts: BulkCounts): Limit[] {
  if (wanted.action === 'category') {
    return counts.categories
      .filter(({ id }) => id !== wanted.category.id)
      .map(({ id, name, annotations }) => ({ key: String(id), label: name, count: annotations }))
  }
  if (wanted.action === 'delete' || wanted.action === 'split') return []
  return STATES.flatMap((state) => {
    const count = counts.states[state] ?? 0
    return count > 0 && state !== wanted.state ? [{ key: state, label: stateText(state), count }] : []
  })
}

const annotationsText = (count: number) => t('count.annotations', { count })
const imagesText = (count: number) => t('count.images', { count })

/** `chosen`: of the limits, those that are wanted. */
export function questionOf(wanted: Wanted, counts: BulkCounts, chosen: Limit[]): Question {
  const count = chosen.reduce((sum, each) => sum + each.count, 0)
  if (wanted.action === 'category') return categoryQuestion(wanted.category, counts, chosen, count)
  if (wanted.action === 'state') return stateQuestion(wanted.state, chosen, count)
  if (wanted.action === 'split') return splitQuestion(wanted.split, counts)
  const text = t('bulk.deleteText', { annotations: annotationsText(counts.annotations), undo: t('bulk.undoHint') })
  return {
    title: t('bulk.deleteTitle', { images: imagesText(counts.images) }),
    text,
    button: t('app.delete'),
    change: { action: 'delete' },
  }
}

function categoryQuestion(
  { id, name }: { id: number; name: string },
  counts: BulkCounts,
  chosen: Limit[],
  count: number,
): Question {
  const button = t('bulk.apply')
  if (counts.annotations === 0) return { title: t('bulk.noAnnotations'), text: t('bulk.noAnnotationsText'), button }
  if (count === 0) return { title: t('bulk.categoryNone', { name }), text: t('bulk.categoryNoneText'), button }
  const only = new Set(chosen.map(({ key }) => Number(key)))
  const where = counts.combinations
    .filter(({ categories }) => categories.some((each) => only.has(each)))
    .reduce((sum, { images }) => sum + images, 0)
  const title = t('bulk.categoryTitle', { annotations: annotationsText(count), images: imagesText(where), name })
  return { title, text: t('bulk.undoHint'), button, change: { action: 'category', category_id: id, only: [...only] } }
}

function splitQuestion(split: string | null, { images, splits }: BulkCounts): Question {
  const count = images - (splits[split ?? ''] ?? 0)
  const button = t('bulk.set')
  const name = split ?? t('grid.noSplit')
  if (count === 0) return { title: t('bulk.splitNone', { name }), text: t('bulk.stateNoneText'), button }
  return {
    title: t('bulk.splitTitle', { images: imagesText(count), name }),
    text: t('bulk.undoHint'),
    button,
    change: { action: 'split', split },
  }
}

function stateQuestion(state: ImageState, chosen: Limit[], count: number): Question {
  const label = stateText(state)
  if (count === 0)
    return { title: t('bulk.stateNone', { state: label }), text: t('bulk.stateNoneText'), button: t('bulk.set') }
  const title = t('bulk.stateTitle', { images: imagesText(count), state: label })
  return {
    title,
    text: t('bulk.undoHint'),
    button: t('bulk.set'),
    change: { action: 'state', state, only: chosen.map(({ key }) => key as ImageState) },
  }
}
