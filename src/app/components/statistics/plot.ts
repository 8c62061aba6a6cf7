/** What a plot shows: the same rows are drawn, listed in a table and written to CSV. */
import type { GridFilter } from './gridLink'

export interface PlotRow {
  label: string
  /** Of the bar. */
  color?: string
  /** One for each column. */
  values: number[]
  /** The images behind each value. */
  links: (GridFilter | undefined)[]
  /** Place of a point. */
  at?: { x: number; y: number }
}

export interface Plot {
  /** For file names. */
  id: string
  title: string
  hint?: string
  /** bars: from left to right; columns: upwards; cells: rows of coloured cells; points: circles by size. */
  form: 'bars' | 'columns' | 'cells' | 'points'
  /** Heading of the labels. */
  heading: string
  /** Headings of the values. */
  columns: string[]
  /** So many columns are drawn, from the first one; all cells always are. */
  drawn: number
  rows: PlotRow[]
  isShare?: boolean
  /** Headings below the cells are never turned: some are left out. */
  isUpright?: boolean
  /** Bars are coloured by these names, in order; for each row the index. */
  groups?: { names: string[]; of: number[] }
  /** Titles of the axes of points. */
  axes?: { x: string; y: string }
}

/** Columns that are drawn at most; bars below each other are fewer. All rows are in the table. */
export const MOST_COLUMNS = 40
const MOST_BARS = 20

/** Rows that are drawn. */
export const drawnRows = ({ form, rows }: Plot): PlotRow[] =>
  form === 'bars' ? rows.slice(0, MOST_BARS) : form === 'columns' ? rows.slice(0, MOST_COLUMNS) : rows

export const isEmpty = ({ rows, form, drawn }: Plot): boolean =>
  rows.every(({ values }) => (form === 'cells' ? values : values.slice(0, drawn)).every((value) => value === 0))
