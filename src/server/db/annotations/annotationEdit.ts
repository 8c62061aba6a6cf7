/**
 * One change of annotations, however many, with all that follows from it: sheets and their map, the images' counts and
 * states, totals, the trash, change notes. Every record is read once and written once: a stroke costs one sheet, however
 * many shapes the image has. Within a write transaction: `load`, then find, insert, update, remove, then `store`.
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

/** What a change needs to be read. */
export interface Wanted {
  /** Annotations that are there. */
  ids?: number[]
  /** Images that annotations are inserted into, or that are changed themselves. */
  images?: number[]
  /** Ids that were set aside for annotations that are inserted. */
  setAside?: number[]
  /** How many ids are drawn besides. */
  draw?: number
  /** Categories that annotations are given; read here, to add to their totals takes no further round. */
  categories?: number[]
}

export class AnnotationEdit {
  private readonly sheets = new AnnotationChunks()
  private readonly locations = new Locations()
  private readonly images = new Map<number, { stored: ImageRow; now: ImageRow }>()
  private readonly datasets = new Map<number, DatasetRow>()
  private readonly totals = new Map<string, number>()
  private drawn: number[] = []
  private readonly changedImages = new Set<number>()
  private readonly trashed = new Map<number, number | null>()
  private readonly inCategory = new Map<string, number>()
  private readonly ids = { create: new Set<number>(), update: new Set<number>(), delete: new Set<number>() }

  /** In two rounds, for each takes its time: what does not wait for each other is asked for together. */
  async load({ ids = [], images = [], setAside = [], draw = 0, categories = [] }: Wanted): Promise<void> {
    const [last] = await Promise.all([draw > 0 ? lastId('annotation') : 0, this.locations.load([...ids, ...setAside]), this.loadImages(images)])
    this.drawn = Array.from({ length: draw }, (_none, index) => last + 1 + index)
    const places = ids.flatMap((id) => this.locations.find(id) ?? [])
    const lastChunks = images.flatMap((id): AnnotationLocation[] => {
      const { sheets = 0 } = this.images.get(id)?.now ?? {}
      return sheets > 0 ? [{ image_id: id, chunk: sheets - 1 }] : []
    })
    await Promise.all([
      this.locations.load(this.drawn),
      this.loadImages(places.map(({ image_id }) => image_id)),
      this.sheets.load([...places, ...lastChunks]),
      this.loadDatasets(categories),
    ])
  }

  private async loadImages(ids: number[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.images.has(id))
    if (missing.length === 0) return
    const rows = (await db.images.bulkGet(missing)).filter((row) => row !== undefined)
    for (const row of await moveOutOfPacks(rows)) this.images.set(row.id, { stored: row, now: { ...row, category_counts: { ...row.category_counts } } })
  }

  /** Of the images that annotations are inserted into, with what they count. */
  private async loadDatasets(categories: number[]): Promise<void> {
    const ids = [...new Set([...this.images.values()].map(({ now }) => now.dataset_id))]
    if (ids.length === 0) return
    const names = [...ids.flatMap((id) => [totals.annotations(id), totals.annotated(id)]), ...categories.map(totals.inCategory)]
    const [rows, values] = await Promise.all([db.datasets.bulkGet(ids), readNamed(names)])
    for (const row of rows) if (row) this.datasets.set(row.id, row)
    for (const [name, value] of values) this.totals.set(name, value)
  }

  /** The ids that were drawn, in order. */
  get drawnIds(): readonly number[] {
    return this.drawn
  }

  /** Of those loaded. */
  find(id: number): AnnotationRow | undefined {
    const place = this.locations.find(id)
    return place && this.sheets.find(place, id)
  }

  findImage(id: number): ImageRow | undefined {
    return this.images.get(id)?.now
  }

  image(id: number): ImageRow {
    const image = this.findImage(id)
    if (image) return image
    throw badRequest('Invalid image id.')
  }

  /** Of an image that annotations are inserted into. */
  dataset(image: ImageRow): DatasetRow | undefined {
    return this.datasets.get(image.dataset_id)
  }

  insert(row: AnnotationRow) {
    const image = this.image(row.image_id)
    this.locations.set(row.id, this.sheets.add(image, row))
    this.count(image, null, row)
    this.ids.create.add(row.id)
  }

