/**
 * One change of annotations, however many, with all that follows from it: sheets and their map, the images' counts and
 * states, totals, the trash, change notes. Every record is read once and written once: a stroke costs one sheet, however
 * many shapes the image has. Within a write transaction: `load`, then find, insert, update, remove, then `store`.
 */
import { badRequest } from '@/contract/errors'
import { assertEditable } from './busy'
import { addToAll, totals } from './counters'
import { countAnnotation, countedDeltas } from './imageCounts'
import { Locations, type Place } from './locations'
import type { AnnotationRow, ImageRow } from './rows'
import { db } from './schema'
import { Sheets } from './sheets'
import { touched } from './stamp'
import type { Note } from './write'

export class AnnotationEdit {
  private readonly sheets = new Sheets()
  private readonly locations = new Locations()
  private readonly images = new Map<number, { stored: ImageRow; now: ImageRow }>()
  private readonly changedImages = new Set<number>()
  private readonly trashed = new Map<number, number | null>()
  private readonly inCategory = new Map<string, number>()
  private readonly ids = { create: new Set<number>(), update: new Set<number>(), delete: new Set<number>() }

  /** Reads what is needed to find these annotations and to insert into these images. */
  async load(annotationIds: number[], imageIds: number[] = [], newIds: number[] = []): Promise<void> {
    await Promise.all([this.locations.load([...annotationIds, ...newIds]), this.loadImages(imageIds)])
    const places = annotationIds.flatMap((id) => this.locations.find(id) ?? [])
    await this.loadImages(places.map(({ image_id }) => image_id))
    const lastSheets = imageIds.flatMap((id): Place[] => {
      const { sheets = 0 } = this.images.get(id)?.now ?? {}
      return sheets > 0 ? [{ image_id: id, chunk: sheets - 1 }] : []
    })
    await this.sheets.load([...places, ...lastSheets])
  }

  private async loadImages(ids: number[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.images.has(id))
    if (missing.length === 0) return
    for (const row of await db.images.bulkGet(missing)) {
      if (row) this.images.set(row.id, { stored: row, now: { ...row, category_counts: { ...row.category_counts } } })
    }
  }

  /** Of those loaded. */
  find(id: number): AnnotationRow | undefined {
    const place = this.locations.find(id)
    return place && this.sheets.find(place, id)
  }

  image(id: number): ImageRow {
    const image = this.images.get(id)
    if (image) return image.now
    throw badRequest('Invalid image id.')
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

  updateImage(id: number, fields: Partial<Pick<ImageRow, 'metadata' | 'category_ids' | 'milliseconds'>>) {
    Object.assign(this.image(id), fields)
    this.changedImages.add(id)
  }

  async store(note: Note): Promise<void> {
    if (this.changedImages.size === 0) return
    const images = [...this.changedImages].map((id) => this.images.get(id)!)
    const datasets = [...new Set(images.map(({ now }) => now.dataset_id))]
    // asked for together: one after the other, each would wait for the disk. A refusal takes all of them back.
    await Promise.all([
      ...datasets.map(assertEditable),
      this.sheets.store(),
      this.locations.store(),
      db.images.bulkPut(images.map(({ now }) => touched(now))),
      addToAll(new Map([...this.inCategory, ...countedDeltas(images)])),
      this.storeTrash(),
    ])
    this.announce(images.map(({ now }) => now), note)
  }

  private there(id: number): { place: Place; before: AnnotationRow; image: ImageRow } {
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

  private announce(images: ImageRow[], note: Note) {
    const datasets = new Set(images.map(({ dataset_id }) => dataset_id))
    const where = {
      ...(images.length === 1 ? { image_id: images[0]!.id } : {}),
      ...(datasets.size === 1 ? { dataset_id: images[0]!.dataset_id } : {}),
    }
    for (const action of ['create', 'update', 'delete'] as const) {
      if (this.ids[action].size > 0) note({ action, instance: 'annotation', ids: [...this.ids[action]], ...where })
    }
    const alone = Object.values(this.ids).every((ids) => ids.size === 0)
    if (alone) note({ action: 'update', instance: 'image', ids: images.map(({ id }) => id), ...where })
  }
}

/** Something drawn, not only a name in a list. */
const isLabel = (row: AnnotationRow | null) => row !== null && !row.deleted && (row.shape !== null || row.keypoints.length > 0)
