/** The annotations of images, packed (decisions/0004). Call within a transaction. */
import type { Place } from './locations'
import { packSheet } from './packedSheet'
import { putNatively } from './putNatively'
import type { AnnotationRow, ImageRow, SheetRow } from './rows'
import { db, SHEET_SIZE } from './schema'

const keyOf = ({ image_id, chunk }: Place) => `${image_id}:${chunk}`

/** All annotations of an image, in the order they were made. */
export async function readSheets(imageId: number): Promise<AnnotationRow[]> {
  const sheets = await db.sheets.where(':id').between([imageId, 0], [imageId, Infinity]).toArray()
  return sheets.flatMap(({ annotations }) => annotations)
}

/** Sheets as one change sees them: each is read once and written once. `load`, then change, then `store`. */
export class Sheets {
  private readonly sheets = new Map<string, SheetRow>()
  private readonly changed = new Set<SheetRow>()
  private readonly emptied = new Set<SheetRow>()

  async load(places: Place[]): Promise<void> {
    const missing = new Map(places.map((place) => [keyOf(place), place] as const).filter(([key]) => !this.sheets.has(key)))
    if (missing.size === 0) return
    const rows = await db.sheets.bulkGet([...missing.values()].map(({ image_id, chunk }): [number, number] => [image_id, chunk]))
    for (const row of rows) if (row) this.sheets.set(keyOf(row), row)
  }

  find(place: Place, id: number): AnnotationRow | undefined {
    return this.sheets.get(keyOf(place))?.annotations.find((row) => row.id === id)
  }

  /** Puts a row at the end of the image's last sheet, which must be loaded; begins another one when it is full. */
  add(image: ImageRow, row: AnnotationRow): Place {
    const last = this.sheets.get(keyOf({ image_id: image.id, chunk: image.sheets - 1 }))
    const sheet = last && last.annotations.length < SHEET_SIZE ? last : this.begin(image)
    sheet.annotations.push(row)
    this.changed.add(sheet)
    return { image_id: image.id, chunk: sheet.chunk }
  }

  replace(place: Place, row: AnnotationRow) {
    const sheet = this.at(place)
    sheet.annotations[sheet.annotations.findIndex(({ id }) => id === row.id)] = row
    this.changed.add(sheet)
  }

  /** Takes a row out. The image's last sheet goes when it is empty; another one stays, since the others keep their numbers. */
  remove(image: ImageRow, place: Place, id: number) {
    const sheet = this.at(place)
    sheet.annotations = sheet.annotations.filter((row) => row.id !== id)
    this.changed.add(sheet)
    if (sheet.annotations.length > 0 || sheet.chunk !== image.sheets - 1) return
    image.sheets--
    this.sheets.delete(keyOf(sheet))
    this.changed.delete(sheet)
    this.emptied.add(sheet)
  }

  async store(): Promise<void> {
    if (this.emptied.size > 0) await db.sheets.bulkDelete([...this.emptied].map(({ image_id, chunk }): [number, number] => [image_id, chunk]))
    if (this.changed.size > 0) await db.sheets.bulkPut([...this.changed])
    this.emptied.clear()
    this.changed.clear()
  }

  /** As `store`, of sheets that an import has added to. */
  async storePacked(): Promise<void> {
    await putNatively('sheets', packed(this.changed))
    this.changed.clear()
  }

  private begin(image: ImageRow): SheetRow {
    const sheet: SheetRow = { image_id: image.id, chunk: image.sheets++, annotations: [] }
    this.sheets.set(keyOf(sheet), sheet)
    return sheet
  }

  private at(place: Place): SheetRow {
    const sheet = this.sheets.get(keyOf(place))
    if (!sheet) throw new RangeError(`sheet ${place.chunk} of image ${place.image_id} is not loaded`)
    return sheet
  }
}

function* packed(sheets: Iterable<SheetRow>) {
  for (const sheet of sheets) yield packSheet(sheet)
}
