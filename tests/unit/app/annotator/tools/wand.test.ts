import { decode, encode } from 'jpeg-js'
import { describe, expect, test } from 'vitest'
import type { PixelSource } from '@/app/annotator/pixels/source'
import { rleArea } from '@/core/mask/measure'
import { decodeRle, encodeRle } from '@/core/mask/rle'
import { shapeToRle } from '@/core/shape/shape'
import type { Rle } from '@/core/mask/types'
import { square } from './draw'
import { crop, iou, over, readNuts, type Photo } from './photo'

type Inside = (x: number, y: number) => boolean

/** Two colours, sent through a JPEG of low quality: blocks, ringing and noise. */
function jpegOf(inside: Inside, size = { width: 240, height: 180 }, quality = 40): Photo & { truth: Rle } {
  const data = new Uint8Array(size.width * size.height * 4)
  const mask = new Uint8Array(size.width * size.height)
  for (let at = 0; at < mask.length; at++) {
    const [x, y] = [at % size.width, Math.floor(at / size.width)]
    mask[at] = Number(inside(x + 0.5, y + 0.5))
    const grain = ((x * 7919 + y * 104729) % 67) - 33
    data.set(
      (mask[at] ? [150, 90, 60] : [120, 130, 125]).map((value) => value + grain),
      at * 4,
    )
    data[at * 4 + 3] = 255
  }
  const decoded = decode(encode({ data, ...size }, quality).data, { useTArray: true })
  const pixels: PixelSource = { size, read: (box, step) => crop(decoded, box, step) }
  return { size, pixels, truths: new Map(), truth: encodeRle({ data: mask, ...size }) }
}

const ellipse: Inside = (x, y) => ((x - 120) / 80) ** 2 + ((y - 90) / 55) ** 2 <= 1
const ring: Inside = (x, y) => ellipse(x, y) && Math.hypot(x - 120, y - 90) > 25
const twoDiscs: Inside = (x, y) => Math.hypot(x - 60, y - 90) <= 40 || Math.hypot(x - 180, y - 90) <= 40

describe('the magic wand', () => {
  test('finds a thing in a noisy JPEG, whole and without specks', () => {
    const photo = jpegOf(ellipse)
    const hand = over(photo, 'wand').click(120, 90)
    expect(hand.shapes).toHaveLength(1)
    expect(iou(hand.shapes[0], photo.truth, photo.size)).toBeGreaterThan(0.97)
  })

  test('finds less of it when noise counts', () => {
    const photo = jpegOf(ellipse)
    const hand = over(photo, 'wand')
    hand.editor.setOptions({ 'wand-noise': 0, 'wand-holes': 'none' })
    expect(iou(hand.click(120, 90).shapes[0], photo.truth, photo.size)).toBeLessThan(0.9)
  })

  test('finds a date and a fig in real photos, the tolerance set by the drag', () => {
    const cases = [
      ['0.jpg', 4, 25],
      ['1.jpg', 18, 45],
      ['1.jpg', 21, 20],
    ] as const
    for (const [file, id, more] of cases) {
      const photo = readNuts(file)
      const {
        bbox: [x, y, width, height],
        rle,
      } = photo.truths.get(id)!
      const hand = over(photo, 'wand')
      hand.editor.setOptions({ 'wand-holes': 'all' })
      const middle: [number, number] = [x + width / 2, y + height / 2]
      // Four screen pixels for one step, at 100 %.
      hand.drag(middle, [middle[0] + more * 4, middle[1]])
      expect(iou(hand.shapes[0], rle, photo.size), `${file} ${id}`).toBeGreaterThan(0.82)
    }
  })

  test('shows what it has found while the hand drags, and remembers the tolerance', () => {
    const photo = jpegOf(ellipse)
    const hand = over(photo, 'wand').press(120, 90)
    expect(hand.editor.draft).toMatchObject({
      kind: 'patch',
      note: { key: 'notices.tolerance', values: { tolerance: 24 } },
    })
    hand.move(140, 90)
    expect(hand.editor.draft).toMatchObject({
      kind: 'patch',
      note: { key: 'notices.tolerance', values: { tolerance: 29 } },
    })
    hand.release(140, 90).press(120, 90)
    expect(hand.editor.draft).toMatchObject({ note: { key: 'notices.tolerance', values: { tolerance: 29 } } })
  })

  test('keeps a large hole, and fills it when told to', () => {
    const photo = jpegOf(ring)
    expect(iou(over(photo, 'wand').click(60, 90).shapes[0], photo.truth, photo.size)).toBeGreaterThan(0.95)
    const filling = over(photo, 'wand')
    filling.editor.setOptions({ 'wand-holes': 'all' })
    expect(iou(filling.click(60, 90).shapes[0], jpegOf(ellipse).truth, photo.size)).toBeGreaterThan(0.95)
  })

  test('takes what does not hang together only when told to', () => {
    const photo = jpegOf(twoDiscs)
    const one = over(photo, 'wand').click(60, 90)
    expect(rleArea(shapeToRle(one.shapes[0]!, photo.size)) / rleArea(photo.truth)).toBeCloseTo(0.5, 1)
    const both = over(photo, 'wand')
    both.editor.setOptions({ 'wand-connected': false })
    expect(iou(both.click(60, 90).shapes[0], photo.truth, photo.size)).toBeGreaterThan(0.95)
  })

  test('looks farther when a thing is larger than what it has read: roughly at once, exactly in steps', async () => {
    const photo = jpegOf((x, y) => x < 1500 && y < 40, { width: 1600, height: 60 }, 90)
    const hand = over(photo, 'wand').press(100, 20)
    expect(hand.editor.draft).toMatchObject({ kind: 'patch' })
    hand.release(100, 20)
    await expect.poll(() => hand.shapes.length).toBe(1)
    expect(iou(hand.shapes[0], photo.truth, photo.size)).toBeGreaterThan(0.97)
    expect(hand.editor.draft).toBeNull()
  })

  test('another tool or press finishes what is still being looked for; Esc drops it', () => {
    const photo = jpegOf((x, y) => x < 1500 && y < 40, { width: 1600, height: 60 }, 90)
    const hand = over(photo, 'wand').click(100, 20).take('select')
    expect(iou(hand.shapes[0], photo.truth, photo.size)).toBeGreaterThan(0.97)
    const dropped = over(photo, 'wand').press(100, 20).key('Escape').release(100, 20)
    expect(dropped.take('select').shapes).toEqual([])
  })

  test('Shift adds to the selected annotation, undo in mid-drag drops', () => {
    const photo = jpegOf(ellipse)
    const hand = over(photo, 'wand', [square(0, 0, 20)])
    hand.editor.select([1])
    hand.hold({ shift: true }).click(120, 90)
    const { data } = decodeRle(shapeToRle(hand.shapes[0]!, photo.size))
    expect([data[5 * 240 + 5], data[90 * 240 + 120]]).toEqual([1, 1])
    hand.press(30, 170).move(60, 170).key('Backspace').release(60, 170)
    expect(hand.commits).toHaveLength(1)
    expect(hand.editor.draft).toBeNull()
  })
})
