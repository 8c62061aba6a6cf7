/** Finds places for the names of shapes, so that none covers another. Lengths are CSS pixels of the drawing. */
import type { Bbox } from '@/core/geometry/box'
import type { Item } from '../../editor/document'
import type { Size } from '@/core/shape/types'

export interface Labelled {
  id: number
  /** The box of the shape on the drawing. */
  box: Bbox
}

export interface Named extends Labelled {
  item: Item
}

export interface Label<T> {
  of: T
  text: string
  x: number
  y: number
  width: number
}

export interface Texts<T> {
  textOf(of: T): string
  widthOf(text: string): number
}

export const LABEL_HEIGHT = 16
export const LABEL_PADDING = 4
const SMALLEST = 10 // longer side of a shape that can have a name
const MOST = 400 // names on one drawing; more cannot be read
const [COLUMN, ROW] = [8, 4] // of the grid that tells which places are taken

/** A name is above its shape, else inside at the top, else below; where none of them is free, the shape has none. */
export class LabelPlaces<T extends Labelled> {
  private readonly labels = new Map<number, Label<T>>()
  private readonly taken: Taken

  constructor(
    private readonly size: Size,
    private readonly texts: Texts<T>,
  ) {
    this.taken = new Taken(size)
  }

  get list(): Iterable<Label<T>> {
    return this.labels.values()
  }

  /** Those that come first find a place first. Texts are asked for and measured only where a place may be free. */
  placeAll(list: Iterable<T>) {
    for (const of of list) this.place(of)
  }

  place(of: T): Label<T> | null {
    const [left, top, width, height] = of.box
    if (this.labels.size >= MOST || Math.max(width, height) < SMALLEST) return null
    if (left + width < 0 || top + height < 0 || left > this.size.width || top > this.size.height) return null
    const x = Math.max(0, Math.round(left))
    const rows = this.rowsFor(top, height).filter((y) => this.taken.isFree(x, y, COLUMN))
    const text = rows.length > 0 ? this.texts.textOf(of) : ''
    if (!text) return null
    const wide = Math.ceil(this.texts.widthOf(text)) + 2 * LABEL_PADDING
    const start = Math.max(0, Math.min(x, Math.floor(this.size.width - wide)))
    const y = rows.find((each) => this.taken.isFree(start, each, wide))
    if (y === undefined) return null
    const label = { of, text, x: start, y, width: wide }
    this.labels.set(of.id, label)
    this.taken.set(start, y, wide, 1)
    return label
  }

  /** Returns the name that was there. */
  remove(id: number): Label<T> | null {
    const label = this.labels.get(id)
    if (!label) return null
    this.labels.delete(id)
    this.taken.set(label.x, label.y, label.width, 0)
    return label
  }

  private rowsFor(top: number, height: number): number[] {
    const [above, below] = [Math.round(top - LABEL_HEIGHT - 2), Math.round(top + height + 2)]
    const inside = Math.max(0, Math.round(top + 2))
    return [above, ...(height > LABEL_HEIGHT * 2 ? [inside] : []), below].filter(
      (y) => y >= 0 && y + LABEL_HEIGHT <= this.size.height,
    )
  }
}

/** Which cells of the drawing have a name. */
class Taken {
  private readonly columns: number
  private readonly cells: Uint8Array

  constructor({ width, height }: Size) {
    this.columns = Math.ceil(width / COLUMN) + 1
    this.cells = new Uint8Array(this.columns * (Math.ceil(height / ROW) + 1))
  }

  isFree(x: number, y: number, width: number): boolean {
    return !this.some(x, y, width, (cell) => this.cells[cell] === 1)
  }

  set(x: number, y: number, width: number, value: 0 | 1) {
    this.some(x, y, width, (cell) => {
      this.cells[cell] = value
      return false
    })
  }

  private some(x: number, y: number, width: number, test: (cell: number) => boolean): boolean {
    const [first, last] = [Math.floor(x / COLUMN), Math.min(this.columns - 1, Math.floor((x + width - 1) / COLUMN))]
    for (let row = Math.floor(y / ROW); row <= Math.floor((y + LABEL_HEIGHT - 1) / ROW); row++)
      for (let column = first; column <= last; column++) if (test(row * this.columns + column)) return true
    return false
  }
}
