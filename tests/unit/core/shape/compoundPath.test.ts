import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '@/core/errors'
import { signedArea } from '@/core/geometry/polygon'
import { encodeRle } from '@/core/mask/rle'
import { compoundPathToShape, samePaths, shapeToCompoundPath } from '@/core/shape/compoundPath'
import { boxToShape, measureShape } from '@/core/shape/shape'
import type { PolygonsShape, Ring, Shape, Size } from '@/core/shape/types'
import { checkShape } from '@/core/shape/validate'
import { draw, masksOf } from '../mask/masks'
import { part, polygons, reversed, square } from './shapes'

const size = { width: 100, height: 80 }

/** What a client posts: rings in image coordinates, written from the centre. */
const post = (rings: Ring[], { width, height }: Size = size) => {
  const child = (ring: Ring) => {
    const segments = Array.from({ length: ring.length / 2 }, (_, index) => [
      ring[index * 2]! - width / 2,
      ring[index * 2 + 1]! - height / 2,
    ])
    return ['Path', { applyMatrix: true, segments, closed: true }]
  }
  return [
    'CompoundPath',
    { applyMatrix: true, data: { annotationId: 0 }, children: rings.map(child), fillColor: [0.7, 0.7, 0.8] },
  ]
}

const path = (segments: unknown[], closed = true) => ['Path', { applyMatrix: true, segments, closed }]
const areaOf = (shape: Shape | null, of: Size = size) => shape && measureShape(shape, of).area

test('the example of the API contract holds', () => {
  const shape = compoundPathToShape(
    path([
      [-40, -30],
      [10, -30],
      [10, 20],
      [-40, 20],
    ]),
    size,
  )!
  expect(shape).toEqual(polygons(part([10, 10, 60, 10, 60, 60, 10, 60])))
  expect(measureShape(shape, size)).toEqual({ area: 2500, bbox: [10, 10, 50, 50] })
})

test('the centre of an odd size lies at .5, and coordinates have two decimals', () => {
  const pair = path([
    [-40.12, -30.46],
    [10.01, -30],
    [10, 20],
    [-40, 20],
  ])
  expect(compoundPathToShape(pair, { width: 101, height: 81 })).toEqual(
    polygons(part([10.38, 10.04, 60.51, 10.5, 60.5, 60.5, 10.5, 60.5])),
  )
})

test.each([
  ['no children', ['CompoundPath', { applyMatrix: true }]],
  [
    'two points',
    path([
      [0, 0],
      [10, 10],
    ]),
  ],
  [
    'all on one line',
    path([
      [0, 0],
      [10, 10],
      [20, 20],
    ]),
  ],
  [
    'right of the image',
    path([
      [60, 0],
      [70, 0],
      [70, 10],
    ]),
  ],
  [
    'above the image',
    path([
      [0, -90],
      [10, -90],
      [10, -80],
    ]),
  ],
  [
    'touching the border only',
    path([
      [50, 0],
      [70, 0],
      [70, 10],
      [50, 10],
    ]),
  ],
])('%s: no shape', (_, pair) => expect(compoundPathToShape(pair, size)).toBeNull())

test('on a square image shapes along the border are kept', () => {
  const whole = { width: 100, height: 100 }
  expect(areaOf(compoundPathToShape(post([square(0, 0, 100)], whole), whole), whole)).toBe(10_000)
  expect(compoundPathToShape(post([[50, 50, 100, 50, 100, 100]], whole), whole)).toEqual(
    polygons(part([50, 50, 100, 50, 100, 100])),
  )
})

test('what leaves the image is clipped, not clamped', () => {
  // The edge from (90, 0) to (110, 40) leaves at (100, 20).
  expect(compoundPathToShape(post([[90, 0, 110, 40, 90, 40]]), size)).toEqual(
    polygons(part([90, 0, 100, 20, 100, 40, 90, 40])),
  )
})

