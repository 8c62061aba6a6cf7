import { describe, expect, test, vi } from 'vitest'
import { wholePixels, type PixelSource } from '@/app/annotator/pixels/source'
import { boxToRle } from '@/core/mask/rasterise'
import { rleIou } from '@/core/mask/measure'
import { decodeRle, encodeRle } from '@/core/mask/rle'
import { boxToShape, shapeToRle } from '@/core/shape/shape'
import type { Shape } from '@/core/shape/types'
import type { Hand } from './draw'
import { crop, iou, over, readNuts, type Photo } from './photo'

const done = (hand: Hand, commits = 1) =>
  vi.waitFor(() => expect(hand.commits).toHaveLength(commits), { timeout: 20_000, interval: 5 })

function dragBox(photo: Photo, id: number, hand = over(photo, 'refine')): Hand {
  const [x, y, width, height] = photo.truths.get(id)!.bbox
  return hand.drag([x, y], [x + width / 2, y + 2], [x + width, y + height])
}

const pixelAt = ({ size }: Photo, shape: Shape | null | undefined, x: number, y: number) =>
  decodeRle(shapeToRle(shape!, size)).data[y * size.width + x]

describe('box to mask', () => {
  test.each([
    ['12.jpg', [40, 41, 43, 45, 48, 50, 51, 52]],
    ['1.jpg', [13, 14, 15, 16, 17, 18, 19, 20, 21]],
    ['0.jpg', [1, 2, 3, 4, 5, 7, 9, 10, 12]],
    ['16.jpg', [79, 80]],
  ])('fits nuts better than their boxes in %s', { timeout: 60_000 }, async (file, ids) => {
    const photo = readNuts(file)
    for (const id of ids) {
      const hand = dragBox(photo, id)
      await done(hand)
      const { rle, bbox } = photo.truths.get(id)!
      const [found, box] = [iou(hand.shapes[0], rle, photo.size), rleIou(boxToRle(bbox, photo.size), rle, false)]
      expect(found, `annotation ${id}, its box ${box}`).toBeGreaterThan(box + 0.13)
      expect(found, `annotation ${id}`).toBeGreaterThan(0.8)
    }
  })

  test('a box in which nothing stands out makes no annotation, and it is said', async () => {
    const size = { width: 100, height: 100 }
    const pixels: PixelSource = {
      size,
      read: (frame, step) => crop({ data: new Uint8Array(4e4).fill(120), ...size }, frame, step),
    }
    const hand = over({ size, pixels, truths: new Map() }, 'refine').drag([30, 30], [60, 60])
    await vi.waitFor(() => expect(hand.notices).toEqual([expect.stringContaining('Nothing in this box stands out')]))
    expect(hand.shapes).toEqual([])
  })

  test('a box larger than can be parted at once is found coarsely, its border at full size', async () => {
    const size = { width: 1500, height: 1100 }
    const inside = (x: number, y: number) => ((x - 750) / 500) ** 2 + ((y - 550) / 350) ** 2 <= 1
    const data = new Uint8Array(size.width * size.height * 4)
    const mask = Uint8Array.from({ length: size.width * size.height }, (_, at) =>
      Number(inside((at % size.width) + 0.5, Math.floor(at / size.width) + 0.5)),
    )
    mask.forEach((value, at) =>
      data.set(
        (value ? [170, 80, 60] : [90, 120, 130]).map((colour) => colour + ((at * 7919) % 31)),
        at * 4,
      ),
    )
    const pixels: PixelSource = { size, read: (box, step) => crop({ data, ...size }, box, step) }
    const hand = over({ size, pixels, truths: new Map() }, 'refine').drag([230, 180], [1270, 920])
    await done(hand)
    expect(iou(hand.shapes[0], encodeRle({ data: mask, ...size }), size)).toBeGreaterThan(0.99)
  })

  test('a box over most of a huge image is found as finely as can be', { timeout: 60_000 }, async () => {
    const size = { width: 4001, height: 3001 }
    const inside = (x: number, y: number) => ((x - 2000) / 1500) ** 2 + ((y - 1500) / 1100) ** 2 <= 1
    const read: PixelSource['read'] = (box, step = 1) => {
      const { left, top, columns, rows } = wholePixels(box, size, step)
      const data = new Uint8Array(columns * rows * 4)
      for (let at = 0; at < columns * rows; at++) {
        const front = inside(left + ((at % columns) + 0.5) * step, top + (Math.floor(at / columns) + 0.5) * step)
        const grain = (at * 7919) % 31
        data[at * 4] = (front ? 170 : 90) + grain
        data[at * 4 + 1] = (front ? 80 : 120) + grain
        data[at * 4 + 2] = (front ? 60 : 130) + grain
      }
      return { data, width: columns, height: rows, left, top, step }
    }
    const hand = over({ size, pixels: { size, read }, truths: new Map() }, 'refine').drag([480, 380], [3520, 2620])
    await done(hand)
    const mask = Uint8Array.from({ length: size.width * size.height }, (_, at) =>
      Number(inside((at % size.width) + 0.5, Math.floor(at / size.width) + 0.5)),
    )
    expect(iou(hand.shapes[0], encodeRle({ data: mask, ...size }), size)).toBeGreaterThan(0.99)
  })

  test('Enter turns the selected box into its mask, and so does a press in it', async () => {
    const photo = readNuts('1.jpg')
    const box = boxToShape(photo.truths.get(19)!.bbox)
    const hand = over(photo, 'refine', [box])
    hand.editor.select([1])
    hand.key('Enter')
    await done(hand)
    expect(hand.shapes).toHaveLength(1)
    expect(iou(hand.shapes[0], photo.truths.get(19)!.rle, photo.size)).toBeGreaterThan(0.9)
    const pressing = over(photo, 'refine', [box])
    pressing.editor.select([1])
    pressing.click(690, 410)
    await done(pressing)
    expect(pressing.shapes).toEqual(hand.shapes)
  })

  test('Alt marks what does not belong, Shift what does; a mark holds for those that follow', async () => {
    const photo = readNuts('1.jpg')
    const hand = dragBox(photo, 18)
    await done(hand)
    // Of the date, a part on the left and one on the right.
    expect([pixelAt(photo, hand.shapes[0], 480, 260), pixelAt(photo, hand.shapes[0], 600, 240)]).toEqual([1, 1])
    hand.hold({ alt: true }).drag([470, 260], [490, 260])
    await done(hand, 2)
    expect(pixelAt(photo, hand.shapes[0], 480, 260)).toBe(0)
    hand.hold({ shift: true }).drag([590, 240], [610, 240])
    await done(hand, 3)
    expect([pixelAt(photo, hand.shapes[0], 480, 260), pixelAt(photo, hand.shapes[0], 600, 240)]).toEqual([0, 1])
    expect(hand.labels).toEqual(['Box to mask', 'Refine mask', 'Refine mask'])
    expect(hand.shapes).toHaveLength(1)
  })

  test('Esc calls the search off, another tool too', async () => {
    const photo = readNuts('1.jpg')
    const hand = dragBox(photo, 18).key('Escape')
    expect(hand.editor.draft).toBeNull()
    const other = dragBox(photo, 18).take('select')
    // One that starts later has long ended when theirs would have.
    await done(dragBox(photo, 18))
    expect([...hand.commits, ...other.commits]).toEqual([])
  })
})
