/** Reads PNGs whose values or colours are classes. */
import { broken } from '../broken'
import { isObject, objectsOf, readJson } from '../json'
import { baseStem, linesOf, stemOf, withFolder } from '../paths'
import { decodePng, type Color } from '../png'
import { numberOfColor, regionsOf, valuesOf } from '../regions'
import { splitOfPath } from '../split'
import type { Reader, ReadAnnotation, Source } from '../types'

const FOLDER = /^(masks?|labels?|gt|annotations?|segmentations?|SegmentationClass)$/i

interface Classes {
  names: Map<number, string>
  /** By colour as a number. */
  colors: Map<number, number>
  background: Set<number>
  isNamed: boolean
}

export const reader: Reader = {
  async detect({ names, images }, forced) {
    const support = names.filter((name) =>
      /(^|\/)(labelmap\.txt|label_?colors\.txt|dataset_meta\.json|classes\.txt)$/i.test(name),
    )
    const isMask = (name: string) =>
      /\.png$/i.test(name) &&
      name
        .split('/')
        .slice(0, -1)
        .some((folder) => /^(masks?|gt|segmentations?)$/i.test(folder) || (forced && FOLDER.test(folder)))
    const masks = images.filter(isMask)
    const stems = new Set(images.filter((name) => !isMask(name)).map(baseStem))
    const labels = masks.filter(
      (name) => stems.has(baseStem(name).replace(/_mask$/i, '')) || stems.has(baseStem(name)) || stems.size === 0,
    )
    if (labels.length === 0 || names.some((name) => /(^|\/)ImageSets\//.test(name))) return null
    return { labels, support: [...support, ...masks] }
  },
  async begin(source) {
    const classes = await readClasses(source)
    for (const [index, name] of classes.names)
      if (!classes.background.has(index)) source.categories.number(name, colorField(index, classes))
    return classes
  },
  async *read(label, source, shared) {
    const classes = shared as Classes
    const stem = stemOf(label).replace(/_mask$/i, '')
    const moved = ['images', 'imgs', 'image', '']
      .map((to) => withFolder(stem, FOLDER, to))
      .filter((each) => each !== undefined)
    const image = source.find(...moved, stem)
    if (!image) return source.lose('image-missing', label)
    const size = await source.size(image)
    if (!size) return source.lose('image-unreadable', label)
    const png = await decodePng(await source.bytes(label)).catch((error: Error) => {
      throw broken(label, `${error.message}.`)
    })
    if (png.width !== size.width || png.height !== size.height) source.lose('size-differs', label)
    const split = splitOfPath(image.name)
    yield {
      path: image.path,
      ...size,
      ...(split ? { split } : {}),
      annotations: annotationsOf(png, size, label, classes, source),
    }
  },
}

const colorField = (index: number, { colors }: Classes) => {
  const found = [...colors].find(([, each]) => each === index)?.[0]
  return found === undefined
    ? {}
    : {
        color: `#${[found & 255, (found >> 8) & 255, found >> 16].map((each) => each.toString(16).padStart(2, '0')).join('')}`,
      }
}

function annotationsOf(
  png: Awaited<ReturnType<typeof decodePng>>,
  size: { width: number; height: number },
  label: string,
  classes: Classes,
  source: Source,
): ReadAnnotation[] {
  const toClass = (value: number): number | undefined => {
    const byColor =
      png.channels === 3
        ? classes.colors.get(value)
        : png.palette?.[value] && classes.colors.get(numberOfColor(png.palette[value]))
    if (byColor !== undefined) return byColor
    if (png.channels === 3 && classes.isNamed) return undefined
    return png.channels === 3 && !isGrey(value) ? value : value & 0xffff & (png.channels === 3 ? 255 : 0xffff)
  }
  let regions
  try {
    regions = regionsOf(valuesOf(png), png, size, (value) => {
      const index = toClass(value)
      return (
        index !== undefined &&
        (classes.background.has(index) || (png.channels === 1 && index === 255 && !classes.names.has(255)))
      )
    })
  } catch (error) {
    throw broken(label, `${(error as Error).message}.`)
  }
  return regions.flatMap(({ value, segmentation, bbox, area }): ReadAnnotation[] => {
    const index = toClass(value)
    const name =
      index === undefined ? undefined : (classes.names.get(index) ?? (classes.isNamed ? undefined : `class_${index}`))
    if (name === undefined) {
      source.lose('mask-color-unknown', label)
      return []
    }
    if (!classes.isNamed) source.lose('names-missing', label, { names: 'class_1, class_2 and so on' })
    return [{ category: source.categories.number(name), segmentation, bbox, area }]
  })
}

const isGrey = (value: number) => (value & 255) === ((value >> 8) & 255) && (value & 255) === value >> 16

async function readClasses(source: Source): Promise<Classes> {
  const find = (pattern: RegExp) => source.names.find((name) => pattern.test(name))
  const classes: Classes = { names: new Map(), colors: new Map(), background: new Set(), isNamed: true }
  const [meta, map, plain] = [
    find(/(^|\/)dataset_meta\.json$/i),
    find(/(^|\/)(labelmap|label_?colors)\.txt$/i),
    find(/(^|\/)classes\.txt$/i),
  ]
  if (meta) addMeta(classes, readJson(await source.text(meta), meta))
  else if (map) addLabelMap(classes, await source.text(map))
  else if (plain) linesOf(await source.text(plain)).forEach(({ line }, index) => classes.names.set(index, line))
  else source.givenNames.forEach((name, index) => classes.names.set(index + 1, name))
  classes.isNamed = classes.names.size > 0
  if (classes.background.size === 0) {
    const named = [...classes.names]
      .filter(([, name]) => /^(background|void|unlabell?ed|_background_)$/i.test(name))
      .map(([index]) => index)
    classes.background = new Set(named.length > 0 || classes.names.has(0) ? named : [0])
  }
  return classes
}

function addMeta({ names, colors, background }: Classes, meta: unknown): void {
  if (!isObject(meta)) return
  const labels = isObject(meta.label_map)
    ? Object.entries(meta.label_map)
    : objectsOf(meta.labels).map(({ id, name }, index): [string, unknown] => [String(id ?? index), name])
  for (const [index, name] of labels) if (Number.isInteger(Number(index))) names.set(Number(index), String(name))
  const list = Array.isArray(meta.segmentation_colors) ? meta.segmentation_colors : []
  list.forEach((color: unknown, at) => {
    if (Array.isArray(color) && color.length === 3)
      colors.set(numberOfColor(color as Color), Number(labels[at]?.[0] ?? at))
  })
  const { background_label: given } = meta
  if (given !== undefined && given !== null && Number.isInteger(Number(given))) background.add(Number(given))
}

/** `name:r,g,b:parts:actions`, or `r g b name`. */
function addLabelMap({ names, colors }: Classes, text: string): void {
  linesOf(text)
    .filter(({ line }) => !line.startsWith('#'))
    .forEach(({ line }, index) => {
      const cvat = /^([^:]*):(\d+),(\d+),(\d+)/.exec(line)
      const camvid = /^(\d+)\s+(\d+)\s+(\d+)\s+(.+)$/.exec(line)
      const [name = line, rgb = []] = cvat
        ? [cvat[1]!, cvat.slice(2, 5)]
        : camvid
          ? [camvid[4]!, camvid.slice(1, 4)]
          : [line.replace(/:+$/, '')]
      names.set(index, name)
      if (rgb.length === 3) colors.set(numberOfColor(rgb.map(Number) as Color), index)
    })
}
