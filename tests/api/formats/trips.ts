/** What of a dataset comes back when it goes out in a format and comes in again: counted, pair by pair. */
import { segmentationToShape, shapeToRle } from '@/core/shape/shape'
import type { Segmentation, Size } from '@/core/shape/types'
import { decodeRle } from '@/core/mask/rle'
import type { FormatId } from '@/core/formats/types'
import type { Loss } from '@/contract/formats'
import { addDataset, api, readData } from '../support/coco'
import { exportZip, importZip, type Files } from '../support/zipped'

export interface Kept {
  /** That have a partner of the same category at the same place. */
  annotations: number
  /** Largest difference between sides of boxes, pixels. */
  boxes: number
  /** That come back with an outline. */
  outlines: number
  /** Least intersection over union of their pixels. */
  overlap: number
  /** Labelled keypoints within a hundredth of a pixel. */
  keypoints: number
  crowds: number
  attributes: number
  tags: number
  scores: number
  splits: number
  /** Counts by code. */
  export: Record<string, number>
  import: Record<string, number>
}

type Row = Record<string, unknown> & {
  image_id: number
  category_id: number
  bbox: [number, number, number, number]
  segmentation: Segmentation | []
  isbbox: boolean
  iscrowd: number
  keypoints?: number[]
  metadata: Record<string, unknown>
  score?: number
}

interface Held {
  sizes: Map<string, Size>
  rows: Map<string, (Row & { category: string })[]>
  tags: Map<string, Record<string, unknown>>
  splits: Map<string, string | null>
}

interface Listed {
  id: number
  file_name: string
  split: string | null
  metadata: Record<string, unknown>
}

