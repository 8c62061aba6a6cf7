/** What of the document is shown, and how. Only the view; nothing here is stored with the image. */
import type { Pickable } from '@/core/shape/hit'
import { boxToShape } from '@/core/shape/shape'
import type { Doc, Item } from './document'

export interface Display {
  /** Annotations hidden one by one. */
  hidden: ReadonlySet<number>
  hiddenCategories: ReadonlySet<number>
  hideAll: boolean
  /** Of the fill, 0 to 1. */
  opacity: number
}

export const everythingShown: Display = { hidden: new Set(), hiddenCategories: new Set(), hideAll: false, opacity: 0.25 }

export const isShown = ({ hidden, hiddenCategories, hideAll }: Display, { id, categoryId }: Item): boolean =>
  !hideAll && !hidden.has(id) && !hiddenCategories.has(categoryId)

/** The same set with or without a member. */
export function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(member)) next.add(member)
  return next
}

let last: { items: Doc['items']; display: Display; list: Pickable<number>[] } | null = null

/** What can be picked: what is shown. Keypoints without a shape are picked by the box around them. */
export function pickables({ items }: Doc, display: Display): Pickable<number>[] {
  if (last?.items === items && last.display === display) return last.list
  const list: Pickable<number>[] = []
  for (const item of items.values()) {
    if (isShown(display, item)) list.push({ id: item.id, shape: item.shape ?? boxToShape(item.bounds), bounds: item.bounds, area: item.area })
  }
  last = { items, display, list }
  return list
}
