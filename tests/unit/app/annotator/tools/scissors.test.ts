import { describe, expect, test } from 'vitest'
import { Editor } from '@/app/annotator/editor/editor'
import { tools } from '@/app/annotator/tools'
import { square, type Hand } from './draw'
import { iou, over, readNuts, type Photo } from './photo'

const CLICKS = 8

/** Clicks on points of the true outline, as a person would, evenly around. */
function clickAround(photo: Photo, id: number, hand: Hand = over(photo, 'scissors'), clicks = CLICKS): Hand {
  const { ring } = photo.truths.get(id)!
  for (let click = 0; click < clicks; click++) {
    const point = Math.floor((click * ring.length) / 2 / clicks)
    hand.click(ring[point * 2]!, ring[point * 2 + 1]!)
  }
  return hand
}

describe('the scissors', () => {
  test.each([
    ['12.jpg', [40, 41, 43, 45, 47, 48, 49, 50, 51]],
    ['1.jpg', [13, 14, 15, 16, 17, 18, 19, 20, 21]],
    ['0.jpg', [1, 3, 4, 5, 7, 8, 10, 12]],
  ])('eight clicks give the border of a nut in %s', { timeout: 60_000 }, (file, ids) => {
    const photo = readNuts(file)
    for (const id of ids) {
      const hand = clickAround(photo, id).key('Enter')
      expect(iou(hand.shapes[0], photo.truths.get(id)!.rle, photo.size), `annotation ${id}`).toBeGreaterThan(0.9)
    }
  })

  test('the line between two clicks follows the border', () => {
    const photo = readNuts('1.jpg')
    // A date, from its left end to its right end over the top.
    const { ring } = photo.truths.get(18)!
    const half = ring.length >> 2
    const hand = over(photo, 'scissors')
      .click(ring[0]!, ring[1]!)
      .move(ring[half * 2]!, ring[half * 2 + 1]!)
    const { draft } = hand.editor
    expect(draft?.kind === 'wire' && draft.path.length).toBeGreaterThan(10)
  })

  test('a click on the first anchor closes, into a polygon of few points', () => {
    const photo = readNuts('1.jpg')
    const hand = clickAround(photo, 21)
    const first = hand.editor.draft?.kind === 'wire' ? hand.editor.draft.anchors[0]! : { x: 0, y: 0 }
    hand.click(first.x + 2, first.y + 2)
    const [shape] = hand.shapes
    expect(iou(shape, photo.truths.get(21)!.rle, photo.size)).toBeGreaterThan(0.9)
    expect(shape?.kind === 'polygons' && shape.parts[0]!.outer.length / 2).toBeLessThan(200)
    expect(hand.editor.draft).toBeNull()
    expect(hand.kept).toBeNull()
  })

  test('Backspace takes back the last anchor with its line', () => {
    const photo = readNuts('1.jpg')
    const hand = clickAround(photo, 21, over(photo, 'scissors'), 3)
    const kept = hand.kept
    hand.click(700, 500).key('Backspace')
    expect(hand.kept).toEqual(kept)
    hand.key('Backspace').key('Backspace').key('Backspace')
    expect(hand.kept).toBeNull()
    expect(hand.editor.draft).toBeNull()
  })

  test('what was kept goes on in another visit, before the image has come', () => {
    const photo = readNuts('1.jpg')
    const whole = clickAround(photo, 18).key('Enter')
    const { ring } = photo.truths.get(18)!
    const begun = over(photo, 'scissors')
    for (const click of [0, 1, 2]) {
      const point = Math.floor((click * ring.length) / 2 / CLICKS)
      begun.click(ring[point * 2]!, ring[point * 2 + 1]!)
    }
    const later = over(photo, 'select')
    later.editor.pixels = null
    later.editor.restore(JSON.parse(JSON.stringify(begun.kept)) as NonNullable<Hand['kept']>)
    expect(later.editor.draft).toMatchObject({
      kind: 'wire',
      anchors: begun.editor.draft?.kind === 'wire' ? begun.editor.draft.anchors : [],
    })
    later.editor.pixels = photo.pixels
    for (const click of [3, 4, 5, 6, 7]) {
      const point = Math.floor((click * ring.length) / 2 / CLICKS)
      later.click(ring[point * 2]!, ring[point * 2 + 1]!)
    }
    expect(later.key('Enter').shapes).toEqual(whole.shapes)
  })

  test('Alt cuts the border out of the selected annotation', () => {
    const photo = readNuts('1.jpg')
    const hand = over(photo, 'scissors', [square(400, 150, 300)])
    hand.editor.select([1])
    clickAround(photo, 18, hand.hold({ alt: true })).key('Enter')
    expect(hand.shapes).toHaveLength(1)
    expect(hand.shapes[0]).toMatchObject({ kind: 'polygons', parts: [{ holes: [expect.any(Array)] }] })
  })

  test('on a large image seen small, lines are as fine as the screen', () => {
    const photo = readNuts('1.jpg')
    const hand = over(photo, 'scissors')
    hand.editor.zoomTo(0.5)
    clickAround(photo, 18, hand).key('Enter')
    expect(iou(hand.shapes[0], photo.truths.get(18)!.rle, photo.size)).toBeGreaterThan(0.88)
  })

  test('without the image, lines are straight', () => {
    const editor = new Editor(tools)
    expect(editor.pixels).toBeNull()
    const hand = over(readNuts('1.jpg'), 'scissors')
    hand.editor.pixels = null
    hand.click(10, 10).click(90, 10).click(90, 90).key('Enter')
    expect(hand.shapes[0]).toMatchObject({ parts: [{ outer: [10, 10, 90, 10, 90, 90] }] })
  })
})
