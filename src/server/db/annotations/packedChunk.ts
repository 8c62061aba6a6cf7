/**
 * A sheet as an import writes it: columns instead of rows, coordinates as small integers. It takes a third of the time and of
 * the space. Whoever reads sheets gets rows (a hook on the table, schema.ts); an edit writes its sheet as rows again.
 *
 * text     JSON of the columns. What is the same in all rows stands once, in `shared`; lists and objects that are empty in all
 *          rows are only named, in `empty`; of sources that differ in their ids alone the rest stands in `source`.
 * numbers  the coordinates of all polygons, one after the other, times `scale`; in `shape` stand the lengths of their rings,
 *          by part, the outer one first. Other shapes stand there as they are.
 * Lossless: what would not come back as it was is left as rows. Rows are plain JSON.
 */
import type { PolygonsShape } from '@/core/shape/types'
import type { AnnotationRow, AnnotationSource, AnnotationChunkRow } from '../store/rows'

export interface PackedChunk {
  image_id: number
  chunk: number
  text: string
  numbers: Uint16Array | Int32Array | Float64Array
  scale: number
}

type Column = unknown[]
type RingLengths = number[][]

interface Columns {
  shared: Partial<AnnotationRow>
  columns: Record<string, Column>
  /** Absent in sheets of older versions: none. */
  empty?: EmptyField[]
  source?: Omit<AnnotationSource, 'id'>
}

type EmptyField = (typeof EMPTY)[number]

/** As a new annotation has them; where a row has another value, a column has all of them. */
const SHARED = [
  'image_id', 'dataset_id', 'width', 'height', 'milliseconds', 'revision', 'created_at', 'updated_at', 'creator', 'deleted', 'iscrowd', 'isbbox',
] as const
const OWN = ['id', 'category_id', 'shape', 'area', 'bbox', 'color', 'uuid'] as const
/** Lists and objects that a row may lack: null in its column. */
const OPTIONAL = ['source', 'original', 'extra'] as const
/** Mostly empty. */
const EMPTY = ['keypoints', 'metadata'] as const
const KNOWN = new Set<string>([...SHARED, ...OWN, ...EMPTY, ...OPTIONAL])

/** Hundredths: what nearly all files have. */
const SCALE = 100

export function packChunk(sheet: AnnotationChunkRow): AnnotationChunkRow | PackedChunk {
  const rows = sheet.annotations
  const first = rows[0]
  if (!first || rows.some(hasMore)) return sheet
  const shared: Record<string, unknown> = {}
  const columns: Record<string, Column> = {}
  for (const field of SHARED) {
    const value = first[field]
    if (rows.every((row) => row[field] === value)) shared[field] = value
    else columns[field] = rows.map((row) => row[field])
  }
  coordinates.length = 0
  for (const field of OWN) columns[field] = rows.map((row) => (field === 'shape' ? packShape(row.shape) : row[field]))
  for (const field of OPTIONAL) if (rows.some((row) => row[field])) columns[field] = rows.map((row) => row[field] ?? null)
  const empty = EMPTY.filter((field) => rows.every((row) => isEmpty(row[field])))
  for (const field of EMPTY) if (!empty.includes(field)) columns[field] = rows.map((row) => row[field])
  const source = commonSource(rows)
  if (source) columns.source = rows.map((row) => row.source!.id)
  const packed: Columns = { shared, columns, empty, source }
  return { image_id: sheet.image_id, chunk: sheet.chunk, text: JSON.stringify(packed), ...packCoordinates() }
}

/** The hook: rows that are stored as rows stay as they are. */
export function unpackChunk(stored: AnnotationChunkRow | PackedChunk | undefined): AnnotationChunkRow | undefined {
  if (!stored || 'annotations' in stored) return stored
  const { image_id, chunk, text, numbers, scale } = stored
  const { shared, columns, empty = [], source } = JSON.parse(text) as Columns
  const names = Object.keys(columns)
  let at = 0
  const take = (length: number): number[] => {
    const ring: number[] = []
    for (const end = at + length; at < end; at++) ring.push(scale === 1 ? numbers[at]! : numbers[at]! / scale)
    return ring
  }
  const annotations = columns.id!.map((_id, index) => {
    const row: Record<string, unknown> = { ...shared }
    for (const name of names) {
      const value = columns[name]![index]
      if (source && name === 'source') row[name] = { ...source, id: value }
      else if (name === 'shape' && Array.isArray(value)) row[name] = unpackShape(value as RingLengths, take)
      else if (value !== null || !isOptional(name)) row[name] = value
    }
    for (const name of empty) row[name] = name === 'keypoints' ? [] : {}
    return row as unknown as AnnotationRow
  })
  return { image_id, chunk, annotations }
}

function isEmpty(value: object): boolean {
  for (const _key in value) return false
  return true
}

/** What the sources of all rows share, if it is all but their ids. */
function commonSource(rows: AnnotationRow[]): Omit<AnnotationSource, 'id'> | undefined {
  const first = rows[0]!.source
  if (!first || !rows.every(({ source }) => source && source.import_id === first.import_id && source.image_id === first.image_id)) return undefined
  return { import_id: first.import_id, image_id: first.image_id }
}

const isOptional = (name: string) => (OPTIONAL as readonly string[]).includes(name)

/** Rows have few fields, all known, and those in `OPTIONAL` are never null. */
function hasMore(row: AnnotationRow): boolean {
  for (const field in row) if (!KNOWN.has(field)) return true
  return false
}

/** Those of the sheet that is being packed: in memory that every sheet uses again. */
const coordinates = { length: 0, numbers: new Float64Array(4096), scaled: new Int32Array(4096) }

function packShape(shape: AnnotationRow['shape']): unknown {
  if (shape?.kind !== 'polygons') return shape
  return shape.parts.map(({ outer, holes }) => [outer, ...holes].map(packRing))
}

function packRing(ring: number[]): number {
  const from = coordinates.length
  coordinates.length += ring.length
  if (coordinates.length > coordinates.numbers.length) makeRoom()
  const { numbers } = coordinates
  for (let index = 0; index < ring.length; index++) numbers[from + index] = ring[index]!
  return ring.length
}

function makeRoom() {
  const numbers = new Float64Array(2 * coordinates.length)
  numbers.set(coordinates.numbers)
  Object.assign(coordinates, { numbers, scaled: new Int32Array(numbers.length) })
}

const unpackShape = (parts: RingLengths, take: (length: number) => number[]): PolygonsShape => ({
  kind: 'polygons',
  parts: parts.map((lengths) => {
    const [outer, ...holes] = lengths.map(take)
    return { outer: outer!, holes }
  }),
})

function packCoordinates(): Pick<PackedChunk, 'numbers' | 'scale'> {
  const { length, numbers, scaled } = coordinates
  let [least, most] = [0, 0]
  for (let index = 0; index < length; index++) {
    const number = numbers[index]!
    const whole = Math.round(number * SCALE)
    scaled[index] = whole
    // also when it is too large for 32 bits, or negative zero
    if (scaled[index]! / SCALE !== number || (number === 0 && 1 / number < 0)) return { numbers: numbers.slice(0, length), scale: 1 }
    if (whole < least) least = whole
    if (whole > most) most = whole
  }
  const isShort = least >= 0 && most <= 0xffff
  return { numbers: isShort ? new Uint16Array(scaled.subarray(0, length)) : scaled.slice(0, length), scale: SCALE }
}
