/** Reads a line for each box. */
import { broken } from '../broken'
import { numberOf, tidy, toPixels } from '../numbers'
import { baseName, sample } from '../paths'
import { splitOfPath } from '../split'
import type { Bbox } from '../../geometry/box'
import type { Pixels, ReadAnnotation, Reader, Source } from '../types'
import { csvRows, type Row } from './table'

/** Columns that mean the same. */
const NAMES: Record<string, string[]> = {
  file: ['filename', 'file', 'image', 'path', 'imageid', 'image_path', 'image_name'],
  width: ['width', 'image_width'],
  height: ['height', 'image_height'],
  label: ['class', 'label', 'labelname', 'name', 'category'],
  x1: ['xmin', 'x1', 'x_min'],
  y1: ['ymin', 'y1', 'y_min'],
  x2: ['xmax', 'x2', 'x_max'],
  y2: ['ymax', 'y2', 'y_max'],
  score: ['confidence', 'score'],
}
const OPEN_IMAGES_FLAGS = ['isoccluded', 'istruncated', 'isgroupof', 'isdepiction', 'isinside']

const columnsOf = (fields: string[]) => {
  const plain = fields.map((field) => field.trim().toLowerCase())
  return Object.fromEntries(
    Object.entries(NAMES).map(([name, all]) => [name, plain.findIndex((field) => all.includes(field))]),
  ) as Record<string, number>
}

const isHeader = (line: string) => {
  const columns = columnsOf(line.split(','))
  return ['file', 'label', 'x1', 'y1', 'x2', 'y2'].every((name) => columns[name]! >= 0)
}

export const reader: Reader = {
  async detect({ names, head }) {
    const files = names.filter((name) => /\.csv$/i.test(name))
    const firsts = await Promise.all(
      sample(files, 20).map(
        async (name) => [name, (await head(name)).replace(/^\uFEFF/, '').split(/\r?\n/)[0] ?? ''] as const,
      ),
    )
    const labels = firsts.filter(([, first]) => isHeader(first)).map(([name]) => name)
    return labels.length > 0 ? { labels, support: files.filter((name) => !labels.includes(name)) } : null
  },
  async begin(source) {
    const descriptions = new Map<string, string>()
    for (const name of source.names.filter((each) => /class-descriptions[^/]*\.csv$/i.test(each))) {
      for await (const {
        fields: [id = '', text = ''],
      } of csvRows(source.pieces(name)))
        if (id.startsWith('/')) descriptions.set(id, text)
    }
    return descriptions
  },
  async *read(label, source, descriptions) {
    const byImage = new Map<string, Row[]>()
    let header: string[] | undefined
    for await (const row of csvRows(source.pieces(label))) {
      if (!header) header = row.fields
      else {
        const name = row.fields[columnsOf(header).file!] ?? ''
        const rows = byImage.get(name)
        if (rows) rows.push(row)
        else byImage.set(name, [row])
      }
    }
    if (!header) return
    const columns = columnsOf(header)
    const flags = header.flatMap((name, at): [string, number][] =>
      OPEN_IMAGES_FLAGS.includes(name.toLowerCase()) ? [[name, at]] : [],
    )
    const isShares = header.some((name) => /^imageid$/i.test(name.trim())) && sharesOnly(byImage, columns)
    const folder = label.slice(0, label.length - baseName(label).length)
    for (const [name, rows] of byImage) {
      const where = `${label}, line ${rows[0]!.line}`
      const image = source.find(`${folder}${name}`, name)
      if (!image) {
        source.lose('image-missing', where)
        continue
      }
      const size = await source.size(image)
      if (!size) source.lose('image-unreadable', where)
      const [width, height] = [numberOf(rows[0]!.fields[columns.width!]), numberOf(rows[0]!.fields[columns.height!])]
      if (size && width && height && (width !== size.width || height !== size.height))
        source.lose('size-differs', where)
      const split = splitOfPath(image.name) ?? splitOfPath(label)
      if (size)
        yield {
          path: image.path,
          ...size,
          ...(split ? { split } : {}),
          annotations: rows.flatMap((row) =>
            readRow(row, {
              columns,
              flags,
              isShares,
              label,
              size,
              source,
              descriptions: descriptions as Map<string, string>,
            }),
          ),
        }
    }
  },
}

const sharesOnly = (byImage: Map<string, Row[]>, columns: Record<string, number>) =>
  [...byImage.values()]
    .slice(0, 200)
    .every((rows) =>
      rows.every(({ fields }) =>
        ['x1', 'y1', 'x2', 'y2'].every((name) => (numberOf(fields[columns[name]!]) ?? 0) <= 1.0001),
      ),
    )

interface Context {
  columns: Record<string, number>
  flags: [name: string, column: number][]
  isShares: boolean
  label: string
  size: Pixels
  source: Source
  descriptions: Map<string, string>
}

function readRow(
  { fields, line }: Row,
  { columns, flags, isShares, label, size, source, descriptions }: Context,
): ReadAnnotation[] {
  const texts = ['x1', 'y1', 'x2', 'y2'].map((name) => fields[columns[name]!]?.trim() ?? '')
  // an image without boxes has a line of its own
  if (texts.every((text) => text === '')) return []
  const [x1, y1, x2, y2] = texts.map((text, index) => {
    const value = numberOf(text)
    if (value === undefined)
      throw broken(label, `${['xmin', 'ymin', 'xmax', 'ymax'][index]} is "${text.slice(0, 40)}", not a number.`, line)
    return isShares ? toPixels(value, index % 2 === 0 ? size.width : size.height) : value
  }) as Bbox
  if (x2 < x1 || y2 < y1) throw broken(label, `the box ${[x1, y1, x2, y2].join(', ')} ends before it begins.`, line)
  if (x1 < -1 || y1 < -1 || x2 > size.width + 1 || y2 > size.height + 1)
    source.lose('outside-image', `${label}, line ${line}`)
  const given = fields[columns.label!]?.trim() ?? ''
  if (given === '') source.lose('label-missing', `${label}, line ${line}`)
  const score = columns.score! >= 0 ? numberOf(fields[columns.score!]) : undefined
  const metadata = Object.fromEntries(flags.flatMap(([name, at]) => (fields[at] === '1' ? [[name, true]] : [])))
  return [
    {
      category: source.categories.number(descriptions.get(given) ?? given),
      bbox: [x1, y1, tidy(x2 - x1), tidy(y2 - y1)],
      ...(score !== undefined && score !== 1 ? { score } : {}),
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    },
  ]
}
