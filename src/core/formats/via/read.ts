/** Reads JSON of a VIA project or of annotations, and its CSV. */
import { broken } from '../broken'
import { csvRows } from '../csv/table'
import { finite, isObject, objectsOf, readJson, textOf, type Json } from '../json'
import { baseName, sample } from '../paths'
import { ellipseRing } from '../shapes'
import { splitOfPath } from '../split'
import type { ReadAnnotation, Reader, ReadImage, Source } from '../types'

/** What one of these attributes says is the class. */
const CLASS_NAMES = ['class', 'label', 'name', 'category', 'type', 'object', 'object_name']

export const reader: Reader = {
  async detect({ names, head }) {
    const files = names.filter((name) => /\.(json|csv)$/i.test(name))
    const labels: string[] = []
    for (const name of sample(files, 20)) {
      const text = await head(name)
      const isVia = /\.csv$/i.test(name)
        ? /region_shape_attributes/.test(text.slice(0, 400))
        : /"_via_img_metadata"|"_via_settings"|"shape_attributes"/.test(text) && /^\s*\uFEFF?\{/.test(text)
      if (isVia) labels.push(name)
    }
    return labels.length > 0 ? { labels } : null
  },
  async *read(label, source) {
    const entries = /\.csv$/i.test(label)
      ? await csvEntries(label, source)
      : jsonEntries(readJson(await source.text(label), label), label)
    for (const [name, { regions, attributes }] of entries) {
      const where = `${label}, "${name.slice(0, 100)}"`
      const folder = label.slice(0, label.length - baseName(label).length)
      const image = source.find(`${folder}${name}`, name)
      const size = image && (await source.size(image))
      if (!image) source.lose('image-missing', where)
      else if (!size) source.lose('image-unreadable', where)
      if (!image || !size) continue
      const split = splitOfPath(image.name) ?? splitOfPath(label)
      const read: ReadImage = {
        path: image.path,
        ...size,
        annotations: regions.flatMap((region, index) => readRegion(region, `${where}, region ${index + 1}`, source)),
      }
      if (split) read.split = split
      if (Object.keys(attributes).length > 0) read.metadata = attributes
      yield read
    }
  },
}

type Entries = Map<string, { regions: Json[]; attributes: Json }>

function jsonEntries(file: unknown, label: string): Entries {
  const all = isObject(file) && isObject(file._via_img_metadata) ? file._via_img_metadata : file
  if (!isObject(all)) throw broken(label, 'it is no object of images.')
  const entries: Entries = new Map()
  for (const entry of Object.values(all)) {
    if (!isObject(entry)) continue
    const name = textOf(entry.filename)
    const regions = objectsOf(
      Array.isArray(entry.regions) ? entry.regions : isObject(entry.regions) ? Object.values(entry.regions) : [],
    )
    if (name)
      entries.set(name.replaceAll('\\', '/'), {
        regions,
        attributes: isObject(entry.file_attributes) ? entry.file_attributes : {},
      })
  }
  return entries
}

async function csvEntries(label: string, source: Source): Promise<Entries> {
  const entries: Entries = new Map()
  let columns: Map<string, number> | undefined
  for await (const { fields, line } of csvRows(source.pieces(label))) {
    if (!columns) {
      columns = new Map(fields.map((name, index) => [name.replace(/^#/, '').trim(), index]))
      continue
    }
    const at = (name: string) => fields[columns!.get(name) ?? -1] ?? ''
    const object = (name: string) => {
      const value = at(name) === '' ? {} : readJson(at(name), `${label}, line ${line}`)
      return isObject(value) ? value : {}
    }
    const name = at('filename').replaceAll('\\', '/')
    const entry = entries.get(name) ?? { regions: [], attributes: object('file_attributes') }
    const shape = object('region_shape_attributes')
    if (Object.keys(shape).length > 0)
      entry.regions.push({ shape_attributes: shape, region_attributes: object('region_attributes') })
    entries.set(name, entry)
  }
  return entries
}

function readRegion(
  { shape_attributes: shape, region_attributes: given }: Json,
  where: string,
  source: Source,
): ReadAnnotation[] {
  if (!isObject(shape)) {
    source.lose('record-unusable', where)
    return []
  }
  const attributes = isObject(given) ? given : {}
  const names = Object.keys(attributes)
  const key = names.find((name) => CLASS_NAMES.includes(name.toLowerCase())) ?? names[0]
  const value = key === undefined ? '' : (textOf(attributes[key]) ?? chosen(attributes[key]))
  if (value === '') source.lose('label-missing', where)
  const metadata = Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== key))
  const figure = readFigure(shape, where, source)
  if (!figure) return []
  const points = (figure.keypoints?.length ?? 0) / 3
  const category = source.categories.number(
    value,
    points > 0 ? { keypoints: Array.from({ length: points }, (_none, index) => String(index + 1)) } : {},
  )
  return [{ category, ...figure, ...(Object.keys(metadata).length > 0 ? { metadata } : {}) }]
}

/** Of checkboxes: the first that is ticked. */
const chosen = (value: unknown) =>
  isObject(value) ? (Object.keys(value).find((name) => value[name] === true) ?? '') : ''

function readFigure(shape: Json, where: string, source: Source): Omit<ReadAnnotation, 'category'> | undefined {
  const number = (name: string) => {
    const value = finite(shape[name])
    if (value === undefined) throw broken(where, `${name} is no number.`)
    return value
  }
  const ring = () => {
    const [xs, ys] = [shape.all_points_x, shape.all_points_y]
    if (!Array.isArray(xs) || !Array.isArray(ys) || xs.length !== ys.length)
      throw broken(where, 'its points are no two lists of one length.')
    return xs.flatMap((x: unknown, index) => {
      const [a, b] = [finite(x), finite(ys[index])]
      if (a === undefined || b === undefined) throw broken(where, 'a point is no number.')
      return [a, b]
    })
  }
  switch (shape.name) {
    case 'rect':
      return { bbox: [number('x'), number('y'), number('width'), number('height')] }
    case 'polygon':
      return { segmentation: [ring()] }
    case 'point':
      return { keypoints: [number('cx'), number('cy'), 2] }
    case 'circle':
      source.lose('curve-as-outline', where)
      return { segmentation: [ellipseRing(number('cx'), number('cy'), number('r'), number('r'))] }
    case 'ellipse':
      source.lose('curve-as-outline', where)
      // in radians
      return {
        segmentation: [
          ellipseRing(
            number('cx'),
            number('cy'),
            number('rx'),
            number('ry'),
            ((finite(shape.theta) ?? 0) * 180) / Math.PI,
          ),
        ],
      }
    default:
      return void source.lose('shape-unknown', where, { kind: (textOf(shape.name) ?? '').slice(0, 40) })
  }
}
