import { describe, expect, test } from 'vitest'
import { putCopies, takeCopies } from '@/app/annotator/editor/clipboard'
import { pasteCopies } from '@/app/annotator/editor/copying'
import { setBox, setMetadata } from '@/app/annotator/operations/annotation'
import { bringForward, bringToFront, sendBackward, sendToBack } from '@/app/annotator/operations/order'
import { copiesOf, duplicateSelected } from '@/app/annotator/operations/copies'
import {
  fillSelected,
  intersectSelected,
  mergeSelected,
  selectedToBox,
  selectedToMask,
  selectedToPolygon,
  simplifySelected,
  splitSelected,
  subtractSelected,
} from '@/app/annotator/operations/shapes'
import { lockSelected, toggleLock, toggleSolo } from '@/app/annotator/operations/visibility'
import { rleArea } from '@/core/mask/measure'
import { toRle } from '@/core/mask/rle'
import { box, category, docOf, draw, item, square, type Hand } from './tools/draw'

const two = () => docOf([item(1, square(10, 10, 20)), item(2, square(50, 10, 20))])
const selecting = (doc = two(), ...ids: number[]) => {
  const hand = draw.select(doc)
  hand.editor.select(ids.length > 0 ? ids : [...doc.items.keys()])
  return hand
}
const shapeOf = (hand: Hand, id: number) => hand.editor.doc.items.get(id)?.shape

describe('shapes', () => {
  test('merge gives all parts to the one selected first, split gives them back', () => {
    const hand = selecting(two(), 2, 1)
    mergeSelected(hand.editor)
    expect([...hand.editor.doc.items.keys()]).toEqual([2])
    splitSelected(hand.editor)
    expect(hand.shapes).toEqual([square(50, 10, 20), square(10, 10, 20)])
    expect(hand.editor.selection.size).toBe(2)
    expect(hand.labels).toEqual(['Merge 2 annotations', 'Split parts'])
  })

  test('subtract leaves the others alone, and removes what is covered wholly', () => {
    const hand = selecting(docOf([item(1, square(10, 10, 40)), item(2, square(20, 20, 10))]))
    subtractSelected(hand.editor)
    expect(shapeOf(hand, 1)).toMatchObject({ parts: [{ holes: [[20, 20, 30, 20, 30, 30, 20, 30]] }] })
    expect(shapeOf(hand, 2)).toEqual(square(20, 20, 10))
    hand.editor.select([2, 1])
    fillSelected(hand.editor)
    subtractSelected(hand.editor)
    expect([...hand.editor.doc.items.keys()]).toEqual([1])
  })

  test('intersect keeps what is common', () => {
    const hand = selecting(docOf([item(1, box(10, 10, 40, 40)), item(2, box(30, 30, 40, 40))]))
    intersectSelected(hand.editor)
    expect(hand.shapes).toEqual([box(30, 30, 20, 20), box(30, 30, 40, 40)])
  })

  test('box, polygon and mask turn into each other without loss', () => {
    const hand = selecting(docOf([item(1, box(10, 10, 20, 20))]))
    selectedToPolygon(hand.editor)
    expect(hand.shapes).toEqual([square(10, 10, 20)])
    selectedToMask(hand.editor)
    expect(rleArea(toRle(hand.shapes[0] as never))).toBe(400)
    selectedToPolygon(hand.editor)
    selectedToBox(hand.editor)
    expect(hand.shapes).toEqual([box(10, 10, 20, 20)])
  })

  test('what changes nothing is no step', () => {
    const hand = selecting()
    simplifySelected(hand.editor)
    fillSelected(hand.editor)
    splitSelected(hand.editor)
    expect(hand.commits).toEqual([])
  })
})

describe('copies', () => {
  test('a duplicate lies beside what it copies, inside the image', () => {
    const hand = selecting(
      docOf([item(1, square(10, 10, 20), { metadata: { ripe: true } }), item(2, square(75, 75, 20))]),
    )
    duplicateSelected(hand.editor)
    expect(hand.shapes.slice(2)).toEqual([square(20, 20, 20), square(65, 65, 20)])
    expect(hand.commits[0]!.changes[0]!.after).toMatchObject({ metadata: { ripe: true }, iscrowd: false })
  })

  test('pasted onto another image at the same place, cut at its borders, category by name', () => {
    const from = docOf([
      item(1, square(10, 10, 40)),
      item(2, square(80, 80, 10)),
      item(3, box(0, 0, 90, 5), { categoryId: 2 }),
    ])
    putCopies(copiesOf(from, [...from.items.values()]))
    const hand = draw.select({
      ...docOf([], [category(8, 'bolt'), category(1, 'nut')]),
      imageId: 8,
      size: { width: 60, height: 30 },
    })
    pasteCopies(hand.editor)
    expect(hand.editor.selectedItems).toMatchObject([
      { categoryId: 1, bounds: [10, 10, 40, 20] },
      { categoryId: 8, shape: box(0, 0, 60, 5) },
    ])
    expect(hand.notices).toEqual([expect.stringMatching(/^1 of 3 skipped/)])
  })

  test('where their category is not, they get the current one, and it is said', () => {
    putCopies(copiesOf(two(), [item(1, square(10, 10, 20))]))
    const hand = draw.select(docOf([], [category(8, 'screw')]))
    pasteCopies(hand.editor)
    expect(hand.editor.selected).toMatchObject({ categoryId: 8, shape: square(10, 10, 20) })
    expect(hand.notices).toEqual(['1 of 1 pasted as “screw”: this dataset does not have their category.'])
  })

  test('pasting again and again never covers what is there', () => {
    putCopies(copiesOf(two(), [item(1, square(10, 10, 20))]))
    const hand = draw.select(two())
    pasteCopies(hand.editor)
    pasteCopies(hand.editor)
    expect(hand.shapes.slice(2)).toEqual([square(20, 20, 20), square(30, 30, 20)])
    expect(takeCopies()).toHaveLength(1)
  })

  test('keypoints outside the smaller image are not there', () => {
    const from = docOf([item(1, null, { keypoints: [5, 5, 2, 90, 90, 1] })])
    putCopies(copiesOf(from, [...from.items.values()]))
    const hand = draw.select({ ...docOf([]), size: { width: 50, height: 50 } })
    pasteCopies(hand.editor)
    expect(hand.editor.selected?.keypoints).toEqual([5, 5, 2, 0, 0, 0])
  })
})

