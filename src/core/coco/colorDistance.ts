/**
 * How well two colours are told apart: the distance in CIE L*a*b*, for whoever sees least of it.
 *
 * Colours  `#rrggbb`. 2.3 is just noticeable, 100 is from black to white.
 * Source   Viénot, Brettel and Mollon, 1999 (without red or green cones), Brettel, Viénot and Mollon, 1997, simplified to
 *          one plane (without blue cones); sRGB and CIE 1976 as published.
 */
type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

const SEES_ALL: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]
const NO_RED: Matrix = [
  [0.11238, 0.88762, 0],
  [0.11238, 0.88762, 0],
  [0.00401, -0.00401, 1],
]
const NO_GREEN: Matrix = [
  [0.29275, 0.70725, 0],
  [0.29275, 0.70725, 0],
  [-0.02234, 0.02234, 1],
]
const NO_BLUE: Matrix = [
  [1, 0.1446, -0.1446],
  [0, 0.85924, 0.14076],
  [0, 0.85924, 0.14076],
]

const TO_XYZ: Matrix = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
]
const WHITE: Triple = [0.9505, 1, 1.089]

/** A colour as each kind of eye sees it, in L*a*b*. */
export type Seen = readonly Triple[]

export function seen(color: string): Seen {
  const light = linear(color)
  return [SEES_ALL, NO_RED, NO_GREEN, NO_BLUE].map((eye) => toLab(times(eye, light)))
}

export function distanceOf(a: Seen, b: Seen): number {
  let least = Infinity
  for (let eye = 0; eye < a.length; eye++) {
    const [[l, m, n], [o, p, q]] = [a[eye]!, b[eye]!]
    least = Math.min(least, (l - o) ** 2 + (m - p) ** 2 + (n - q) ** 2)
  }
  return Math.sqrt(least)
}

function linear(color: string): Triple {
  const channel = (start: number) => {
    const value = parseInt(color.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function toLab(rgb: Triple): Triple {
  const root = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const [x, y, z] = times(TO_XYZ, rgb).map((value, index) => root(Math.max(0, value) / WHITE[index]!)) as [
    number,
    number,
    number,
  ]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const times = (matrix: Matrix, [r, g, b]: Triple): Triple =>
  matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Triple