test('an opposite ring inside cuts, one of the same direction does not', () => {
  const [outer, inner] = [square(10, 10, 60), square(30, 30, 20)]
  // 3600 - 400
  expect(areaOf(compoundPathToShape(post([outer, reversed(inner)]), size))).toBe(3200)
  expect(areaOf(compoundPathToShape(post([reversed(outer), inner]), size))).toBe(3200)
  expect(areaOf(compoundPathToShape(post([outer, inner]), size))).toBe(3600)
  expect(compoundPathToShape(post([reversed(inner), outer]), size)).toEqual(polygons(part(outer, reversed(inner))))
})

test('rings apart are parts, whatever their direction', () => {
  const [left, right] = [square(10, 10, 20), reversed(square(50, 10, 20))]
  expect(compoundPathToShape(post([left, right]), size)).toEqual(polygons(part(left), part(right)))
})

test('an island in a hole is a part of its own, and holes nest in the right part', () => {
  const [outer, hole, island, pit] = [
    square(0, 0, 60),
    reversed(square(10, 10, 40)),
    square(15, 15, 30),
    reversed(square(20, 20, 10)),
  ]
  const shape = compoundPathToShape(post([pit, island, hole, outer]), size)
  expect(shape).toEqual(polygons(part(island, pit), part(outer, hole)))
  // 3600 - 1600 + 900 - 100
  expect(areaOf(shape)).toBe(2800)
})

test('a hole through two parts that overlap is cut out of both', () => {
  const shape = compoundPathToShape(
    post([square(0, 0, 40), square(20, 0, 40), reversed(square(25, 5, 10)), reversed(square(25, 5, 10))]),
    size,
  )
  // 60 * 40 - 10 * 10
  expect(areaOf(shape)).toBe(2300)
})

test('segments with handles and selected ones are points too', () => {
  const none = [0, 0]
  const forms = [
    [-40, -30],
    [[10, -30], none, none],
    [[10, 20], none, none, 7],
    [-40, 20],
  ]
  expect(compoundPathToShape(path(forms), size)).toEqual(polygons(part([10, 10, 60, 10, 60, 60, 10, 60])))
})

/** A circle of four Bezier segments, as drawing programs make it. */
const circle = (radius: number) => {
  const handle = radius * 0.5522847498
  return path([
    [
      [0, -radius],
      [-handle, 0],
      [handle, 0],
    ],
    [
      [radius, 0],
      [0, -handle],
      [0, handle],
    ],
    [
      [0, radius],
      [handle, 0],
      [-handle, 0],
    ],
    [
      [-radius, 0],
      [0, handle],
      [0, -handle],
    ],
  ])
}

test.each([5, 35, 400, 4000])('a circle of radius %i is flattened to within half a pixel', (radius) => {
  const picture = { width: radius * 2 + 20, height: radius * 2 + 20 }
  const [{ outer }] = (compoundPathToShape(circle(radius), picture) as PolygonsShape).parts as unknown as [
    { outer: Ring },
  ]
  const middle = radius + 10
  for (let index = 0; index < outer.length; index += 2) {
    const next = (index + 2) % outer.length
    const [x, y] = [(outer[index]! + outer[next]!) / 2 - middle, (outer[index + 1]! + outer[next + 1]!) / 2 - middle]
    expect(Math.abs(Math.hypot(x, y) - radius)).toBeLessThan(Math.max(0.5, radius * 0.0003))
  }
  expect(Math.abs(signedArea(outer)) / (Math.PI * radius ** 2)).toBeCloseTo(1, 1)
})

test('an open path is closed by a straight edge', () => {
  const bow = [
    [
      [-20, 0],
      [0, -30],
      [0, -30],
    ],
    [
      [20, 0],
      [0, -30],
      [0, 30],
    ],
    [0, 5],
  ]
  const open = compoundPathToShape(path(bow, false), size) as PolygonsShape
  const closed = compoundPathToShape(path(bow, true), size) as PolygonsShape
  expect(open.parts[0]!.outer.length).toBeLessThan(closed.parts[0]!.outer.length)
})

