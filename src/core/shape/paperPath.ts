/**
 * The drawing library's JSON of a path, as older clients send and read it.
 *
 * Pair     `["CompoundPath", { children: [["Path", { segments, closed }], ...] }]`, or one `["Path", { segments, closed }]`.
 * Segment  `[x, y]`, `[[x, y], [inX, inY], [outX, outY]]` with Bezier handles, or the same with a fourth element (selected).
 *          Handles are relative to their point; all in image pixels, origin at the centre of the image.
 * Errors   InvalidInput for anything else, for numbers beyond any image and for paths beyond the limits below.
 * Source   the API contract, section 1.4.1; paper.js 0.11 exportJSON.
 */
import { InvalidInput } from '../errors'

const MAX_PATHS = 2_000
const MAX_SEGMENTS = 200_000
const MAX_MAGNITUDE = 1e7

export interface PaperSegment {
  point: Vector
  handleIn: Vector
  handleOut: Vector
}

export interface PaperPath {
  segments: PaperSegment[]
  closed: boolean
}

export type Vector = readonly [x: number, y: number]

const NO_HANDLE: Vector = [0, 0]

/** The rings of a pair, in their order. */
export function readPaperPaths(pair: unknown): PaperPath[] {
  const [className, properties] = readItem(pair)
  const items = className === 'Path' ? [pair] : readList(properties.children, 'children')
  if (items.length > MAX_PATHS)
    throw new InvalidInput(`a compound path has at most ${MAX_PATHS} paths, not ${items.length}`)
  let segments = 0
  return items.map((item) => {
    const path = readPath(item)
    segments += path.segments.length
    if (segments > MAX_SEGMENTS) throw new InvalidInput(`a compound path has at most ${MAX_SEGMENTS} segments`)
    return path
  })
}

function readPath(item: unknown): PaperPath {
  const [className, properties] = readItem(item)
  if (className !== 'Path') throw new InvalidInput('the children of a compound path are paths')
  const list = readList(properties.segments, 'segments')
  if (list.length > MAX_SEGMENTS) throw new InvalidInput(`a compound path has at most ${MAX_SEGMENTS} segments`)
  return { segments: list.map(readSegment), closed: properties.closed === true }
}

function readItem(item: unknown): ['Path' | 'CompoundPath', Record<string, unknown>] {
  if (!Array.isArray(item) || item.length !== 2)
    throw new InvalidInput('a path is a pair of its class name and its properties')
  const [className, properties] = item as [unknown, unknown]
  if (className !== 'Path' && className !== 'CompoundPath') throw new InvalidInput('a path is a Path or a CompoundPath')
  if (typeof properties !== 'object' || properties === null)
    throw new InvalidInput('the properties of a path are an object')
  return [className, properties as Record<string, unknown>]
}

/** Absent means none: an empty compound path has no children. */
function readList(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new InvalidInput(`the ${name} of a path are a list`)
  return value
}

function readSegment(segment: unknown): PaperSegment {
  if (!Array.isArray(segment)) throw new InvalidInput('a segment of a path is a list')
  if (segment.length === 2) return { point: readVector(segment), handleIn: NO_HANDLE, handleOut: NO_HANDLE }
  if (segment.length !== 3 && segment.length !== 4) throw new InvalidInput('a segment of a path has 2, 3 or 4 elements')
  const [point, handleIn, handleOut] = segment as unknown[]
  return { point: readVector(point), handleIn: readHandle(handleIn), handleOut: readHandle(handleOut) }
}

const readHandle = (value: unknown) => (value === null || value === undefined ? NO_HANDLE : readVector(value))

function readVector(value: unknown): Vector {
  if (!Array.isArray(value) || value.length !== 2) throw new InvalidInput('a point of a path is two numbers')
  const [x, y] = value as [unknown, unknown]
  if (!isCoordinate(x) || !isCoordinate(y))
    throw new InvalidInput('a point of a path is two numbers within reach of an image')
  return [x, y]
}

const isCoordinate = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= MAX_MAGNITUDE
