import { expect, test, vi } from 'vitest'
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
