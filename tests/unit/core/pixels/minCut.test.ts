import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitColours, unlikeliness } from '@/core/pixels/colourModel'
import { grabCut, MAYBE_FRONT, SURE_BACK } from '@/core/pixels/grabCut'
import { MinCut, STEPS } from '@/core/pixels/minCut'

/** What parting a grid costs: arcs between the sides, and terminals given up. */
function costOf(sides: number[], terminals: number[], joins: [number, number, number][]): number {
  const given = terminals.reduce(
    (sum, room, node) => sum + (room > 0 && sides[node] === 0 ? room : room < 0 && sides[node] === 1 ? -room : 0),
    0,
  )
  return given + joins.reduce((sum, [from, to, room]) => sum + (sides[from] === sides[to] ? 0 : room), 0)
}

test('no way to part a small grid is cheaper', () => {
  const room = fc.integer({ min: 0, max: 20 })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(room),
      (width, height, rooms) => {
        const nodes = width * height
        const cut = new MinCut(nodes)
        const terminals = Array.from({ length: nodes }, () => rooms.next().value - 10)
        const joins: [number, number, number][] = []
        for (let node = 0; node < nodes; node++) {
          for (let direction = 0; direction < 8; direction += 2) {
            const [x, y] = [(node % width) + STEPS[direction]![0], Math.floor(node / width) + STEPS[direction]![1]]
            if (x < 0 || x >= width || y < 0 || y >= height) continue
            joins.push([node, y * width + x, rooms.next().value])
            cut.join(node, y * width + x, direction, joins.at(-1)![2])
          }
        }
        cut.terminal.set(terminals)
        for (const pause of cut.solve()) expect(pause).toBeUndefined()
        const sides = terminals.map((_, node) => Number(cut.onSourceSide(node)))
        const least = Math.min(
          ...Array.from({ length: 2 ** nodes }, (_, bits) =>
            costOf(
              terminals.map((_, node) => (bits >> node) & 1),
              terminals,
              joins,
            ),
          ),
        )
        expect(costOf(sides, terminals, joins)).toBe(least)
      },
    ),
    { numRuns: 300 },
  )
})

test('a model finds its own colours likelier than others', () => {
  const samples = Float32Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? 200 : 40) + (at % 7))
  const model = fitColours(samples, null)
  expect(unlikeliness(model, 203, 43, 43)).toBeLessThan(unlikeliness(model, 150, 60, 60))
  expect(fitColours(new Float32Array(0), null)).toEqual([])
  // One flat colour, many times.
  expect(unlikeliness(fitColours(new Float32Array(90).fill(50), null), 50, 50, 50)).toBeLessThan(10)
})

test('a thing of another colour is cut out of a box around it, to the pixel', () => {
  const [width, height] = [40, 30]
  const inside = (at: number) => Math.hypot((at % width) - 20, Math.floor(at / width) - 15) < 8
  const data = Uint8Array.from(
    { length: width * height * 4 },
    (_, at) => (inside(at >> 2) ? [180, 70, 50, 255] : [90, 120, 130, 255])[at % 4]! - ((at * 31) % 9),
  )
  const labels = Uint8Array.from({ length: width * height }, (_, at) =>
    Math.abs((at % width) - 20) < 11 && Math.abs(Math.floor(at / width) - 15) < 11 ? MAYBE_FRONT : SURE_BACK,
  )
  const work = grabCut({ data, width, height, left: 0, top: 0, step: 1 }, labels, 4)
  let step = work.next()
  while (!step.done) step = work.next()
  expect([...step.value]).toEqual(Array.from({ length: width * height }, (_, at) => Number(inside(at))))
})
