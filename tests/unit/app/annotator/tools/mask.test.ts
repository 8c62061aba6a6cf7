import { expect, test } from 'vitest'
import { readColor } from '@/app/annotator/canvas/paint/color'
import { croppedPixels } from '@/core/mask/crop'
import type { MaskShape } from '@/core/shape/types'

// 4 rows, 3 columns: 2 and 3 of the first column, all of the second, 0 of the third.
const mask: MaskShape = { kind: 'mask', size: [4, 3], counts: [2, 7, 3] }

test('the pixels in the box, row by row', () => {
  expect(croppedPixels(mask, [0, 0, 3, 4], 1)).toEqual({
    width: 3,
    height: 4,
    data: new Uint8Array([0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0]),
  })
})

test('the box cuts', () => {
  const inner: MaskShape = { kind: 'mask', size: [4, 3], counts: [5, 2, 5] }
  expect(croppedPixels(inner, [1, 1, 1, 2], 1)).toEqual({ width: 1, height: 2, data: new Uint8Array([1, 1]) })
})

test('a box that leaves the image has nothing there', () => {
  expect(croppedPixels(mask, [-1, 2, 3, 4], 1)).toEqual({
    width: 3,
    height: 4,
    data: new Uint8Array([0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0]),
  })
})

test('of a huge mask every second pixel', () => {
  // Rows 0 and 2 of the columns 0 and 2.
  expect(croppedPixels(mask, [0, 0, 3, 4], 2)).toEqual({ width: 2, height: 2, data: new Uint8Array([0, 1, 1, 0]) })
})

test('colours are read without asking the browser', () => {
  expect(readColor('#33aaFF')).toEqual([51, 170, 255])
})
