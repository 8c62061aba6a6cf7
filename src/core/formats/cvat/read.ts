/** CVAT for images 1.1: one XML with all images. It is read element by element, so that the memory holds one image. */
import { broken } from '../broken'
import { numberOf } from '../numbers'
import { sample } from '../paths'
import { splitOfPath, splitWord } from '../split'
import type { Listing, Pixels, ReadAnnotation, Reader, ReadImage, Source } from '../types'
import { childrenOf, readXml, type XmlElement } from '../xml'
import { readMeta, type Meta } from './meta'
import { FIGURES } from './figure'

export const cvatReader: Reader = {
  async detect({ names, head }: Listing, forced) {
    const xmls = names.filter((name) => /\.xml$/i.test(name))
    const heads = await Promise.all(sample(xmls, 3).map(head))
    const fits = xmls.filter(
      (_name, index) =>
        /<annotations[\s>]/.test(heads[index] ?? '') && /<(image|meta|version)[\s>]/.test(heads[index] ?? ''),
    )
    if (fits.length > 0 && xmls.length <= 3) return { labels: fits }
    return forced && xmls.length > 0
      ? { labels: xmls }
      : fits.length > 0 && fits.length === heads.length
        ? { labels: xmls }
        : null
  },
  async *read(label, source) {
    let meta: Meta = new Map()
    let isImages = false
    for await (const { name, text, line } of elements(source.pieces(label), label)) {
      if (name === 'meta') meta = readMeta(readXml(text, label), source)
      else {
        isImages = true
        const image = await readImage(
          readXml(text, `${label}, element at line ${line}`),
          `${label}, line ${line}`,
          meta,
          source,
        )
        if (image) yield image
      }
    }
    if (!isImages) source.lose('file-passed-over', label)
  },
}

/** Longer than what begins a document type. */
const OVERLAP = 16

/** The texts of the elements `meta` and `image`, one by one, out of text that comes in pieces. */
async function* elements(
  pieces: AsyncIterable<string>,
  label: string,
): AsyncGenerator<{ name: string; text: string; line: number }> {
  let rest = ''
  let line = 1
  for await (const piece of pieces) {
    // once for each piece, with the end of what lay before it: the rest is long where elements are many
    if (/<!(DOCTYPE|ENTITY)/i.test(rest.slice(-OVERLAP) + piece))
      throw broken(label, 'document types and entities are not read: they can reach out of the file.', line)
    rest += piece
    for (;;) {
      const start = /<(image|meta)(?=[\s>/])/.exec(rest)
      if (!start) break
      const name = start[1]!
      const end = endOf(rest, start.index, name)
      if (end < 0) break
      line += count(rest, 0, start.index)
      yield { name, text: rest.slice(start.index, end), line }
      line += count(rest, start.index, end)
      rest = rest.slice(end)
    }
  }
  if (/<(image|meta)(?=[\s>/])/.test(rest)) throw broken(label, 'it ends within an element.', line)
}

/** -1: it is not all there yet. */
function endOf(text: string, start: number, name: string): number {
  const open = text.indexOf('>', start)
  if (open < 0) return -1
  if (text[open - 1] === '/') return open + 1
  const close = text.indexOf(`</${name}>`, open)
  return close < 0 ? -1 : close + name.length + 3
}

function count(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

async function readImage(
  element: XmlElement,
  where: string,
  meta: Meta,
  source: Source,
): Promise<ReadImage | undefined> {
  const { name = '', subset = '' } = element.attributes
  const image = source.find(
    name,
    ...(subset ? [`${subset}/${name}`, `images/${subset}/${name}`] : []),
    `images/${name}`,
  )
  const [width = 0, height = 0] = [numberOf(element.attributes.width), numberOf(element.attributes.height)]
  const stated = width > 0 && height > 0 ? { width, height } : null
  const size = (image && (await source.size(image))) ?? stated
  if (!image) source.lose('image-missing', where)
  if (name === '' || !size) return void source.lose('record-unusable', where)
  if (stated && (stated.width !== size.width || stated.height !== size.height)) source.lose('size-differs', where)
  const tags: Record<string, unknown> = {}
  const annotations: ReadAnnotation[] = []
  for (const child of childrenOf(element)) {
    if (child.name === 'tag') addTag(tags, child, meta)
    else {
      const annotation = readShape(child, size, where, meta, source)
      if (annotation) annotations.push(annotation)
    }
  }
  const split =
    splitWord(subset) ?? (subset && subset.toLowerCase() !== 'default' ? subset : undefined) ?? splitOfPath(name)
  return {
    path: image?.path ?? name,
    ...size,
    ...(split ? { split } : {}),
    ...(Object.keys(tags).length > 0 ? { metadata: tags } : {}),
    annotations,
  }
}

function addTag(tags: Record<string, unknown>, element: XmlElement, meta: Meta): void {
  const label = element.attributes.label ?? ''
  const attributes = attributesOf(element, label, meta)
  const names = Object.keys(attributes)
  const isValue = names.length === 1 && names[0] === 'value'
  tags[label] = isValue ? attributes.value : names.length > 0 ? attributes : true
}

function readShape(
  element: XmlElement,
  size: Pixels,
  where: string,
  meta: Meta,
  source: Source,
): ReadAnnotation | undefined {
  const given = element.attributes.label ?? ''
  const read = FIGURES[element.name]
  if (!read) return void source.lose('shape-unknown', where, { kind: element.name })
  const figure = read(element, size, where, meta, source)
  if (!figure) return undefined
  if (given === '') source.lose('label-missing', where)
  const z = numberOf(element.attributes.z_order) ?? 0
  const metadata = {
    ...attributesOf(element, given, meta),
    ...(element.attributes.occluded === '1' ? { occluded: true } : {}),
    ...(z === 0 ? {} : { z_order: z }),
  }
  const count = (figure.keypoints?.length ?? 0) / 3
  const names = meta.get(given)?.keypoints ?? []
  const keypoints =
    count > 0
      ? {
          keypoints: Array.from(
            { length: Math.max(count, names.length) },
            (_none, index) => names[index] ?? String(index + 1),
          ),
        }
      : {}
  return {
    category: source.categories.number(given, keypoints),
    ...figure,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  }
}

/** Checkboxes and numbers by the types that the task gives them; text stays text. */
function attributesOf(element: XmlElement, label: string, meta: Meta): Record<string, unknown> {
  const types = meta.get(label)?.attributes
  return Object.fromEntries(
    childrenOf(element, 'attribute').map((attribute) => {
      const name = attribute.attributes.name ?? ''
      const text = attribute.text.trim()
      const type = types?.get(name)
      if (type === 'checkbox') return [name, text.toLowerCase() === 'true']
      return [name, type === 'number' ? (numberOf(text) ?? text) : text]
    }),
  )
}
