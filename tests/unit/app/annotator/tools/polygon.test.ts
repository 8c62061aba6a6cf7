import { describe, expect, test } from 'vitest'
import { category, docOf, draw, item, square } from './draw'

const triangle = { kind: 'polygons', parts: [{ outer: [10, 10, 90, 10, 50, 90], holes: [] }] }

describe('drawing', () => {
  test('Enter closes', () => {
    const hand = draw.polygon().click(10, 10).click(90, 10).click(50, 90).key('Enter')
    expect(hand.shapes).toEqual([triangle])
    expect(hand.labels).toEqual(['Draw polygon'])
    expect(hand.commits[0]!.changes[0]).toMatchObject({
      before: null,
      base: null,
      after: { category_id: 1, shape: triangle },
    })
  })

  test('a click on the first vertex closes, within 8 screen pixels', () => {
    expect(draw.polygon().click(10, 10).click(90, 10).click(50, 90).click(11.5, 10.5).shapes).toEqual([triangle])
  })

  test('a click a little farther away is one more vertex', () => {
    const hand = draw.polygon().click(10, 10).click(90, 10).click(50, 90).click(13, 12)
    expect(hand.shapes).toEqual([])
    expect(hand.kept?.points).toHaveLength(4)
  })

  test('a double-click adds its point once and closes', () => {
    expect(draw.polygon().click(10, 10).click(90, 10).doubleClick(50, 90).shapes).toEqual([triangle])
  })

  test('points outside the image are put on its border, to 1/100 pixel', () => {
    const hand = draw.polygon().click(-5, 20.123).click(120, 20).click(50, 150).key('Enter')
    expect(hand.shapes).toEqual([{ kind: 'polygons', parts: [{ outer: [0, 20.12, 100, 20, 50, 100], holes: [] }] }])
  })

  test('two points, or three in a line, are not closed', () => {
    const hand = draw.polygon().click(10, 10).click(50, 10).key('Enter').click(90, 10).key('Enter')
    expect(hand.shapes).toEqual([])
    expect(hand.kept?.points).toHaveLength(3)
  })

  test('a dragged line is drawn freehand and closes where it began', () => {
    const hand = draw.polygon().drag([10, 10], [30, 10], [50, 10], [50, 50], [30, 50], [10, 50], [10, 10.5])
    expect(hand.shapes).toEqual([
      { kind: 'polygons', parts: [{ outer: [10, 10, 30, 10, 50, 10, 50, 50, 30, 50, 10, 50], holes: [] }] },
    ])
  })
})

describe('in mid-polygon', () => {
  test('Backspace takes back the last vertex', () => {
    const hand = draw.polygon().click(10, 10).click(90, 10).click(99, 99).key('Backspace').click(50, 90).key('Enter')
    expect(hand.shapes).toEqual([triangle])
  })

  test('Esc puts everything aside, redo brings it again', () => {
    const hand = draw.polygon().click(10, 10).click(90, 10).key('Escape')
    expect(hand.setAside?.points).toHaveLength(2)
    hand.key('Redo').click(50, 90).key('Enter')
    expect(hand.shapes).toEqual([triangle])
    hand.key('Redo')
    expect(hand.editor.draft, 'what is finished is no draft').toBeNull()
  })

  test('points taken back come again, until another is drawn', () => {
    const hand = draw.polygon().click(10, 10).click(90, 10).click(50, 90).key('Backspace').key('Backspace')
    hand.key('Redo').key('Redo').key('Redo').key('Enter')
    expect(hand.shapes).toEqual([triangle])
    const other = draw.polygon().click(10, 10).click(90, 10).key('Backspace').click(50, 90).key('Redo')
    expect(other.kept?.points).toHaveLength(2)
  })

  test('a line drawn freehand is one step', () => {
    const hand = draw.polygon().click(10, 10).drag([30, 10], [50, 10], [50, 50], [30, 50]).key('Backspace')
    expect(hand.kept?.points).toEqual([[10, 10]])
    expect(hand.key('Redo').kept?.points).toHaveLength(5)
  })

  test('an outline that crosses itself is told of', () => {
    const hand = draw.polygon().click(10, 10).click(90, 80).click(90, 10).click(10, 60).key('Enter')
    expect(hand.notices.join()).toContain('crosses itself')
  })

  test('Esc leaves the document as it was', () => {
    const hand = draw.polygon().click(10, 10).click(90, 10).key('Escape')
    expect(hand.editor.draft).toBeNull()
    expect(hand.kept).toBeNull()
    expect(hand.commits).toEqual([])
    expect(hand.editor.cancel()).toBe(false)
  })

  test('a second finger takes back the point of the first', () => {
    const hand = draw.polygon().click(10, 10).press(40, 40)
    hand.editor.pointerCancel()
    expect(hand.kept?.points).toEqual([[10, 10]])
  })

  test('it is kept as it grows, and goes on where it was', () => {
    const { kept } = draw.polygon().click(10, 10).click(90, 10)
    expect(kept).toEqual({
      tool: 'polygon',
      points: [
        [10, 10],
        [90, 10],
      ],
      mode: 'new',
      target: null,
      categoryId: 1,
    })
    const next = draw.select()
    next.editor.restore(kept!)
    expect(next.click(50, 90).key('Enter').shapes).toEqual([triangle])
    expect(next.kept).toBeNull()
  })
})

