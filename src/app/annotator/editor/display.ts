/** View settings: what of the document is shown, and how. Not stored with the image. */
import { makePicker, type Pickable, type Picker } from '@/core/shape/hit'
import { boxToShape } from '@/core/shape/shape'
import type { Doc, Item } from './document'

export const LABELS = ['none', 'category', 'id', 'score'] as const
export type Labels = (typeof LABELS)[number]

export interface Display {
  /** Individually hidden annotations. */
  hidden: ReadonlySet<number>
  hiddenCategories: ReadonlySet<number>
  hideAll: boolean
  /** Annotations that cannot be selected. */
  locked: ReadonlySet<number>
  /** Opacity of the fill, 0 to 1. */
  opacity: number
  /** Outlines only. */
  outlineOnly: boolean
  colorBy: 'category' | 'instance'
  crossHair: boolean
  /** What the names on shapes say. */
  labels: Labels
  /** Factor for the image; 1 is unchanged. */
  brightness: number
  contrast: number
  gamma: number
}

/** The unchanged image. */
export const PLAIN_VIEW = { brightness: 1, contrast: 1, gamma: 1 }

export const everythingShown: Display = {
  hidden: new Set(),
  hiddenCategories: new Set(),
  hideAll: false,
  locked: new Set(),
  opacity: 0.25,
  outlineOnly: false,
  colorBy: 'category',
  crossHair: true,
  labels: 'none',
  ...PLAIN_VIEW,
}

export const isShown = ({ hidden, hiddenCategories, hideAll }: Display, { id, categoryId }: Item): boolean =>
  !hideAll && !hidden.has(id) && !hiddenCategories.has(categoryId)

export const hidesNothing = ({ hidden, hiddenCategories, hideAll }: Display): boolean =>
  !hideAll && hidden.size === 0 && hiddenCategories.size === 0

export const fillOpacity = ({ outlineOnly, opacity }: Display): number => (outlineOnly ? 0 : opacity)

export const isPlain = ({ brightness, contrast, gamma }: Display): boolean =>
  brightness === 1 && contrast === 1 && gamma === 1

/** A copy of the set with the member added or removed. */
export function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(member)) next.add(member)
  return next
}

const hasShape = (item: Item): item is Item & Pickable<number> => item.shape !== null

let last: { items: Doc['items']; display: Display; list: Pickable<number>[] } | null = null

/** Items that can be picked: visible and not locked. Keypoints without a shape are picked by their box. */
export function pickables({ items }: Doc, display: Display): Pickable<number>[] {
  if (last?.items === items && last.display === display) return last.list
  const list: Pickable<number>[] = []
  for (const item of items.values()) {
    if (isShown(display, item) && !display.locked.has(item.id))
      list.push(hasShape(item) ? item : { ...item, shape: boxToShape(item.bounds) })
  }
  last = { items, display, list }
  return list
}

let lastPicker: { list: Pickable<number>[]; pick: Picker<number> } | null = null

/** Finds the item under a point. */
export function pickerOf(doc: Doc, display: Display): Picker<number> {
  const list = pickables(doc, display)
  if (lastPicker?.list !== list) lastPicker = { list, pick: makePicker(list) }
  return lastPicker.pick
}
