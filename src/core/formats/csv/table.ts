/** CSV as RFC 4180 has it, in pieces: fields with commas, quotes and line breaks in quotes. */

export interface Row {
  fields: string[]
  /** From 1. */
  line: number
}

export async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<Row> {
  let [line, start, field, isQuoted, wasQuote, fields] = [1, 1, '', false, false, [] as string[]]
  let isFirst = true
  for await (const piece of pieces) {
    for (const letter of isFirst ? piece.replace(/^\uFEFF/, '') : piece) {
      if (letter === '\n') line++
      if (isQuoted && letter === '"' && !wasQuote) wasQuote = true
      else if (isQuoted && wasQuote && letter === '"') [field, wasQuote] = [`${field}"`, false]
      else if (isQuoted && !wasQuote) field += letter
      else if (letter === '"' && field === '' && !wasQuote) isQuoted = true
      else if (letter === ',' || letter === '\n') {
        fields.push(field)
        ;[field, isQuoted, wasQuote] = ['', false, false]
        if (letter === ',') continue
        if (fields.length > 1 || fields[0] !== '') yield { fields, line: start }
        ;[fields, start] = [[], line]
      } else if (letter !== '\r') field += letter
    }
    isFirst = false
  }
  if (field !== '' || fields.length > 0) yield { fields: [...fields, field], line: start }
}

export const csvField = (value: string | number) =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value)