describe('with an annotation selected', () => {
  const outer = [10, 10, 90, 10, 90, 90, 10, 90]
  const one = () => docOf([item(5, square(10, 10, 80))])
  const ring = (hand: ReturnType<typeof draw.polygon>) => hand.click(30, 30).click(60, 30).click(30, 60).key('Enter')

  test('Alt cuts a hole out of it', () => {
    const hand = draw.polygon(one()).hold({ alt: true })
    hand.editor.select([5])
    expect(ring(hand).shapes).toEqual([{ kind: 'polygons', parts: [{ outer, holes: [[30, 30, 60, 30, 30, 60]] }] }])
    expect(hand.commits[0]!.changes[0]).toMatchObject({ id: 5, base: 1, before: { shape: square(10, 10, 80) } })
  })

  test('Shift adds a part to it', () => {
    const hand = draw.polygon(one()).hold({ shift: true })
    hand.editor.select([5])
    expect(ring(hand).shapes).toMatchObject([{ parts: [{ outer }, { outer: [30, 30, 60, 30, 30, 60], holes: [] }] }])
  })

  test('a cut across its outline leaves a polygon', () => {
    const hand = draw.polygon(one()).hold({ alt: true })
    hand.editor.select([5])
    hand.click(0, 0).click(50, 0).click(50, 99).click(0, 99).key('Enter')
    // What is left are the columns 50 to 89 of the rows 10 to 89.
    expect(hand.editor.doc.items.get(5)).toMatchObject({ shape: { kind: 'polygons' }, bounds: [50, 10, 40, 80] })
  })

  test('a cut that leaves nothing deletes it', () => {
    const hand = draw.polygon(one()).hold({ alt: true })
    hand.editor.select([5])
    hand.click(0, 0).click(99, 0).click(99, 99).click(0, 99).key('Enter')
    expect(hand.shapes).toEqual([])
    expect(hand.labels).toEqual(['Cut out everything'])
  })

  test('without either a new annotation is made and selected', () => {
    const hand = draw.polygon(one())
    hand.editor.select([5])
    ring(hand)
    expect(hand.shapes).toHaveLength(2)
    expect(hand.editor.selected?.id).toBeLessThan(0)
  })
})

test('without a category the shape waits for one', () => {
  const hand = draw.polygon(docOf([], [])).click(10, 10).click(90, 10).click(50, 90).key('Enter')
  expect(hand.commits).toEqual([])
  expect(hand.editor.waiting?.shape).toEqual(triangle)
  hand.editor.replace(docOf([], [category(3, 'nut')]))
  hand.editor.setCategory(3)
  expect(hand.commits[0]!.changes[0]).toMatchObject({ after: { category_id: 3, shape: triangle } })
  expect(hand.editor.waiting).toBeNull()
})

test('whose category went into the trash meanwhile waits for another one', () => {
  const hand = draw.polygon().click(10, 10).click(90, 10)
  hand.editor.replace(docOf([], [category(2, 'bolt')]))
  hand.click(50, 90).key('Enter')
  expect(hand.commits).toEqual([])
  hand.editor.setCategory(2)
  expect(hand.commits[0]!.changes[0]).toMatchObject({ after: { category_id: 2, shape: triangle } })
})

test('a first point put on the border is closed where it was clicked', () => {
  expect(draw.polygon().click(10, -20).click(90, 10).click(50, 90).click(10, -20).shapes).toHaveLength(1)
})