  /** Stores the row as it is given. */
  update(row: AnnotationRow) {
    const { place, before, image } = this.there(row.id)
    this.sheets.replace(place, row)
    this.count(image, before, row)
    if (row.deleted && !before.deleted) this.ids.delete.add(row.id)
    else this.ids.update.add(row.id)
  }

  /** For good: the id is spent. */
  remove(id: number) {
    const { place, before, image } = this.there(id)
    this.sheets.remove(image, place, id)
    this.locations.set(id, null)
    this.count(image, before, null)
    this.ids.delete.add(id)
  }

  updateImage(id: number, fields: Partial<Pick<ImageRow, 'metadata' | 'category_ids' | 'unlisted_category_ids' | 'milliseconds'>>) {
    Object.assign(this.image(id), fields)
    this.changedImages.add(id)
  }

  /** Answers the number of the change in the sequence; undefined when there is none. */
  async store(note: RecordChange): Promise<number | undefined> {
    if (this.changedImages.size === 0) return undefined
    const images = [...this.changedImages].map((id) => this.images.get(id)!)
    const datasets = [...new Set(images.map(({ now }) => now.dataset_id))]
    for (const image of images) image.now = touched(image.now)
    const rows = images.map(({ now }) => now)
    // asked for together: one after the other, each would wait for the disk. A refusal takes all of them back.
    const [seqs] = await Promise.all([
      Promise.all(this.announce(rows, note)),
      ...datasets.map(assertEditable),
      this.sheets.store(),
      this.locations.store(),
      db.images.bulkPut(rows),
      addToAll(new Map([...this.inCategory, ...countedDeltas(images)]), this.totals),
      this.storeTrash(),
      this.drawn.length > 0 && endAt('annotation', this.drawn.at(-1)!),
    ])
    return seqs.at(-1)
  }

  private there(id: number): { place: AnnotationLocation; before: AnnotationRow; image: ImageRow } {
    const place = this.locations.find(id)
    const before = place && this.sheets.find(place, id)
    if (before) return { place, before, image: this.image(place.image_id) }
    throw badRequest('Invalid annotation id')
  }

  private count(image: ImageRow, before: AnnotationRow | null, after: AnnotationRow | null) {
    this.changedImages.add(image.id)
    for (const [row, sign] of [[before, -1], [after, 1]] as const) {
      if (!row || row.deleted) continue
      countAnnotation(image, row.category_id, sign)
      const total = totals.inCategory(row.category_id)
      this.inCategory.set(total, (this.inCategory.get(total) ?? 0) + sign)
    }
    if (after && !after.deleted && (!before || before.deleted || before.category_id !== after.category_id)) listCategory(image, after.category_id)
    if (image.state === 'unlabelled' && isLabel(after) && !isLabel(before)) image.state = 'in_progress'
    const [was, is] = [before?.deleted ?? false, after?.deleted ?? false]
    if (after && is) this.trashed.set(after.id, after.deleted_date ?? after.updated_at)
    else if (was) this.trashed.set(before!.id, null)
  }

  private async storeTrash(): Promise<void> {
    const entries = [...this.trashed]
    const there = entries.flatMap(([id, date]) => (date === null ? [] : [{ instance: 'annotation' as const, id, date }]))
    const gone = entries.flatMap(([id, date]): [string, number][] => (date === null ? [['annotation', id]] : []))
    if (there.length > 0) await db.trash.bulkPut(there)
    if (gone.length > 0) await db.trash.bulkDelete(gone)
  }

  private announce(images: ImageRow[], note: RecordChange): Promise<number>[] {
    const datasets = new Set(images.map(({ dataset_id }) => dataset_id))
    const where = {
      ...(images.length === 1 ? { image_id: images[0]!.id } : {}),
      ...(datasets.size === 1 ? { dataset_id: images[0]!.dataset_id } : {}),
    }
    const noted = (['create', 'update', 'delete'] as const).flatMap((action) =>
      this.ids[action].size > 0 ? [note({ action, instance: 'annotation', ids: [...this.ids[action]], ...where })] : [],
    )
    return noted.length > 0 ? noted : [note({ action: 'update', instance: 'image', ids: images.map(({ id }) => id), ...where })]
  }
}

/** Something drawn, not only a name in a list. */
const isLabel = (row: AnnotationRow | null) => row !== null && !row.deleted && (row.shape !== null || row.keypoints.length > 0)
