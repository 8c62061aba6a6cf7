import { expect, test } from 'vitest'
import { LABEL_HEIGHT, LabelPlaces, type Label, type Labelled } from '@/app/annotator/canvas/labels/placeLabels'
import { randomFrom, testSeed } from '../../../support/seed'

const VIEW = { width: 1000, height: 700 }
const texts = { textOf: () => 'hazelnut', widthOf: (text: string) => text.length * 7 }
const placeAll = (list: Labelled[], wanted = texts) => {
  const places = new LabelPlaces(VIEW, wanted)
  places.placeAll(list)
  return [...places.list]
}
const place = (...boxes: [number, number, number, number][]) => placeAll(boxes.map((box, id) => ({ id, box })))

test('a name lies above its shape, inside at the edge of the view, and never over another', () => {
  expect(place([100, 100, 200, 80])[0]).toMatchObject({ x: 100, y: 100 - LABEL_HEIGHT - 2 })
  expect(place([100, 4, 200, 80])[0]).toMatchObject({ x: 100, y: 6 })
  expect(place([-50, -50, 400, 400])[0]).toMatchObject({ x: 0, y: 0 })
  expect(place([990, 100, 200, 80])[0]!.x).toBeLessThan(940)
  const [first, second] = place([100, 100, 200, 80], [100, 100, 180, 70])
  expect(second!.y).toBeGreaterThanOrEqual(first!.y + LABEL_HEIGHT)
})

test('shapes out of view, of a few pixels, or without a text have none', () => {
  expect(place([1200, 100, 50, 50], [100, 900, 50, 50], [100, 100, 4, 4])).toEqual([])
  expect(placeAll([{ id: 1, box: [100, 100, 50, 50] }], { ...texts, textOf: () => '' })).toEqual([])
})

test('a name that is removed leaves its place to another', () => {
  const places = new LabelPlaces<Labelled>(VIEW, texts)
  const box: Labelled['box'] = [100, 100, 200, 20]
  places.placeAll([1, 2, 3].map((id) => ({ id, box })))
  expect([...places.list].map(({ of }) => of.id)).toEqual([1, 2])
  const { y } = places.remove(1)!
  expect(places.place({ id: 3, box })).toMatchObject({ y })
  expect(places.remove(1)).toBeNull()
})

test('5,000 shapes have only as many names as fit, and few texts are measured', () => {
  const random = randomFrom(testSeed)
  const list = Array.from({ length: 5000 }, (_, id): Labelled => ({
    id,
    box: [random() * 1100 - 50, random() * 800 - 50, 12 + random() * 60, 12 + random() * 60],
  }))
  let measured = 0
  const labels = placeAll(list, {
    textOf: () => 'hazelnut',
    widthOf: (text) => {
      measured++
      return text.length * 7
    },
  })
  expect(labels.length).toBeGreaterThan(20)
  expect(labels.length).toBeLessThanOrEqual(400)
  expect(measured).toBeLessThan(4000)
  for (const [index, label] of labels.entries()) {
    expect(labels.slice(index + 1).some((other) => overlap(label, other))).toBe(false)
    expect(label.y).toBeGreaterThanOrEqual(0)
    expect(label.y + LABEL_HEIGHT).toBeLessThanOrEqual(VIEW.height)
  }
})

const overlap = (a: Label<Labelled>, b: Label<Labelled>) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + LABEL_HEIGHT && b.y < a.y + LABEL_HEIGHT
