/**
 * One change of any number of annotations, with everything that depends on them: chunks and locations, counts and states of images,
 * totals, the trash, the sequence of changes. Each record is read once and written once, so an edit of one annotation writes
 * one chunk however many the image has. Within a write transaction: `load`, then find, insert, update, remove, then `store`.
 */
import { badRequest } from '@/contract/errors'
import { assertEditable } from '../store/busy'
import { moveOutOfPacks } from './chunkPacks'
import { addToAll, endAt, lastId, readNamed, totals } from '../store/counters'
import { countAnnotation, countedDeltas, listCategory } from '../images/imageCounts'
import { Locations, type AnnotationLocation } from './locations'
import type { AnnotationRow, DatasetRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { AnnotationChunks } from './annotationChunks'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

/** What a change needs to read. */
export interface Wanted {
  /** Stored annotations. */
  ids?: number[]
  /** Images that get new annotations, or are changed themselves. */
  images?: number[]
  /** Ids that were reserved for new annotations. */
  reserved?: number[]
  /** Number of ids to draw for further new annotations. */
  draw?: number
  /** Categories that annotations are given. Their totals are read along with the rest, which saves a round trip. */
  categories?: number[]
}

export class AnnotationEdit {
  private readonly chunks = new AnnotationChunks()
  private readonly locations = new Locations()
  private readonly images = new Map<number, { stored: ImageRow; now: ImageRow }>()
  private readonly datasets = new Map<number, DatasetRow>()
  private readonly totals = new Map<string, number>()
  private drawn: number[] = []
  private readonly changedImages = new Set<number>()
  private readonly trashed = new Map<number, number | null>()
  private readonly inCategory = new Map<string, number>()
  private readonly ids = { create: new Set<number>(), update: new Set<number>(), delete: new Set<number>() }

  /** Reads in two rounds of concurrent requests, because the number of rounds decides how long it takes. */
  async load({ ids = [], images = [], reserved = [], draw = 0, categories = [] }: Wanted): Promise<void> {
    const [last] = await Promise.all([
      draw > 0 ? lastId('annotation') : 0,
      this.locations.load([...ids, ...reserved]),
      this.loadImages(images),
    ])
    this.drawn = Array.from({ length: draw }, (_none, index) => last + 1 + index)
    const locations = ids.flatMap((id) => this.locations.find(id) ?? [])
    const lastChunks = images.flatMap((id): AnnotationLocation[] => {
      const { sheets = 0 } = this.images.get(id)?.now ?? {}
      return sheets > 0 ? [{ image_id: id, chunk: sheets - 1 }] : []
    })
    await Promise.all([
      this.locations.load(this.drawn),
      this.loadImages(locations.map(({ image_id }) => image_id)),
      this.chunks.load([...locations, ...lastChunks]),
      this.loadDatasets(categories),
    ])
  }

  private async loadImages(ids: number[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.images.has(id))
    if (missing.length === 0) return
    const rows = (await db.images.bulkGet(missing)).filter((row) => row !== undefined)
    for (const row of await moveOutOfPacks(rows))
      this.images.set(row.id, { stored: row, now: { ...row, category_counts: { ...row.category_counts } } })
  }

  /** Loads the datasets of the loaded images with their totals, and the totals of `categories`. */
  private async loadDatasets(categories: number[]): Promise<void> {
    const ids = [...new Set([...this.images.values()].map(({ now }) => now.dataset_id))]
    if (ids.length === 0) return
    const names = [
      ...ids.flatMap((id) => [totals.annotations(id), totals.annotated(id)]),
      ...categories.map(totals.inCategory),
    ]
    const [rows, values] = await Promise.all([db.datasets.bulkGet(ids), readNamed(names)])
    for (const row of rows) if (row) this.datasets.set(row.id, row)
    for (const [name, value] of values) this.totals.set(name, value)
  }

  /** The ids that `load` drew, in order. */
  get drawnIds(): readonly number[] {
    return this.drawn
  }

  /** A loaded annotation. */
  find(id: number): AnnotationRow | undefined {
    const location = this.locations.find(id)
    return location && this.chunks.find(location, id)
  }

  findImage(id: number): ImageRow | undefined {
    return this.images.get(id)?.now
  }

  image(id: number): ImageRow {
    const image = this.findImage(id)
    if (image) return image
    throw badRequest('Invalid image id.')
  }

  /** The dataset of a loaded image. */
  dataset(image: ImageRow): DatasetRow | undefined {
    return this.datasets.get(image.dataset_id)
  }

  insert(row: AnnotationRow) {
    const image = this.image(row.image_id)
    this.locations.set(row.id, this.chunks.add(image, row))
    this.count(image, null, row)
    this.ids.create.add(row.id)
  }

  /** Stores the row as it is given. */
  update(row: AnnotationRow) {
    const { location, before, image } = this.existing(row.id)
    this.chunks.replace(location, row)
    this.count(image, before, row)
    if (row.deleted && !before.deleted) this.ids.delete.add(row.id)
    else this.ids.update.add(row.id)
  }

  /** Deletes permanently. The id is never used again. */
  remove(id: number) {
    const { location, before, image } = this.existing(id)
    this.chunks.remove(image, location, id)
    this.locations.set(id, null)
    this.count(image, before, null)
    this.ids.delete.add(id)
  }

  updateImage(
    id: number,
    fields: Partial<Pick<ImageRow, 'metadata' | 'category_ids' | 'unlisted_category_ids' | 'milliseconds'>>,
  ) {
    Object.assign(this.image(id), fields)
    this.changedImages.add(id)
  }

  /** Answers the number of the change in the sequence of changes; undefined if nothing changed. */
  async store(recordChange: RecordChange): Promise<number | undefined> {
    if (this.changedImages.size === 0) return undefined
    const images = [...this.changedImages].map((id) => this.images.get(id)!)
    const datasets = [...new Set(images.map(({ now }) => now.dataset_id))]
    for (const image of images) image.now = touched(image.now)
    const rows = images.map(({ now }) => now)
    // concurrent, because each request alone would wait for the disk. If one rejects, the transaction rolls all back.
    this.announce(rows, recordChange)
    await Promise.all([
      ...datasets.map(assertEditable),
      this.chunks.store(),
      this.locations.store(),
      db.images.bulkPut(rows),
      addToAll(new Map([...this.inCategory, ...countedDeltas(images)]), this.totals),
      this.storeTrash(),
      this.drawn.length > 0 && endAt('annotation', this.drawn.at(-1)!),
    ])
    return recordChange.newest()
  }

  private existing(id: number): { location: AnnotationLocation; before: AnnotationRow; image: ImageRow } {
    const location = this.locations.find(id)
    const before = location && this.chunks.find(location, id)
    if (before) return { location, before, image: this.image(location.image_id) }
    throw badRequest('Invalid annotation id')
  }

  private count(image: ImageRow, before: AnnotationRow | null, after: AnnotationRow | null) {
    this.changedImages.add(image.id)
    for (const [row, sign] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (!row || row.deleted) continue
      countAnnotation(image, row.category_id, sign)
      const total = totals.inCategory(row.category_id)
      this.inCategory.set(total, (this.inCategory.get(total) ?? 0) + sign)
    }
    if (after && !after.deleted && (!before || before.deleted || before.category_id !== after.category_id))
      listCategory(image, after.category_id)
    if (image.state === 'unlabelled' && isLabel(after) && !isLabel(before)) image.state = 'in_progress'
    const [was, is] = [before?.deleted ?? false, after?.deleted ?? false]
    if (after && is) this.trashed.set(after.id, after.deleted_date ?? after.updated_at)
    else if (was) this.trashed.set(before!.id, null)
  }

  private async storeTrash(): Promise<void> {
    const entries = [...this.trashed]
    const added = entries.flatMap(([id, date]) =>
      date === null ? [] : [{ instance: 'annotation' as const, id, date }],
    )
    const removed = entries.flatMap(([id, date]): [string, number][] => (date === null ? [['annotation', id]] : []))
    if (added.length > 0) await db.trash.bulkPut(added)
    if (removed.length > 0) await db.trash.bulkDelete(removed)
  }

  private announce(images: ImageRow[], recordChange: RecordChange): void {
    const datasets = new Set(images.map(({ dataset_id }) => dataset_id))
    const where = {
      ...(images.length === 1 ? { image_id: images[0]!.id } : {}),
      ...(datasets.size === 1 ? { dataset_id: images[0]!.dataset_id } : {}),
    }
    const actions = (['create', 'update', 'delete'] as const).filter((action) => this.ids[action].size > 0)
    for (const action of actions) recordChange({ action, instance: 'annotation', ids: [...this.ids[action]], ...where })
    if (actions.length === 0)
      recordChange({ action: 'update', instance: 'image', ids: images.map(({ id }) => id), ...where })
  }
}

/** Whether an annotation has a shape or keypoints, rather than only a category. */
const isLabel = (row: AnnotationRow | null) =>
  row !== null && !row.deleted && (row.shape !== null || row.keypoints.length > 0)
