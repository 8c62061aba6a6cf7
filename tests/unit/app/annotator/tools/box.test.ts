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
