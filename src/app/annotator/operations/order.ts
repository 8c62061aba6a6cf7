/** What is drawn above what. It is kept as a height in the metadata; of equal heights the later one lies above. */
import { boxesOverlap } from '@/core/geometry/box'
import { ageOf, heightOf, Z_ORDER, type Item } from '../editor/document'
import type { Editor } from '../editor/editor'

/** Puts what is selected above everything else, in the order it has. */
export function bringToFront(editor: Editor) {
  const top = Math.max(0, ...[...editor.doc.items.values()].map(heightOf))
  setHeights(
    editor,
    'Bring to front',
    selectedInOrder(editor).map((item, index) => [item, top + 1 + index]),
  )
}

export function sendToBack(editor: Editor) {
  const bottom = Math.min(0, ...[...editor.doc.items.values()].map(heightOf))
  const items = selectedInOrder(editor)
  setHeights(
    editor,
    'Send to back',
    items.map((item, index) => [item, bottom - items.length + index]),
  )
}

/** Above the next one that touches it; nothing where nothing does. */
export function bringForward(editor: Editor) {
  setOrder(editor, 'Bring forward', moved([...editor.doc.items.values()], editor.selection))
}

export function sendBackward(editor: Editor) {
  setOrder(editor, 'Send backward', moved([...editor.doc.items.values()].reverse(), editor.selection).reverse())
}

const selectedInOrder = ({ doc, selection }: Editor) => [...doc.items.values()].filter(({ id }) => selection.has(id))

/** Each selected one behind the next in the list that touches it and is not selected. */
function moved(list: Item[], selection: ReadonlySet<number>): Item[] {
  for (let at = list.length - 1; at >= 0; at--) {
    const item = list[at]!
    if (!selection.has(item.id)) continue
    const over = list.findIndex(
      (other, index) => index > at && !selection.has(other.id) && boxesOverlap(item.bounds, other.bounds),
    )
    if (over < 0) continue
    list.splice(over + 1, 0, item)
    list.splice(at, 1)
  }
  return list
}

/** Heights that give this order, for as few as can be: the ones above are raised or the ones below lowered. */
function setOrder(editor: Editor, label: string, order: readonly Item[]) {
  const [raised, lowered] = [raise(order), lower(order)]
  setHeights(editor, label, raised.length <= lowered.length ? raised : lowered)
}

function raise(order: readonly Item[]): [Item, number][] {
  let [height, age] = [-Infinity, -Infinity]
  return order.flatMap((item): [Item, number][] => {
    const own = heightOf(item)
    const next = Math.max(own, ageOf(item) > age ? height : height + 1)
    ;[height, age] = [next, ageOf(item)]
    return next === own ? [] : [[item, next]]
  })
}

function lower(order: readonly Item[]): [Item, number][] {
  let [height, age] = [Infinity, Infinity]
  return [...order].reverse().flatMap((item): [Item, number][] => {
    const own = heightOf(item)
    const next = Math.min(own, ageOf(item) < age ? height : height - 1)
    ;[height, age] = [next, ageOf(item)]
    return next === own ? [] : [[item, next]]
  })
}

function setHeights(editor: Editor, label: string, heights: readonly [Item, number][]) {
  editor.commit(label, (changes) => {
    for (const [{ id, metadata }, height] of heights) changes.setMetadata(id, { ...metadata, [Z_ORDER]: height })
  })
}
