/** Counts images and annotations as they are read. Its memory grows with what differs, not with the number of annotations. */
import { ImageState } from '@/contract/image'
import { AREA_EDGES, ASPECT_EDGES, binOf, CELL_EDGES, HEAT_CELLS, TIME_EDGES } from '@/core/statistics/bins'
import type { AnnotationRow, ImageRow } from '../store/rows'

const none = {
  category: () => ({ annotations: 0, images: 0 }),
  split: () => ({ images: 0, annotated: 0, annotations: 0, categories: new Map<number, number>() }),
  day: () => ({ annotations: 0, drawn: 0, milliseconds: 0 }),
  creator: () => ({ annotations: 0, images: 0, predictions: 0 }),
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const increase = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)

export class DistributionTally {
  images = 0
  annotated = 0
  annotations = 0
  milliseconds = 0
  readonly states = Object.fromEntries(ImageState.options.map((state) => [state, 0])) as Record<ImageState, number>
  readonly categories = new Map<number, ReturnType<typeof none.category>>()
  readonly perImage = new Map<number, number>()
  readonly areas = new Float64Array(AREA_EDGES.length + 1)
  readonly aspects = new Float64Array(ASPECT_EDGES.length + 1)
  /** Images that somebody worked on. */
  readonly times = new Float64Array(TIME_EDGES.length + 1)
  /** Rows of cells, from top to bottom. */
  readonly centers = new Float64Array(HEAT_CELLS ** 2)
  readonly sizes = new Map<string, { width: number; height: number; images: number }>()
  /** By name; '' without. */
  readonly splits = new Map<string, ReturnType<typeof none.split>>()
  /** By the first millisecond of the day. */
  readonly days = new Map<number, ReturnType<typeof none.day>>()
  readonly creators = new Map<string, ReturnType<typeof none.creator>>()
  /** Categories of each image that has several, by how often just these occur together. */
  private readonly sets = new Map<string, number>()
  private day = { start: 0, end: 0 }

  /** `rows`: its annotations, without deleted ones. */
  add(image: ImageRow, rows: AnnotationRow[]) {
    this.images++
    this.states[image.state]++
    this.milliseconds += image.milliseconds
    if (image.milliseconds > 0) this.times[binOf(TIME_EDGES, image.milliseconds / 1000)]!++
    increase(this.perImage, rows.length)
    const { width, height } = image
    entry(this.sizes, `${width} ${height}`, () => ({ width, height, images: 0 })).images++
    const split = entry(this.splits, image.split ?? '', none.split)
    split.images++
    split.annotations += rows.length
    if (rows.length === 0) return
    this.annotated++
    split.annotated++
    for (const row of rows) {
      this.addAnnotation(row)
      increase(split.categories, row.category_id)
    }
    const ids = [...new Set(rows.map(({ category_id }) => category_id))].sort((a, b) => a - b)
    for (const id of ids) this.categories.get(id)!.images++
    if (ids.length > 1) increase(this.sets, ids.join())
    for (const name of new Set(rows.map(({ creator }) => creator))) this.creators.get(name)!.images++
  }

  private addAnnotation(row: AnnotationRow) {
    this.annotations++
    entry(this.categories, row.category_id, none.category).annotations++
    this.areas[binOf(AREA_EDGES, row.area)]!++
    this.addBox(row)
    const day = entry(this.days, this.dayOf(row.created_at), none.day)
    day.annotations++
    if (!row.source) {
      day.drawn++
      day.milliseconds += row.milliseconds
    }
    const creator = entry(this.creators, row.creator, none.creator)
    creator.annotations++
    if (row.prediction) creator.predictions++
  }

  private addBox(row: AnnotationRow) {
    const [left, top, width, height] = row.bbox
    if (width > 0 && height > 0) this.aspects[binOf(ASPECT_EDGES, width / height)]!++
    const x = ((left + width / 2) / row.width) * 100
    const y = ((top + height / 2) / row.height) * 100
    if (!(x >= 0 && x <= 100 && y >= 0 && y <= 100)) return
    this.centers[binOf(CELL_EDGES, y) * HEAT_CELLS + binOf(CELL_EDGES, x)]!++
  }

  /** The first millisecond of the day. Neighbours are mostly of the same one. */
  private dayOf(time: number): number {
    if (time >= this.day.start && time < this.day.end) return this.day.start
    const date = new Date(time)
    const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
    this.day = { start: new Date(year, month, day).getTime(), end: new Date(year, month, day + 1).getTime() }
    return this.day.start
  }

  /** Images that have both, for each two of the categories. */
  pairsOf(ids: number[]): number[][] {
    const counts = ids.map(() => ids.map(() => 0))
    const index = new Map(ids.map((id, at) => [id, at]))
    ids.forEach((id, at) => (counts[at]![at] = this.categories.get(id)?.images ?? 0))
    for (const [key, images] of this.sets) {
      const found = key.split(',').flatMap((id) => index.get(Number(id)) ?? [])
      for (const one of found) for (const other of found) if (one !== other) counts[one]![other]! += images
    }
    return counts
  }
}
