/** The rows of a plot as CSV (RFC 4180), in UTF-8 with a byte order mark, as spreadsheets expect it. */
import type { Plot } from './plot'

/** Spreadsheets would compute what begins so: it is kept as text. */
const FORMULA = /^[=+\-@\t\r]/

function field(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvOf = ({ heading, columns, rows }: Plot): string =>
  `\uFEFF${[[heading, ...columns], ...rows.map(({ label, values }) => [label, ...values])]
    .map((line) => `${line.map(field).join(',')}\r\n`)
    .join('')}`
