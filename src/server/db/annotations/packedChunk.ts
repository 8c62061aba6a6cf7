/**
 * Packed chunks: an annotation chunk as an import writes it, with columns instead of rows and coordinates as small integers. This takes
 * a third of the time and of the space. Readers get rows (a hook on the table, schema.ts); an edit writes its chunk as rows again.
 *
 * text     JSON of the columns. `shared` has the fields that are equal in all rows. `empty` names lists and objects that are
 *          empty in all rows. `source` has the common part of sources that differ only in their ids.
 * numbers  coordinates of all polygons in sequence, times `scale`. The `shape` column has the number of coordinates of each ring,
 *          by part, outer ring first. Shapes that are not polygons are in the `shape` column as they are.
 *
 * Packing is lossless: a chunk with rows that would not survive it is stored as rows.
 */
import type { PolygonsShape } from '@/core/shape/types'
import type { AnnotationRow, AnnotationSource, AnnotationChunkRow, PackedChunkRow } from '../store/rows'

type Column = unknown[]
type RingLengths = number[][]

interface Columns {
  shared: Partial<AnnotationRow>
  columns: Record<string, Column>
  /** Absent in chunks of older versions, which means none. */
  empty?: EmptyField[]
  source?: Omit<AnnotationSource, 'id'>
}

type EmptyField = (typeof EMPTY)[number]

/** Fields that are usually equal in all rows. A field that is not gets a column. */
const SHARED = [
  'image_id',
  'dataset_id',
  'width',
  'height',
  'milliseconds',
  'revision',
  'created_at',
  'updated_at',
  'creator',
  'deleted',
  'iscrowd',
  'isbbox',
] as const
const OWN = ['id', 'category_id', 'shape', 'area', 'bbox', 'color', 'uuid'] as const
/** What a row may lack; the column then has null. */
const OPTIONAL = ['source', 'original', 'extra', 'score', 'prediction'] as const
/** Lists and objects that are usually empty. */
const EMPTY = ['keypoints', 'metadata'] as const
const KNOWN = new Set<string>([...SHARED, ...OWN, ...EMPTY, ...OPTIONAL])

/** Coordinates are stored in hundredths of a pixel, which suits nearly all files. */
const SCALE = 100

export function packChunk(chunk: AnnotationChunkRow): AnnotationChunkRow | PackedChunkRow {
  const rows = chunk.annotations
  const first = rows[0]
  if (!first || rows.some(hasUnknownFields)) return chunk
  const shared: Record<string, unknown> = {}
  const columns: Record<string, Column> = {}
  for (const field of SHARED) {
    const value = first[field]
    if (rows.every((row) => row[field] === value)) shared[field] = value
    else columns[field] = rows.map((row) => row[field])
  }
  coordinates.length = 0
  for (const field of OWN) columns[field] = rows.map((row) => (field === 'shape' ? packShape(row.shape) : row[field]))
  for (const field of OPTIONAL)
    if (rows.some((row) => row[field] !== undefined)) columns[field] = rows.map((row) => row[field] ?? null)
  const empty = EMPTY.filter((field) => rows.every((row) => isEmpty(row[field])))
  for (const field of EMPTY) if (!empty.includes(field)) columns[field] = rows.map((row) => row[field])
  const source = commonSource(rows)
  if (source) columns.source = rows.map((row) => row.source!.id)
  const packed: Columns = { shared, columns, empty, source }
  return { image_id: chunk.image_id, chunk: chunk.chunk, text: JSON.stringify(packed), ...packCoordinates() }
}

/**
 * The table's reading hook. Chunks that are stored as rows are answered as they are. Without `polygons`, which most of the time
 * goes into, rows with polygons have null for a shape: such rows must not be stored.
 */
export function unpackChunk(
  stored: AnnotationChunkRow | PackedChunkRow | undefined,
  polygons = true,
): AnnotationChunkRow | undefined {
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
      else if (name === 'shape' && Array.isArray(value))
        row[name] = polygons ? unpackShape(value as RingLengths, take) : null
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

/** The common part of the rows' sources; undefined if they differ in more than their ids. */
function commonSource(rows: AnnotationRow[]): Omit<AnnotationSource, 'id'> | undefined {
  const first = rows[0]!.source
  if (
    !first ||
    !rows.every(({ source }) => source && source.import_id === first.import_id && source.image_id === first.image_id)
  )
    return undefined
  return { import_id: first.import_id, image_id: first.image_id }
}

const isOptional = (name: string) => (OPTIONAL as readonly string[]).includes(name)

/** Whether a row has a field that packing would lose. */
function hasUnknownFields(row: AnnotationRow): boolean {
  for (const field in row) if (!KNOWN.has(field)) return true
  return false
}

/** Coordinates of the chunk that is being packed. The memory is reused by the next chunk. */
const coordinates = { length: 0, numbers: new Float64Array(4096), scaled: new Int32Array(4096) }

function packShape(shape: AnnotationRow['shape']): unknown {
  if (shape?.kind !== 'polygons') return shape
  return shape.parts.map(({ outer, holes }) => [outer, ...holes].map(packRing))
}

function packRing(ring: number[]): number {
  const from = coordinates.length
  coordinates.length += ring.length
  if (coordinates.length > coordinates.numbers.length) growBuffers()
  const { numbers } = coordinates
  for (let index = 0; index < ring.length; index++) numbers[from + index] = ring[index]!
  return ring.length
}

function growBuffers() {
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

function packCoordinates(): Pick<PackedChunkRow, 'numbers' | 'scale'> {
  const { length, numbers, scaled } = coordinates
  let [least, most] = [0, 0]
  for (let index = 0; index < length; index++) {
    const number = numbers[index]!
    const whole = Math.round(number * SCALE)
    scaled[index] = whole
    // also true for numbers beyond 32 bits and for negative zero
    if (scaled[index]! / SCALE !== number || (number === 0 && 1 / number < 0))
      return { numbers: numbers.slice(0, length), scale: 1 }
    if (whole < least) least = whole
    if (whole > most) most = whole
  }
  const isShort = least >= 0 && most <= 0xffff
  return { numbers: isShort ? new Uint16Array(scaled.subarray(0, length)) : scaled.slice(0, length), scale: SCALE }
}
