import { expect, test } from 'vitest'
import { repeatShape } from '@/app/annotator/operations/repeat'
import { signedArea } from '@/core/geometry/polygon'
import type { PolygonsShape, Shape } from '@/core/shape/types'
import { box, docOf, Hand } from './draw'

const ringOf = (shape: Shape | null | undefined) => (shape as PolygonsShape).parts[0]!.outer

test('an ellipse is a polygon of the area that an ellipse has', () => {
  const hand = new Hand().take('ellipse').drag([20, 30], [50, 40], [80, 70])
  expect(hand.labels).toEqual(['Draw ellipse'])
  const ring = ringOf(hand.shapes[0])
  expect(Math.abs(Math.abs(signedArea(ring)) / (Math.PI * 30 * 20) - 1)).toBeLessThan(0.002)
  for (let index = 0; index < ring.length; index += 2) {
    const [x, y] = [(ring[index]! - 50) / 30, (ring[index + 1]! - 50) / 20]
    expect(Math.hypot(x, y)).toBeCloseTo(1, 2)
  }
})

test('Shift makes a circle', () => {
  const hand = new Hand().take('ellipse').press(20, 20).move(30, 30).hold({ shift: true })
  hand.move(60, 30).release(60, 30)
  const ring = ringOf(hand.shapes[0])
  for (let index = 0; index < ring.length; index += 2)
    expect(Math.hypot(ring[index]! - 40, ring[index + 1]! - 40)).toBeCloseTo(20, 1)
})

test('a rotated box: one side, by a drag or two clicks, then how wide it is', () => {
  const wanted = [20, 20, 50, 50, 40, 60, 10, 30]
  const dragged = new Hand().take('rotated-box').drag([20, 20], [50, 50]).move(35, 55).click(35, 55)
  expect(ringOf(dragged.shapes[0])).toEqual(wanted)
  expect(dragged.labels).toEqual(['Draw rotated box'])
  const clicked = new Hand().take('rotated-box').click(20, 20).click(50, 50).click(35, 55)
  expect(ringOf(clicked.shapes[0])).toEqual(wanted)
  expect(clicked.editor.draft).toBeNull()
})

test('its corners stay in the image, all right angles; a click on its side makes nothing', () => {
  const hand = new Hand().take('rotated-box').click(10, 40).click(40, 10)
  expect(hand.click(25, 25).shapes).toEqual([])
  const [ax, ay, bx, by, cx, cy, dx, dy] = ringOf(hand.click(0, 0).shapes[0]) as number[]
  for (const value of [ax, ay, bx, by, cx, cy, dx, dy]) expect(value).toBeGreaterThanOrEqual(0)
  expect((bx! - ax!) * (cx! - bx!) + (by! - ay!) * (cy! - by!)).toBeCloseTo(0, 1)
  expect([cx! - bx!, cy! - by!]).toEqual([dx! - ax!, dy! - ay!])
})

test('undo takes back the side, then the point; Esc drops it', () => {
  const hand = new Hand().take('rotated-box').click(20, 20).click(50, 50).key('Backspace')
  expect(hand.editor.draft).toMatchObject({ anchors: [{ x: 20, y: 20 }] })
  expect(hand.key('Backspace').editor.draft).toBeNull()
  expect(hand.click(20, 20).click(50, 50).key('Escape').editor.draft).toBeNull()
  expect(hand.commits).toEqual([])
})

test('the last shape comes again where the pointer is, inside the image, as it is now', () => {
  const hand = new Hand().take('box')
  expect(repeatShape(hand.editor)).toBe(false)
  hand.drag([10, 10], [30, 20]).move(60, 60)
  expect(repeatShape(hand.editor)).toBe(true)
  hand.move(99, 99)
  repeatShape(hand.editor)
  expect(hand.shapes).toEqual([box(10, 10, 20, 10), box(50, 55, 20, 10), box(80, 90, 20, 10)])
  expect(hand.labels).toEqual(['Draw box', 'Repeat shape', 'Repeat shape'])
  hand.editor.open({ ...docOf([]), imageId: 8 })
  hand.move(40, 40)
  repeatShape(hand.editor)
  expect(hand.shapes, 'on the next image too').toEqual([box(30, 35, 20, 10)])
})
