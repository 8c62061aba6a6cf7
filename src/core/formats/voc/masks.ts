/** The pixels of VOC's PNGs: of the objects of an XML file, or alone. */
import type { Bbox } from '../../geometry/box'
import { broken } from '../broken'
import { baseStem, stemOf, withFolder } from '../paths'
import { decodePng } from '../png'
import { numberOfColor, regionsOf, valuesOf, vocColor, vocPalette, type Region } from '../regions'
import { splitOfPath } from '../split'
import type { Pixels, ReadAnnotation, Source } from '../types'
import type { Shared } from './shared'

/** The pixels of objects go to the object whose box they fill; others are annotations of their own. */
export async function addMasks(
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
export async function* readMaskAlone(label: string, source: Source, shared: Shared) {
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