test('a shape is written with one decimal from the centre, holes the other way round', () => {
  const shape = polygons(part(reversed(square(10.04, 10, 40)), square(20, 20, 10)))
  const [name, { children, fillColor }] = shapeToCompoundPath(shape, size, '#ff8000')
  expect([name, fillColor]).toEqual(['CompoundPath', [1, 0.502, 0]])
  expect(children).toEqual([
    [
      'Path',
      {
        applyMatrix: true,
        segments: [
          [-40, 10],
          [-40, -30],
          [0, -30],
          [0, 10],
        ],
        closed: true,
      },
    ],
    [
      'Path',
      {
        applyMatrix: true,
        segments: [
          [-30, -20],
          [-30, -10],
          [-20, -10],
          [-20, -20],
        ],
        closed: true,
      },
    ],
  ])
})

test('a shape without parts has no children, an odd colour no fill', () => {
  expect(shapeToCompoundPath(polygons(), size, 'red')).toEqual(['CompoundPath', { applyMatrix: true }])
})

test('boxes and masks are drawn as rings', () => {
  expect(compoundPathToShape(shapeToCompoundPath(boxToShape([1, 2, 3, 4]), size), size)).toEqual(
    polygons(part([1, 2, 4, 2, 4, 6, 1, 6])),
  )
  const mask: Shape = { kind: 'mask', ...encodeRle(draw('###', '#.#', '###')) }
  expect(
    areaOf(compoundPathToShape(shapeToCompoundPath(mask, { width: 3, height: 3 }), { width: 3, height: 3 }), {
      width: 3,
      height: 3,
    }),
  ).toBe(8)
})

test('any mask comes back from its path with the same pixels', () => {
  fc.assert(
    fc.property(masksOf(9, 8), (pixels) => {
      const shape: Shape = { kind: 'mask', ...encodeRle(pixels) }
      const back = compoundPathToShape(shapeToCompoundPath(shape, pixels), pixels)
      expect(back ? measureShape(back, pixels) : { area: 0, bbox: [0, 0, 0, 0] }).toEqual(measureShape(shape, pixels))
    }),
    { numRuns: 1000 },
  )
})

test('holes that leave their part or overlap are drawn right as well', () => {
  const shape = polygons(part(square(10, 10, 30), square(20, 20, 30), square(15, 15, 10)))
  expect(areaOf(compoundPathToShape(shapeToCompoundPath(shape, size), size))).toBe(areaOf(shape))
})

test('a path that comes back as it went out is the same', () => {
  const shape = polygons(part([10.33, 10.77, 50.5, 12.01, 30.25, 44.44], [20, 20, 30, 22, 25, 25]))
  const sent = shapeToCompoundPath(shape, size)
  const selected = JSON.parse(JSON.stringify(sent)) as typeof sent
  for (const child of selected[1].children!)
    child[1].segments = child[1].segments.map((point) => [point, [0, 0], [0, 0], 7]) as never
  expect(samePaths(sent, selected)).toBe(true)
  expect(samePaths(sent, ['CompoundPath', { ...sent[1], fillColor: [1, 0, 0] }])).toBe(true)
})

test('a point moved by a tenth of a pixel, a ring or a point more is another path', () => {
  const sent = post([square(10, 10, 20)])
  expect(samePaths(sent, post([[10.1, 10, 30, 10, 30, 30, 10, 30]]))).toBe(false)
  expect(samePaths(sent, post([[10.04, 10, 30, 10, 30, 30, 10, 30]]))).toBe(true)
  expect(samePaths(sent, post([square(10, 10, 20), square(50, 10, 20)]))).toBe(false)
  expect(samePaths(sent, post([[...square(10, 10, 20), 5, 5]]))).toBe(false)
  expect(
    samePaths(
      path([
        [0, 0],
        [9, 0],
        [9, 9],
      ]),
      path([
        [
          [0, 0],
          [1, 0],
          [0, 3],
        ],
        [9, 0],
        [9, 9],
      ]),
    ),
  ).toBe(false)
})

