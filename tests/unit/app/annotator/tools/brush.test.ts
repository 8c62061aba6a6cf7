import { describe, expect, test } from 'vitest'
import { distanceToSegment, imagePoint } from '@/core/geometry/point'
import { decodeRle } from '@/core/mask/rle'
import type { Shape } from '@/core/shape/types'
import { shapeToRle } from '@/core/shape/shape'
import { docOf, draw, item, square } from './draw'

const size = { width: 100, height: 100 }
const pixels = (shape: Shape | null | undefined) => decodeRle(shapeToRle(shape!, size)).data
const count = (data: Uint8Array) => data.reduce((sum, value) => sum + value, 0)
/** 20 screen pixels at 400 %. */
const RADIUS = 2.5

/** Every pixel whose middle is no farther than the radius from the path. */
function reference(path: [number, number][], radius = RADIUS): Uint8Array {
  return Uint8Array.from({ length: 100 * 100 }, (_, index) => {
    const middle = imagePoint((index % 100) + 0.5, Math.floor(index / 100) + 0.5)
    return Number(
      path.some(
        ([x, y], at) => distanceToSegment(middle, imagePoint(x, y), imagePoint(...(path[at + 1] ?? [x, y]))) <= radius,
      ),
    )
  })
}

const zigzag: [number, number][] = [
  [10.1, 10.2],
  [40.3, 22.4],
  [18.7, 51.3],
  [80.23, 90.11],
]

describe('the brush', () => {
  test('stores the pixels of the stroke as a mask', () => {
    const hand = draw.brush().drag(zigzag[0]!, ...zigzag.slice(1))
    expect(hand.shapes[0]!.kind).toBe('mask')
    expect(pixels(hand.shapes[0])).toEqual(reference(zigzag))
    expect(hand.labels).toEqual(['Brush stroke'])
  })

  test('a click is a dab', () => {
    expect(pixels(draw.brush().click(50.2, 50.1).shapes[0])).toEqual(reference([[50.2, 50.1]]))
  })

  test('the size may count image pixels', () => {
    const hand = draw.brush()
    hand.editor.setOptions({ 'brush-size': 30, 'brush-unit': 'image' })
    expect(pixels(hand.drag([20, 20.3], [60, 60]).shapes[0])).toEqual(
      reference(
        [
          [20, 20.3],
          [60, 60],
        ],
        15,
      ),
    )
  })

  test('Shift adds to the selected annotation, whatever its kind', () => {
    const hand = draw.brush(docOf([item(1, square(10, 10, 20))]))
    hand.editor.select([1])
    hand.hold({ shift: true }).drag([20, 20], [70, 20])
    const stroke = reference([
      [20, 20],
      [70, 20],
    ])
    expect(pixels(hand.shapes[0])).toEqual(pixels(square(10, 10, 20)).map((value, index) => value | stroke[index]!))
    expect(hand.shapes).toHaveLength(1)
  })

  test('Alt paints a hole, and the hole is still there after the next stroke', () => {
    const hand = draw.brush(docOf([item(1, square(10, 10, 60))]))
    hand.editor.select([1])
    hand.hold({ alt: true }).click(40, 40)
    hand.hold({ shift: true }).drag([20, 80], [60, 80])
    const [hole, stroke] = [
      reference([[40, 40]]),
      reference([
        [20, 80],
        [60, 80],
      ]),
    ]
    expect(pixels(hand.shapes[0])).toEqual(
      pixels(square(10, 10, 60)).map((value, index) => (value & (1 - hole[index]!)) | stroke[index]!),
    )
  })

  test('Shift and Alt keep what is common', () => {
    const hand = draw.brush(docOf([item(1, square(10, 10, 60))]))
    hand.editor.select([1])
    hand.hold({ alt: true, shift: true }).drag([40, 40], [90, 40])
    const stroke = reference([
      [40, 40],
      [90, 40],
    ])
    expect(pixels(hand.shapes[0])).toEqual(pixels(square(10, 10, 60)).map((value, index) => value & stroke[index]!))
  })

  test('a pen that presses less paints thinner, if that is wanted', () => {
    const soft = draw.brush().hold({ pressure: 0.5 }).click(50.1, 50.2)
    expect(pixels(soft.shapes[0])).toEqual(reference([[50.1, 50.2]], RADIUS / 2))
    const even = draw.brush().hold({ pressure: 0.5 })
    even.editor.setOptions({ 'brush-pressure': false })
    expect(pixels(even.click(50.1, 50.2).shapes[0])).toEqual(reference([[50.1, 50.2]]))
  })

  test('undo in mid-stroke drops the stroke, and the rest of the press paints nothing', () => {
    const hand = draw.brush().press(10, 10).move(30, 30).key('Backspace').move(50, 50).release(50, 50)
    expect(hand.shapes).toEqual([])
    expect(hand.editor.draft).toBeNull()
    expect(hand.drag([10, 10], [20, 20]).shapes).toHaveLength(1)
  })

  test('a move adds one point to what is drawn, and copies nothing', () => {
    const hand = draw.brush().press(10, 10)
    const first = hand.editor.draft
    hand.move(20, 20).move(30, 20)
    const last = hand.editor.draft
    expect(last).not.toBe(first)
    expect(last).toMatchObject({ kind: 'stroke', path: [10, 10, 20, 20, 30, 20] })
    expect(first?.kind === 'stroke' && last?.kind === 'stroke' && first.path === last.path).toBe(true)
  })
})

describe('the eraser', () => {
  test('takes pixels from the annotation under the pointer when none is selected', () => {
    const hand = draw.eraser(docOf([item(1, square(10, 10, 60))])).drag([5, 40], [40, 40], [90, 40])
    const stroke = reference([
      [5, 40],
      [90, 40],
    ])
    expect(pixels(hand.shapes[0])).toEqual(
      pixels(square(10, 10, 60)).map((value, index) => value & (1 - stroke[index]!)),
    )
    expect([...hand.editor.selection]).toEqual([1])
  })

  test('spares what is not selected', () => {
    const hand = draw.eraser(docOf([item(1, square(10, 10, 20)), item(2, square(40, 40, 20))]))
    hand.editor.select([2])
    hand.drag([15, 15], [25, 25])
    expect(hand.commits).toEqual([])
    expect(hand.notices).toEqual([
      'Nothing was subtracted: only the selected annotation changes, and this does not touch it.',
    ])
  })

  test('an annotation of which everything is erased is gone', () => {
    const hand = draw.eraser(docOf([item(1, square(10, 10, 4))]))
    hand.editor.setOptions({ 'brush-size': 60, 'brush-unit': 'screen' })
    expect(hand.click(12, 12).shapes).toEqual([])
    expect(hand.commits[0]!.changes).toMatchObject([{ id: 1, after: null }])
  })

  test('over empty ground nothing happens, and it is said', () => {
    const hand = draw.eraser(docOf([item(1, square(10, 10, 20))])).drag([60, 60], [90, 90])
    expect(hand.commits).toEqual([])
    expect(count(pixels(hand.shapes[0]))).toBe(400)
    expect(hand.notices).toEqual(['There is no annotation here to erase.'])
  })
})