describe('order and properties', () => {
  const order = (hand: Hand) => [...hand.editor.doc.items.keys()]

  test('front and back are kept in the metadata and change what is drawn above', () => {
    const hand = selecting(two(), 1)
    bringToFront(hand.editor)
    expect(order(hand)).toEqual([2, 1])
    expect(hand.commits[0]!.changes[0]).toMatchObject({ before: { metadata: {} }, after: { metadata: { z_order: 1 } } })
    sendToBack(hand.editor)
    expect(order(hand)).toEqual([1, 2])
  })

  test('one step goes past what touches it, and only what must gets another height', () => {
    const hand = selecting(
      docOf([
        item(1, box(0, 0, 20, 20)),
        item(2, box(80, 80, 5, 5)),
        item(3, box(10, 10, 20, 20)),
        item(4, box(5, 5, 20, 20)),
      ]),
      1,
    )
    bringForward(hand.editor)
    expect(order(hand)).toEqual([2, 3, 1, 4])
    bringForward(hand.editor)
    expect(order(hand)).toEqual([2, 3, 4, 1])
    bringForward(hand.editor)
    expect(hand.labels).toEqual(['Bring forward', 'Bring forward'])
    sendBackward(hand.editor)
    sendBackward(hand.editor)
    expect(order(hand)).toEqual([2, 1, 3, 4])
    sendBackward(hand.editor)
    expect(hand.commits).toHaveLength(4)
  })

  test('numbers for a box are cut at the image, and refused without extent', () => {
    const hand = selecting(docOf([item(1, box(10, 10, 20, 20))]))
    expect(setBox(hand.editor, 1, [80, 0.123, 50, 9])).toBe(true)
    expect(hand.shapes).toEqual([box(80, 0.12, 20, 9)])
    expect(setBox(hand.editor, 1, [10, 10, 0, 5])).toBe(false)
  })

  test('metadata is one step', () => {
    const hand = selecting(two(), 1)
    setMetadata(hand.editor, 1, { ripe: true, note: 'x', grams: 3 })
    expect(hand.editor.selected?.metadata).toEqual({ ripe: true, note: 'x', grams: 3 })
    expect(hand.labels).toEqual(['Change metadata'])
  })

  test('the time a gesture took is put down to what it changed, in equal shares', () => {
    const hand = selecting()
    hand.editor.takeTime = () => 3000
    selectedToBox(hand.editor)
    expect(hand.commits[0]!.changes.map(({ after }) => after?.milliseconds)).toEqual([1500, 1500])
    selectedToMask(hand.editor)
    expect(hand.editor.doc.items.get(1)?.milliseconds).toBe(3000)
  })
})

describe('locked and alone', () => {
  test('what is locked is neither picked nor framed, until it is unlocked', () => {
    const hand = selecting(two(), 1)
    lockSelected(hand.editor)
    expect(hand.editor.selection.size).toBe(0)
    hand.click(20, 20)
    expect(hand.editor.selection.size).toBe(0)
    expect([...hand.drag([1, 1], [99, 99]).editor.selection]).toEqual([2])
    toggleLock(hand.editor, 1)
    expect([...hand.click(20, 20).editor.selection]).toEqual([1])
  })

  test('solo hides all others, and shows them again', () => {
    const hand = selecting(two(), 1)
    toggleSolo(hand.editor)
    expect([...hand.editor.display.hidden]).toEqual([2])
    toggleSolo(hand.editor)
    expect(hand.editor.display.hidden.size).toBe(0)
  })
})

describe('a lasso', () => {
  const scattered = () =>
    docOf([item(1, square(20, 20, 10)), item(2, square(70, 20, 10)), item(3, box(20, 70, 10, 10))])

  test('selects what lies in it as a whole', () => {
    const hand = draw.select(scattered()).hold({ alt: true }).drag([60, 10], [90, 10], [90, 40], [60, 40], [25, 75])
    expect([...hand.editor.selection]).toEqual([2])
    const around = draw.select(scattered()).hold({ alt: true }).drag([10, 10], [40, 10], [40, 90], [10, 90])
    expect([...around.editor.selection]).toEqual([1, 3])
  })
})
