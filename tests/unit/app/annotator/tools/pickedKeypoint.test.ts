import { expect, test, vi } from 'vitest'
import { markKeypoint } from '@/app/annotator/operations/keypoints'
import { docOf, draw, item } from './draw'

const person = () => docOf([item(1, null, { keypoints: [20, 20, 2, 60, 60, 2] })])
const keypointsOf = (hand: ReturnType<typeof draw.select>) => hand.editor.doc.items.get(1)?.keypoints

test('Delete takes the picked keypoint, not the annotation; the last one takes it along', () => {
  const hand = draw.select(person()).click(40, 40).click(60, 60).key('Delete')
  expect(keypointsOf(hand)).toEqual([20, 20, 2, 0, 0, 0])
  expect(keypointsOf(hand.click(20, 20).key('Delete'))).toBeUndefined()
})

test('arrows move the picked keypoint alone', () => {
  vi.useFakeTimers()
  const hand = draw.select(person()).click(40, 40).click(60, 60).key('ArrowRight').key('ArrowDown')
  vi.advanceTimersByTime(500)
  vi.useRealTimers()
  expect(keypointsOf(hand)).toEqual([20, 20, 2, 61, 61, 2])
})

test('a keypoint is hidden, visible again and not labelled, by the pointer or as picked', () => {
  const hand = draw.select(person()).click(40, 40).move(60, 60)
  expect(markKeypoint(hand.editor, 'hidden')).toBe(true)
  expect(keypointsOf(hand)).toEqual([20, 20, 2, 60, 60, 1])
  markKeypoint(hand.editor, 'hidden')
  markKeypoint(hand.move(20, 20).editor, 'absent')
  expect(keypointsOf(hand)).toEqual([0, 0, 0, 60, 60, 2])
  expect(markKeypoint(hand.move(5, 90).editor, 'absent')).toBe(false)
  hand.click(60, 60).move(5, 90)
  markKeypoint(hand.editor, 'absent')
  expect(keypointsOf(hand)).toBeUndefined()
})
