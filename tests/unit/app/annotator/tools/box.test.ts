import { expect, test } from 'vitest'
import { pressAtCursor } from '@/app/annotator/editor/keyCursor'
import { box, docOf, draw, item, square } from './draw'

test('drag from corner to corner, in any direction', () => {
  expect(draw.box().drag([60, 50], [30, 30], [20, 10]).shapes).toEqual([box(20, 10, 40, 40)])
})

test('click both corners', () => {
  expect(draw.box().click(20, 10).move(30, 30).click(60, 50).shapes).toEqual([box(20, 10, 40, 40)])
})

test('it ends at the border of the image, to 1/100 pixel', () => {
  expect(draw.box().drag([50.126, 50], [150, 180]).shapes).toEqual([box(50.13, 50, 49.87, 50)])
})

test('Esc drops it', () => {
  const hand = draw.box().press(10, 10).move(50, 50).key('Escape').release(60, 60)
  expect(hand.commits).toEqual([])
  expect(hand.editor.draft).toBeNull()
})

test('a box of no height is none', () => {
  expect(draw.box().drag([10, 10], [50, 10]).shapes).toEqual([])
})

test('Alt cuts it out of the selected annotation', () => {
  const hand = draw.box(docOf([item(5, square(10, 10, 80))])).hold({ alt: true })
  hand.editor.select([5])
  hand.drag([30, 30], [50, 50])
  expect(hand.shapes).toMatchObject([{ parts: [{ holes: [[30, 30, 50, 30, 50, 50, 30, 50]] }] }])
})

test('by keys: arrows move the cross-hair, a press sets the corner', () => {
  const hand = draw.box().move(20, 20)
  pressAtCursor(hand.editor)
  // At 400 % a step is one pixel of the image.
  for (let step = 0; step < 10; step++) hand.key('ArrowRight').key('ArrowDown')
  pressAtCursor(hand.editor)
  expect(hand.shapes).toEqual([box(20, 20, 10, 10)])
})

test('one that covers no pixel is none, and that is said', () => {
  const hand = draw.box().drag([10, 10.1], [40, 10.3])
  expect([hand.shapes, hand.notices]).toEqual([[], ['That covers no pixels, so nothing was drawn.']])
  // the middle of the pixels 10 to 39 of line 10
  expect(hand.drag([10, 10.4], [40, 10.6]).shapes).toEqual([box(10, 10.4, 30, 0.2)])
})

test('Shift after the press makes a square, as large as there is room for', () => {
  const hand = draw.box().press(20, 10).move(30, 20).hold({ shift: true })
  expect(hand.move(60, 30).release(60, 30).shapes).toEqual([box(20, 10, 40, 40)])
  const other = draw.box().press(80, 50).move(70, 40).hold({ shift: true })
  expect(other.move(95, 5).release(95, 5).shapes).toEqual([box(80, 30, 20, 20)])
})

test('Shift held before the press adds, and squares nothing', () => {
  const hand = draw.box(docOf([item(5, square(10, 10, 20))]))
  hand.editor.select([5])
  hand.hold({ shift: true }).drag([50, 50], [70, 60])
  expect(hand.labels).toEqual(['Add part'])
  expect(hand.shapes).toMatchObject([{ parts: [{}, { outer: [50, 50, 70, 50, 70, 60, 50, 60] }] }])
})

test('Space moves the box being drawn, inside the image, and its drawing goes on', () => {
  const hand = draw.box().press(20, 20).move(40, 30).hold({ space: true }).move(40, 30).move(50, 45)
  expect(hand.editor.draft).toMatchObject({ box: [30, 35, 20, 10] })
  hand.move(200, 45)
  expect(hand.editor.draft).toMatchObject({ box: [80, 35, 20, 10] })
  hand.move(50, 45).hold({}).move(60, 55)
  expect(hand.release(60, 55).shapes).toEqual([box(30, 35, 30, 20)])
})
