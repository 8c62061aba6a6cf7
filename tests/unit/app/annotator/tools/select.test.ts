import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { box, docOf, draw, item, square } from './draw'

const two = () => docOf([item(1, square(10, 10, 80)), item(2, box(20, 20, 20, 20))])
const selectionOf = (hand: ReturnType<typeof draw.select>) => [...hand.editor.selection]

describe('selecting', () => {
  test('a click selects the smallest shape under the pointer', () => {
    expect(selectionOf(draw.select(two()).click(30, 30))).toEqual([2])
    expect(selectionOf(draw.select(two()).click(70, 70))).toEqual([1])
  })

  test('Shift adds, and takes away again', () => {
    const hand = draw.select(two()).click(30, 30).hold({ shift: true }).click(70, 70)
    expect(selectionOf(hand)).toEqual([2, 1])
    expect(selectionOf(hand.click(30, 30))).toEqual([1])
  })

  test('a click on empty ground selects nothing, Esc too', () => {
    expect(selectionOf(draw.select(two()).click(30, 30).click(5, 5))).toEqual([])
    expect(selectionOf(draw.select(two()).click(30, 30).key('Escape'))).toEqual([])
  })

  test('a frame selects what lies in it as a whole', () => {
    const hand = draw.select(docOf([item(1, square(40, 40, 50)), item(2, box(20, 20, 10, 10))])).drag([5, 5], [50, 50])
    expect(selectionOf(hand)).toEqual([2])
  })

  test('what is hidden cannot be picked', () => {
    const hand = draw.select(two())
    hand.editor.show({ hidden: new Set([2]) })
    expect(selectionOf(hand.click(30, 30))).toEqual([1])
  })
})

describe('moving', () => {
  test('a drag moves what it selects, as one change', () => {
    const hand = draw.select(two()).drag([30, 30], [35, 30], [40, 37])
    expect(hand.editor.doc.items.get(2)!.shape).toEqual(box(30, 27, 20, 20))
    expect(hand.commits).toEqual([
      {
        label: 'Move',
        changes: [{ id: 2, base: 1, before: { shape: box(20, 20, 20, 20) }, after: { shape: box(30, 27, 20, 20) } }],
      },
    ])
  })

  test('nothing leaves the image', () => {
    expect(draw.select(docOf([item(2, box(20, 20, 20, 20))])).drag([30, 30], [-50, 200]).shapes).toEqual([
      box(0, 80, 20, 20),
    ])
  })

  test('a selected shape moves even where a smaller one lies on it', () => {
    const hand = draw.select(two()).click(70, 70).drag([30, 25], [35, 25])
    expect(hand.editor.doc.items.get(1)!.shape).toEqual(square(15, 10, 80))
    expect(hand.editor.doc.items.get(2)!.shape).toEqual(box(20, 20, 20, 20))
  })

  test('Esc in mid-drag leaves everything as it was', () => {
    const hand = draw.select(two()).press(30, 30).move(60, 60).key('Escape').release(60, 60)
    expect(hand.commits).toEqual([])
    expect(hand.editor.draft).toBeNull()
  })

  test('keypoints move along, those that are not there stay away', () => {
    const person = item(3, box(20, 20, 20, 20), { keypoints: [25, 25, 2, 0, 0, 0] })
    const hand = draw.select(docOf([person])).drag([30, 35], [40, 35])
    expect(hand.editor.doc.items.get(3)).toMatchObject({ shape: box(30, 20, 20, 20), keypoints: [35, 25, 2, 0, 0, 0] })
    expect(hand.commits[0]!.changes).toHaveLength(1)
  })

  test('what another tab deletes in mid-drag is let go', () => {
    const hand = draw.select(two()).press(30, 30).move(60, 60)
    hand.editor.replace(docOf([item(1, square(10, 10, 80))]))
    hand.release(60, 60)
    expect(hand.commits).toEqual([])
    expect(selectionOf(hand)).toEqual([])
  })
})

describe('a box', () => {
  test('is scaled by its handles, over itself too', () => {
    expect(draw.select(two()).click(30, 30).drag([40, 40], [60, 50]).shapes[1]).toEqual(box(20, 20, 40, 30))
    expect(draw.select(two()).click(30, 30).drag([20, 30], [50, 30]).shapes[1]).toEqual(box(40, 20, 10, 20))
  })
})

describe('a vertex', () => {
  const selected = () => draw.select(docOf([item(1, square(10, 10, 80))])).click(50, 50)
  const outerOf = (hand: ReturnType<typeof selected>) =>
    (hand.shapes[0] as { parts: { outer: number[] }[] }).parts[0]!.outer

  test('is dragged', () => {
    const hand = selected().drag([90, 90], [95, 99.999])
    expect(outerOf(hand)).toEqual([10, 10, 90, 10, 95, 100, 10, 90])
    expect(hand.labels).toEqual(['Move point'])
  })

  test('is added on an edge by a double-click or Alt-click', () => {
    expect(outerOf(selected().doubleClick(50, 10.5))).toEqual([10, 10, 50, 10, 90, 10, 90, 90, 10, 90])
    expect(outerOf(selected().hold({ alt: true }).click(50, 10.5))).toEqual([10, 10, 50, 10, 90, 10, 90, 90, 10, 90])
  })

  test('is deleted, the annotation only after that', () => {
    const hand = selected().click(90, 90).key('Delete')
    expect(outerOf(hand)).toEqual([10, 10, 90, 10, 10, 90])
    expect(hand.key('Delete').shapes).toEqual([])
    expect(hand.labels).toEqual(['Delete point', 'Delete annotation'])
    expect(hand.commits[1]!.changes[0]).toMatchObject({
      after: null,
      before: { category_id: 1, shape: { kind: 'polygons' } },
    })
  })
})

describe('arrow keys', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('steps add up to one change after a pause', () => {
    const hand = draw.select(two()).click(30, 30).key('ArrowRight').key('ArrowRight').key('ArrowDown')
    expect(hand.commits).toEqual([])
    vi.advanceTimersByTime(500)
    expect(hand.labels).toEqual(['Move'])
    expect(hand.shapes[1]).toEqual(box(22, 21, 20, 20))
  })

  test('another tool does not lose them', () => {
    const hand = draw.select(two()).click(30, 30).key('ArrowRight').take('box')
    expect(hand.shapes[1]).toEqual(box(21, 20, 20, 20))
  })
})

describe('repeated clicks', () => {
  test('go through what overlaps, until the pointer is elsewhere', () => {
    const hand = draw.select(two()).click(30, 30).click(30, 30)
    expect(selectionOf(hand)).toEqual([1])
    expect(selectionOf(hand.click(30, 30))).toEqual([2])
    expect(selectionOf(hand.click(36, 36))).toEqual([2])
  })

  test('a drag between them starts anew', () => {
    const hand = draw.select(two()).click(30, 30).drag([30, 30], [35, 30]).click(35, 30)
    expect(selectionOf(hand)).toEqual([2])
  })

  test('a double-click is meant for what its first click selected', () => {
    const hand = draw.select(docOf([item(1, square(10, 10, 80)), item(2, square(20, 20, 20))])).doubleClick(30, 20)
    expect(selectionOf(hand)).toEqual([2])
    expect(hand.labels).toEqual(['Add point'])
  })
})