test('one ring is the same path with and without a compound around it; what is no path is never the same', () => {
  const ring = path([
    [0, 0],
    [9, 0],
    [9, 9],
  ])
  expect(samePaths(ring, ['CompoundPath', { children: [ring] }])).toBe(true)
  expect(samePaths('x', 'x')).toBe(false)
  expect(samePaths(null, ring)).toBe(false)
})

test.each([
  [null],
  [[]],
  ['Path'],
  [{}],
  [['Path']],
  [['Path', null]],
  [['Group', {}]],
  [['Path', {}, 1]],
  [['CompoundPath', { children: 'x' }]],
  [['CompoundPath', { children: [['CompoundPath', { children: [] }]] }]],
  [
    path([
      [0, NaN],
      [1, 1],
      [2, 0],
    ]),
  ],
  [
    path([
      [0, '1'],
      [1, 1],
      [2, 0],
    ]),
  ],
  [
    path([
      [0, 1e300],
      [1, 1],
      [2, 0],
    ]),
  ],
  [path([[0], [1, 1], [2, 0]])],
  [path([7, [1, 1], [2, 0]])],
  [
    path([
      [
        [0, 0],
        [0, 0, 0],
        [0, 0],
      ],
      [1, 1],
      [2, 0],
    ]),
  ],
  [path(new Array(1e6).fill([0, 0]))],
  [['CompoundPath', { children: new Array(1e5).fill(path([])) }]],
])('hostile input %# is refused by name', (pair) => {
  expect(() => compoundPathToShape(pair, size)).toThrow(InvalidInput)
})

test('an image without size is refused', () => {
  expect(() => compoundPathToShape(path([]), { width: 0, height: 0 })).toThrow(InvalidInput)
})

test('whatever is posted gives a valid shape, nothing, or a InvalidInput', () => {
  const number = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.double(), fc.integer({ min: -2e7, max: 2e7 }))
  const vector = fc.tuple(number, number)
  const segment = fc.oneof(
    { weight: 6, arbitrary: vector },
    fc.tuple(vector, vector, vector),
    fc.tuple(vector, vector, vector, fc.nat()),
    fc.anything(),
  )
  const tame = fc.oneof(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 })))
  const child = fc
    .record({ segments: fc.oneof(fc.array(segment), fc.array(tame)), closed: fc.boolean() })
    .map((properties) => ['Path', properties])
  const pair = fc.oneof(
    { weight: 5, arbitrary: fc.array(child, { maxLength: 8 }).map((children) => ['CompoundPath', { children }]) },
    child,
    fc.anything(),
  )
  fc.assert(
    fc.property(pair, (value) => {
      try {
        const shape = compoundPathToShape(value, size)
        if (shape) expect(checkShape(shape)).toBeNull()
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInput)
      }
      expect(typeof samePaths(value, value)).toBe('boolean')
    }),
    { numRuns: 1000 },
  )
})

test('the largest path that is taken is done in seconds', () => {
  const nested = Array.from({ length: 300 }, (_, ring) =>
    Array.from({ length: 600 }, (_, point) => {
      const angle = (point / 600) * 2 * Math.PI * (ring % 2 ? 1 : -1)
      return [Math.cos(angle) * (500 - ring), Math.sin(angle) * (500 - ring)]
    }),
  )
  const start = performance.now()
  const shape = compoundPathToShape(['CompoundPath', { children: nested.map((segments) => path(segments)) }], {
    width: 1000,
    height: 1000,
  }) as PolygonsShape
  expect(shape.parts).toHaveLength(150)
  expect(performance.now() - start).toBeLessThan(5000)
})