const baseName = (path: string) => path.replace(/^.*\//, '').replace(/\.\w+$/, '')

/** By base name: a format may put images elsewhere. */
async function held(dataset: number): Promise<Held> {
  const coco = (await api('GET', `/dataset/${dataset}/coco?empty=all&predictions=true`)).body as unknown as {
    images: { id: number; file_name: string; width: number; height: number }[]
    categories: { id: number; name: string }[]
    annotations: Row[]
  }
  const all = (await api<Listed[]>('GET', '/image/')).body as unknown as (Listed & { dataset_id: number })[]
  const listed = all.filter((each) => each.dataset_id === dataset)
  const names = new Map(coco.categories.map(({ id, name }) => [id, name]))
  const rowsOf = (id: number) =>
    coco.annotations
      .filter(({ image_id }) => image_id === id)
      .map((row) => ({ ...row, category: names.get(row.category_id)! }))
  return {
    sizes: new Map(coco.images.map((each) => [baseName(each.file_name), each])),
    rows: new Map(coco.images.map(({ id, file_name }) => [baseName(file_name), rowsOf(id)])),
    tags: new Map(listed.map(({ file_name, metadata }) => [baseName(file_name), metadata])),
    splits: new Map(listed.map(({ file_name, split }) => [baseName(file_name), split])),
  }
}

function pixels({ segmentation }: Row, size: Size): Uint8Array | null {
  const isEmpty = Array.isArray(segmentation) && segmentation.length === 0
  const shape = isEmpty ? null : segmentationToShape(segmentation as Segmentation)
  return shape && decodeRle(shapeToRle(shape, size)).data
}

function overlapOf(a: Uint8Array, b: Uint8Array): number {
  let [both, any] = [0, 0]
  for (let at = 0; at < a.length; at++) {
    both += a[at]! & b[at]!
    any += a[at]! | b[at]!
  }
  return any === 0 ? 1 : both / any
}

const difference = (a: Row, b: Row) => {
  const edges = ([x, y, width, height]: Row['bbox']) => [x, y, x + width, y + height]
  const [mine, theirs] = [edges(a.bbox), edges(b.bbox)]
  return Math.max(...mine.map((value, index) => Math.abs(value - theirs[index]!)))
}

/** The nearest of the same category, each once, and none that is further away than half of the box. */
function pairs(before: (Row & { category: string })[], after: (Row & { category: string })[]): [Row, Row][] {
  const left = new Set(after)
  const candidates = before
    .flatMap((a) => after.filter((b) => b.category === a.category).map((b) => ({ a, b, far: difference(a, b) })))
    .filter(({ a, far }) => far <= Math.max(2, Math.min(a.bbox[2], a.bbox[3]) / 2))
    .sort((one, two) => one.far - two.far)
  const taken = new Set<Row>()
  const found: [Row, Row][] = []
  for (const { a, b } of candidates) {
    if (taken.has(a) || !left.delete(b)) continue
    taken.add(a)
    found.push([a, b])
  }
  return found
}

const labelledAt = ({ keypoints = [] }: Row, index: number) => keypoints.slice(3 * index, 3 * index + 3)

function keptKeypoints(a: Row, b: Row): number {
  let count = 0
  for (let index = 0; index < (a.keypoints?.length ?? 0) / 3; index++) {
    const [mine, theirs] = [labelledAt(a, index), labelledAt(b, index)]
    const isSame = theirs.length === 3 && mine.every((value, at) => Math.abs(value - theirs[at]!) <= 0.01)
    if (mine[2]! > 0 && isSame) count++
  }
  return count
}

/** Those of `mine` that are among `theirs`, with their types. */
const keptEntries = (mine: Record<string, unknown> = {}, theirs: Record<string, unknown> = {}) =>
  Object.entries(mine).filter(([key, value]) => JSON.stringify(theirs[key]) === JSON.stringify(value)).length

const countsOf = (losses: Loss[]) => Object.fromEntries(losses.map(({ code, count }) => [code, count]))
const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits

function compare(before: Held, after: Held): Omit<Kept, 'export' | 'import'> {
  const kept = { annotations: 0, boxes: 0, outlines: 0, overlap: 1, keypoints: 0, crowds: 0, attributes: 0, tags: 0, scores: 0, splits: 0 } // prettier-ignore
  for (const [name, rows] of before.rows) {
    const size = before.sizes.get(name)!
    for (const [a, b] of pairs(rows, after.rows.get(name) ?? [])) {
      kept.annotations++
      kept.boxes = Math.max(kept.boxes, round(difference(a, b), 3))
      const [mine, theirs] = [a, b].map((each) => (each.isbbox ? null : pixels(each, size)))
      if (mine && theirs) {
        kept.outlines++
        kept.overlap = Math.min(kept.overlap, round(overlapOf(mine, theirs), 3))
      }
      kept.keypoints += keptKeypoints(a, b)
      if (a.iscrowd === 1 && b.iscrowd === 1) kept.crowds++
      kept.attributes += keptEntries(a.metadata, b.metadata)
      if (a.score !== undefined && a.score === b.score) kept.scores++
    }
    kept.tags += keptEntries(before.tags.get(name), after.tags.get(name))
    if (before.splits.get(name) && before.splits.get(name) === after.splits.get(name)) kept.splits++
  }
  return kept
}

export async function trip(files: Files, format: FormatId): Promise<Kept> {
  const from = await addDataset(`from ${format}`)
  const first = await importZip(from, files)
  if (first.status !== 200) throw new Error(first.body.message)
  const query = `format=${format}&split=stored&empty=all&predictions=true`
  const archive = await (await exportZip(from, query)).blob()
  const preview = (await api<{ losses: Loss[] }>('GET', `/dataset/${from}/export/preview?${query}`)).body
  const to = await addDataset(`to ${format}`)
  const { status, body } = await importZip(to, archive, `?format=${format}`)
  if (status !== 200) throw new Error(`${format}: ${body.message}`)
  return {
    ...compare(await held(from), await held(to)),
    export: countsOf(preview.losses),
    import: countsOf(body.losses),
  }
}

const json = (path: string) => JSON.parse(new TextDecoder().decode(readData(path))) as Coco
interface Coco {
  images: Record<string, unknown>[]
  annotations: Record<string, unknown>[]
  categories: unknown[]
}

const withImages = (folder: string, names: string[], coco: Coco): Files => ({
  ...Object.fromEntries(names.map((name) => [`images/${name}`, new Uint8Array(readData(`${folder}/${name}`))])),
  'annotations/instances.json': JSON.stringify(coco),
})

export const datasets: Record<'nuts' | 'person' | 'shapes', () => Files> = {
  /** Five photos, 42 polygons of three categories. */
  nuts: () => withImages('nuts', ['0.jpg', '1.jpg', '10.jpg', '12.jpg', '16.jpg'], json('nuts/trainval-present.json')),
  /** A person with 17 keypoints and an outline. */
  person: () => withImages('coco-person-cc-by', ['000000000785.jpg'], json('coco-person-cc-by/person_keypoints.json')),
  shapes: () => withImages('pycococreator-shapes/shapes_train2018', ['1000.jpeg', '1001.jpeg'], shapes()),
}

/**
 * Five masks of squares, circles and a triangle, and beside them what formats differ in: a frame with a hole, an outline of two parts, a
 * crowd, attributes of three types, a tag, a score, splits.
 */
function shapes(): Coco {
  const coco = json('pycococreator-shapes/instances_rle_compressed.json')
  const [first, second] = coco.images as { id: number; width: number; height: number }[]
  const { width, height } = first!
  const frame = runs(width, height, (x, y) => inBox(x, y, 4, 4, 24, 20) && !inBox(x, y, 10, 9, 8, 6))
  const crowd = runs(second!.width, second!.height, (x, y) => y < 6 && (x >> 3) % 2 === 0 && x < 48)
  const own = (fields: object) => ({ atoll: fields })
  const square = (x: number, y: number) => [x, y, x + 8, y, x + 8, y + 8, x, y + 8]
  const more = [
    { image_id: first!.id, category_id: 1, segmentation: frame, bbox: [4, 4, 24, 20], area: 432, iscrowd: 0, ...own({ metadata: { material: 'oak', count: 3, broken: true } }) },
    { image_id: first!.id, category_id: 1, segmentation: [square(4, 30), square(20, 34)], bbox: [4, 30, 24, 12], area: 128, iscrowd: 0, score: 0.5 },
    { image_id: second!.id, category_id: 2, segmentation: crowd, bbox: [0, 0, 40, 6], area: 144, iscrowd: 1 },
  ] // prettier-ignore
  const ids = coco.annotations.length
  return {
    ...coco,
    images: [
      { ...coco.images[0], ...own({ split: 'train', metadata: { weather: 'sunny', camera: 3, night: true } }) },
      { ...coco.images[1], ...own({ split: 'val' }) },
    ],
    annotations: [...coco.annotations, ...more.map((each, index) => ({ id: 1000 + ids + index, ...each }))],
  }
}

const inBox = (x: number, y: number, left: number, top: number, width: number, height: number) =>
  x >= left && x < left + width && y >= top && y < top + height

/** Run lengths, column by column. */
function runs(width: number, height: number, isSet: (x: number, y: number) => boolean) {
  const counts = [0]
  for (let x = 0, value = false; x < width; x++)
    for (let y = 0; y < height; y++) {
      if (isSet(x, y) !== value) {
        counts.push(0)
        value = !value
      }
      counts[counts.length - 1]!++
    }
  return { size: [height, width], counts }
}
