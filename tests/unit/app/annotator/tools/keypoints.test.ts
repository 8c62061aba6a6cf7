import { expect, test } from 'vitest'
import { recategorise } from '@/app/annotator/operations/annotation'
import { flipSelected, setVisibility } from '@/app/annotator/operations/keypoints'
import { box, category, docOf, draw, Hand, item, square } from './draw'

const person = {
  ...category(1, 'person'),
  keypointLabels: ['nose', 'left_eye', 'right_eye'],
  keypointEdges: [
    [1, 2],
    [1, 3],
  ] as [number, number][],
}
const placing = (...items: Parameters<typeof docOf>[0]) =>
  new Hand(docOf(items, [person, category(2, 'nut')])).take('keypoints')
const keypointsOf = (hand: Hand) => [...hand.editor.doc.items.values()].map(({ keypoints }) => keypoints)

test('clicks place the keypoints in order; the last one makes the annotation', () => {
  const hand = placing().click(50, 20).click(45, 15)
  expect(hand.commits).toEqual([])
  hand.click(55, 15)
  expect(keypointsOf(hand)).toEqual([[50, 20, 2, 45, 15, 2, 55, 15, 2]])
  expect(hand.commits[0]).toMatchObject({
    label: 'Draw keypoints',
    changes: [{ after: { category_id: 1, shape: null, keypoints: [50, 20, 2, 45, 15, 2, 55, 15, 2] } }],
  })
})

test('the next click is the next instance', () => {
  const hand = placing().click(50, 20).click(45, 15).click(55, 15).click(20, 70).key('Enter')
  expect(keypointsOf(hand)).toEqual([
    [50, 20, 2, 45, 15, 2, 55, 15, 2],
    [20, 70, 2, 0, 0, 0, 0, 0, 0],
  ])
})

test('Alt places a hidden one, a skipped one is not there', () => {
  const hand = placing().hold({ alt: true }).click(50, 20).hold({})
  hand.editor.skip()
  expect(keypointsOf(hand.click(55, 15))).toEqual([[50, 20, 1, 0, 0, 0, 55, 15, 2]])
})

test('a placed one is dragged while the others are still to come', () => {
  const hand = placing().click(50, 20).click(45, 15).drag([50, 20], [52, 30]).key('Enter')
  expect(keypointsOf(hand)).toEqual([[52, 30, 2, 45, 15, 2, 0, 0, 0]])
})

test('the last one is taken back, Esc drops them all', () => {
  const hand = placing().click(50, 20).click(45, 15).key('Backspace').click(40, 10).key('Enter')
  expect(keypointsOf(hand)).toEqual([[50, 20, 2, 40, 10, 2, 0, 0, 0]])
  expect(hand.click(10, 10).key('Escape').editor.draft).toBeNull()
  expect(hand.commits).toHaveLength(1)
})

test('what is selected and has none gets them', () => {
  const hand = placing(item(1, box(10, 10, 60, 60)))
  hand.editor.select([1])
  expect(keypointsOf(hand.click(50, 20).key('Enter'))).toEqual([[50, 20, 2, 0, 0, 0, 0, 0, 0]])
  expect(hand.commits[0]!.changes[0]).toMatchObject({ id: 1, after: { keypoints: [50, 20, 2, 0, 0, 0, 0, 0, 0] } })
})

test('a category without keypoints has none to draw', () => {
  const hand = placing()
  hand.editor.setCategory(2)
  hand.click(50, 20)
  expect(hand.editor.draft).toBeNull()
})

test('of a category that went into the trash they stay half-drawn until it is back', () => {
  const hand = placing().click(50, 20)
  hand.editor.replace(docOf([], [category(2, 'nut')]))
  hand.key('Enter')
  expect([hand.commits, hand.notices]).toEqual([
    [],
    ['“person” is in the trash. Restore it, then press Enter: these keypoints stay until then.'],
  ])
  hand.editor.replace(docOf([], [person, category(2, 'nut')]))
  expect(keypointsOf(hand.key('Enter'))).toEqual([[50, 20, 2, 0, 0, 0, 0, 0, 0]])
})

test('they are kept as they grow and taken up again', () => {
  const hand = placing().click(50, 20)
  hand.editor.skip()
  const kept = hand.kept!
  expect(kept.points).toEqual([
    [50, 20, 2],
    [0, 0, 0],
  ])
  const later = placing()
  later.editor.restore(kept)
  expect(keypointsOf(later.click(55, 15))).toEqual([[50, 20, 2, 0, 0, 0, 55, 15, 2]])
})

test('left and right change over; visibility is set one by one', () => {
  const hand = placing(item(1, square(10, 10, 40), { keypoints: [30, 30, 2, 20, 20, 2, 40, 20, 1] }))
  hand.editor.select([1])
  flipSelected(hand.editor)
  expect(keypointsOf(hand)).toEqual([[30, 30, 2, 40, 20, 1, 20, 20, 2]])
  setVisibility(hand.editor, hand.editor.selected!, 1, 0)
  expect(keypointsOf(hand)).toEqual([[30, 30, 2, 0, 0, 0, 20, 20, 2]])
  setVisibility(hand.editor, hand.editor.selected!, 1, 2)
  expect(keypointsOf(hand)).toEqual([[30, 30, 2, 30, 30, 2, 20, 20, 2]])
})

test('a polygon snaps to the corners and edges of its neighbours, unless told not to', () => {
  const neighbour = () => docOf([item(1, square(10, 10, 20))])
  const ring = (hand: Hand) => (hand.shapes[1] as { parts: { outer: number[] }[] }).parts[0]!.outer
  expect(ring(draw.polygon(neighbour()).click(31, 11).click(30.8, 20).click(60, 60).key('Enter'))).toEqual([
    30, 10, 30, 20, 60, 60,
  ])
  const free = draw.polygon(neighbour())
  free.editor.setOptions({ snap: false })
  expect(ring(free.click(31, 11).click(30.8, 20).click(60, 60).key('Enter'))).toEqual([31, 11, 30.8, 20, 60, 60])
})

test('keypoints that another category names otherwise are kept, and that is said', () => {
  const hand = placing().click(50, 20).key('Enter')
  const [id] = hand.editor.doc.items.keys()
  recategorise(hand.editor, [id!], 2)
  expect(keypointsOf(hand)).toEqual([[50, 20, 2, 0, 0, 0, 0, 0, 0]])
  expect(hand.notices).toEqual([
    'The keypoints of 1 annotation are kept, but “nut” names them differently. Undo, or check them.',
  ])
})
