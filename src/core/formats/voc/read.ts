/** Pascal VOC: an XML for each image with 1-based boxes, ImageSets with the splits, PNGs with the pixels of classes and objects. */
import { broken } from '../broken'
import { numberOf, tidy } from '../numbers'
import { baseStem, linesOf, sample, stemOf, withFolder } from '../paths'
import { decodePng } from '../png'
import { numberOfColor, regionsOf, valuesOf, vocColor, vocPalette, type Region } from '../regions'
import { splitOfPath, splitWord } from '../split'
import type { Bbox } from '../../geometry/box'
import type { Found, Listing, Pixels, ReadAnnotation, Reader, Source, SourceImage } from '../types'
import { childOf, childrenOf, readXml, textOf, type XmlElement } from '../xml'
import { VOC_NAMES } from './names'

interface Shared {
  splits: Map<string, string>
  objects: Map<string, string>
  classes: Map<string, string>
  isZeroBased: boolean
  names: string[]
}

export const vocReader: Reader = {
  detect,
  // a coordinate below 1 does not occur where they count from 1
  look: (text) => (/<[xy]min>\s*(-|0(\.\d*)?\s*<|\.)/.test(text) ? { zeroBased: true } : {}),
  async begin(source): Promise<Shared> {
    const masks = (folder: RegExp) =>
      new Map(
        source.names.filter((name) => folder.test(name) && /\.png$/i.test(name)).map((name) => [baseStem(name), name]),
      )
    return {
      splits: await readSets(source),
      objects: masks(/(^|\/)SegmentationObject\//),
      classes: masks(/(^|\/)SegmentationClass\//),
      isZeroBased: source.seen.zeroBased === true,
      names: await labelNames(source),
    }
  },
  read: (label, source, shared) =>
    /\.png$/i.test(label)
      ? readMaskAlone(label, source, shared as Shared)
      : readXmlFile(label, source, shared as Shared),
  *rest(_source, shared, unread) {
    const { splits } = shared as Shared
    for (const { name, path } of unread) {
      const split = splits.get(baseStem(name)) ?? splitOfPath(name)
      if (split) yield { path, width: 0, height: 0, split, annotations: [] }
    }
  },
}

async function detect({ names, images, head }: Listing, forced: boolean): Promise<Found | null> {
  const xmls = names.filter((name) => /\.xml$/i.test(name))
  const heads = await Promise.all(sample(xmls, 3).map(head))
  const isVoc =
    heads.length > 0 && heads.every((text) => /<annotation[\s>]/.test(text) && !/<annotations[\s>]/.test(text))
  const masks = images.filter((name) => /(^|\/)Segmentation(Class|Object)[^/]*\//.test(name) && /\.png$/i.test(name))
  const classes = masks.filter((name) => /SegmentationClass/.test(name))
  if (!isVoc && !(forced && xmls.length > 0) && classes.length === 0) return null
  const stems = new Set(xmls.map(baseStem))
  const support = names.filter((name) => /(^|\/)ImageSets\//.test(name) || /(^|\/)labelmap\.txt$/i.test(name))
  return {
    labels: [...(isVoc || forced ? xmls : []), ...classes.filter((name) => !stems.has(baseStem(name)))],
    support: [...support, ...masks],
  }
}

async function readSets({ names, text }: Source): Promise<Map<string, string>> {
  const splits = new Map<string, string>()
  // the lists of single classes say the same once more
  for (const name of names.filter((each) =>
    /(^|\/)ImageSets\/(Main|Segmentation|Layout|Action)\/[^/_]+\.txt$/.test(each),
  )) {
    const split = splitWord(baseStem(name))
    if (!split) continue
    for (const { line } of linesOf(await text(name))) {
      const stem = baseStem(line.split(/\s+/)[0]!)
      if (!splits.has(stem)) splits.set(stem, split)
    }
  }
  return splits
}

/** `name:r,g,b:parts:actions` a line, as CVAT writes it; else VOC's own classes. */
async function labelNames({ names, text }: Source): Promise<string[]> {
  const file = names.find((name) => /(^|\/)labelmap\.txt$/i.test(name))
  const found = file
    ? linesOf(await text(file))
        .filter(({ line }) => !line.startsWith('#'))
        .map(({ line }) => line.split(':'))
    : []
  if (found.length === 0) return VOC_NAMES
  const names_: string[] = []
  found.forEach(([name = '', color = ''], index) => {
    const place = vocPalette().findIndex((each) => each.join() === color.replace(/\s/g, ''))
    names_[place < 0 ? index : place] = name
  })
  return names_
}

async function* readXmlFile(label: string, source: Source, shared: Shared) {
  const root = readXml(await source.text(label), label)
  if (root.name !== 'annotation') return source.lose('file-passed-over', label)
  const image = imageOf(label, root, source)
  const stated = sizeIn(root)
  const size = (image && (await source.size(image))) ?? stated
  const path = image?.path ?? textOf(root, 'filename') ?? ''
  if (!image) source.lose('image-missing', label)
  if (path === '') return
  if (!size) return source.lose('image-unreadable', label)
  if (stated && (stated.width !== size.width || stated.height !== size.height)) source.lose('size-differs', label)
  const annotations = childrenOf(root, 'object').flatMap((object) => readObject(object, label, source, shared))
  const objects = annotations.filter(({ metadata }) => !metadata?.part_of)
  await addMasks(baseStem(label), size, objects, annotations, source, shared)
  const split = shared.splits.get(baseStem(label)) ?? (image && splitOfPath(image.name))
  yield { path, ...size, ...(split ? { split } : {}), annotations }
}

function imageOf(label: string, root: XmlElement, { find }: Source): SourceImage | undefined {
  const stem = stemOf(label)
  const moved = [/^Annotations?$/i, /^labels$/i]
    .flatMap((from) => ['JPEGImages', 'images', ''].map((to) => withFolder(stem, from, to)))
    .filter((each) => each !== undefined)
  const named = textOf(root, 'filename')
  return find(...moved, stem, ...(named ? [named] : []))
}

function sizeIn(root: XmlElement): Pixels | null {
  const size = childOf(root, 'size')
  const [width = 0, height = 0] = [numberOf(textOf(size, 'width')), numberOf(textOf(size, 'height'))]
  return width >= 1 && height >= 1 && Number.isInteger(width) && Number.isInteger(height) ? { width, height } : null
}

function readObject(object: XmlElement, label: string, source: Source, shared: Shared): ReadAnnotation[] {
  const name = textOf(object, 'name') ?? ''
  if (name === '') source.lose('label-missing', label)
  const bbox = readBox(object, label, shared.isZeroBased)
  const metadata = attributesOf(object)
  if (metadata.difficult === true) source.lose('difficult-kept', label)
  const main: ReadAnnotation = {
    category: source.categories.number(name),
    bbox,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  }
  const polygon = childOf(object, 'polygon')
  if (polygon) main.segmentation = [readPolygon(polygon, shared.isZeroBased)]
  const parts = childrenOf(object, 'part').map((part): ReadAnnotation => {
    source.lose('part-kept', label)
    return {
      category: source.categories.number(textOf(part, 'name') ?? 'part'),
      bbox: readBox(part, label, shared.isZeroBased),
      metadata: { part_of: name },
    }
  })
  return [main, ...parts]
}

function readBox(element: XmlElement, label: string, isZeroBased: boolean): Bbox {
  const box = childOf(element, 'bndbox')
  const [x1, y1, x2, y2] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => {
    const value = numberOf(textOf(box, name))
    if (value === undefined)
      throw broken(
        label,
        `an object's ${name} is ${JSON.stringify(textOf(box, name)?.slice(0, 40) ?? null)}, not a number.`,
      )
    return value
  }) as Bbox
  const more = isZeroBased ? 0 : 1
  if (x2 + more < x1 || y2 + more < y1)
    throw broken(label, `the box ${[x1, y1, x2, y2].join(', ')} ends before it begins.`)
  return [tidy(x1 - more), tidy(y1 - more), tidy(x2 - x1 + more), tidy(y2 - y1 + more)]
}

/** Roboflow's: x1, y1, x2, y2, … as elements. */
function readPolygon(polygon: XmlElement, isZeroBased: boolean): number[] {
  const ring: number[] = []
  for (let number = 1; ; number++) {
    const [x, y] = [numberOf(textOf(polygon, `x${number}`)), numberOf(textOf(polygon, `y${number}`))]
    if (x === undefined || y === undefined) return ring
    ring.push(isZeroBased ? x : tidy(x - 1), isZeroBased ? y : tidy(y - 1))
  }
}

const FLAGS = ['truncated', 'difficult', 'occluded']

/** Flags as true or false, the pose, actions, and attributes as CVAT writes them. */
function attributesOf(object: XmlElement): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of FLAGS) if (textOf(object, name) === '1') found[name] = true
  const pose = textOf(object, 'pose')
  if (pose && pose !== 'Unspecified') found.pose = pose
  for (const action of childOf(object, 'actions')?.children ?? [])
    if ('name' in action && 'text' in action) found[String(action.name)] = String(action.text).trim() === '1'
  for (const attribute of childrenOf(childOf(object, 'attributes') ?? object, 'attribute')) {
    const [name, value] = [textOf(attribute, 'name'), textOf(attribute, 'value')]
    if (name) found[name] = typed(value ?? '')
  }
  return found
}

const typed = (text: string): unknown =>
  /^(true|false)$/i.test(text)
    ? text.toLowerCase() === 'true'
    : /^(0|-?[1-9]\d*)(\.\d+)?$/.test(text)
      ? Number(text)
      : text

/** The pixels of objects go to the object whose box they fill; others are annotations of their own. */
async function addMasks(
  stem: string,
  size: Pixels,
  objects: ReadAnnotation[],
  all: ReadAnnotation[],
  source: Source,
  shared: Shared,
): Promise<void> {
  const file = shared.objects.get(stem)
  if (!file) return
  const classes = await classPixels(shared.classes.get(stem), source)
  for (const region of await readRegions(file, size, source)) {
    const wanted = objects.filter(({ bbox, segmentation }) => bbox && !segmentation)
    const best = wanted.sort((a, b) => overlap(b.bbox!, region.bbox) - overlap(a.bbox!, region.bbox))[0]
    if (best && overlap(best.bbox!, region.bbox) > 0.5)
      Object.assign(best, { segmentation: region.segmentation, area: region.area })
    else all.push(alone(region, classes, file, source, shared))
  }
}

function alone(
  region: Region,
  classes: ((at: Bbox) => number) | null,
  file: string,
  source: Source,
  { names }: Shared,
): ReadAnnotation {
  source.lose('mask-unmatched', file)
  const index = classes?.(region.bbox) ?? 0
  return {
    category: source.categories.number(names[index] || `class_${index}`),
    segmentation: region.segmentation,
    bbox: region.bbox,
    area: region.area,
  }
}

/** Indices of the palette, whether the PNG has one or its colours. */
async function indices(file: string, source: Source): Promise<{ values: Uint32Array; width: number; height: number }> {
  const image = await decodePng(await source.bytes(file)).catch((error: Error) => {
    throw broken(file, `${error.message}.`)
  })
  const values = valuesOf(image)
  if (image.channels === 1) return { values, ...image }
  const byColor = new Map(vocPalette().map((color, index) => [numberOfColor(color), index]))
  return { values: values.map((value) => byColor.get(value) ?? value), width: image.width, height: image.height }
}

async function readRegions(file: string, size: Pixels, source: Source): Promise<Region[]> {
  const { values, width, height } = await indices(file, source)
  if (width !== size.width || height !== size.height) source.lose('size-differs', file)
  try {
    return regionsOf(
      values,
      { width, height },
      size,
      (value) => value === 0 || value === 255 || value === numberOfColor(vocColor(255)),
    )
  } catch (error) {
    throw broken(file, `${(error as Error).message}.`)
  }
}

/** The most frequent class within a box. */
async function classPixels(file: string | undefined, source: Source): Promise<((at: Bbox) => number) | null> {
  if (!file) return null
  const { values, width } = await indices(file, source)
  return ([x, y, w, h]) => {
    const counts = new Map<number, number>()
    for (let row = y; row < y + h; row++)
      for (let column = x; column < x + w; column++) {
        const value = values[row * width + column] ?? 0
        if (value !== 0 && value !== 255) counts.set(value, (counts.get(value) ?? 0) + 1)
      }
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
  }
}

const overlap = (a: Bbox, b: Bbox): number => {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  const common = Math.max(0, width) * Math.max(0, height)
  return common / (a[2] * a[3] + b[2] * b[3] - common)
}

/** A mask of classes without an XML: one annotation for each object, or else for each class. */
async function* readMaskAlone(label: string, source: Source, shared: Shared) {
  const stem = baseStem(label)
  const moved = ['JPEGImages', 'images', '']
    .map((to) => withFolder(stemOf(label), /^SegmentationClass/i, to))
    .filter((each) => each !== undefined)
  const image = source.find(...moved, stem)
  if (!image) return source.lose('image-missing', label)
  const size = await source.size(image)
  if (!size) return source.lose('image-unreadable', label)
  const objects = shared.objects.get(stem)
  const classes = await classPixels(label, source)
  const annotations = (await readRegions(objects ?? label, size, source)).map((region): ReadAnnotation => {
    const index = objects ? (classes?.(region.bbox) ?? 0) : region.value
    return {
      category: source.categories.number(shared.names[index] || `class_${index}`),
      segmentation: region.segmentation,
      bbox: region.bbox,
      area: region.area,
    }
  })
  const split = shared.splits.get(stem) ?? splitOfPath(image.name)
  yield { path: image.path, ...size, ...(split ? { split } : {}), annotations }
}
