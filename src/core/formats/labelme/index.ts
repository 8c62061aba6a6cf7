/** LabelMe: a JSON file beside each image. */
import { broken } from '../broken'
import { finite, isObject, objectsOf, pairsOf, readJson, textOf, type Json } from '../json'
import { tidy } from '../numbers'
import { baseName, sample, stemOf } from '../paths'
import { decodePng } from '../png'
import { partsOf } from '../outline'
import { boxBetween, ellipseRing, pointsOf } from '../shapes'
import { splitOfPath } from '../split'
import { encodeRle } from '../../mask/rle'
import type {
  Format,
  OutAnnotation,
  OutImage,
  Pixels,
  ReadAnnotation,
  Reader,
  Source,
  WriteContext,
  Writer,
} from '../types'

const SHAPES = /"shapes"\s*:\s*\[/

const reader: Reader = {
  async detect({ names, head }, forced) {
    const files = names.filter((name) => /\.json$/i.test(name))
    if (files.length === 0) return null
    const heads = await Promise.all(sample(files, 8).map(head))
    const fits = heads.filter(
      (text) => /^\s*\uFEFF?\{/.test(text) && SHAPES.test(text) && /"(imagePath|version|flags|imageData)"/.test(text),
    ).length
    return fits > 0 && (forced || fits * 2 > heads.length) ? { labels: files } : null
  },
  async *read(label, source) {
    const file = readJson(await source.text(label), label)
    if (!isObject(file) || !Array.isArray(file.shapes)) return source.lose('file-passed-over', label)
    const named = textOf(file.imagePath)?.replaceAll('\\', '/')
    const folder = label.slice(0, label.length - baseName(label).length)
    const image = source.find(
      ...(named ? [`${folder}${named}`] : []),
      stemOf(label),
      ...(named ? [baseName(named)] : []),
    )
    if (!image) source.lose('image-missing', label)
    const [width = 0, height = 0] = [finite(file.imageWidth), finite(file.imageHeight)]
    const stated = width >= 1 && height >= 1 ? { width: Math.round(width), height: Math.round(height) } : null
    const size = (image && (await source.size(image))) ?? stated
    const path = image?.path ?? (named ? baseName(named) : '')
    if (!size || path === '') return source.lose('image-unreadable', label)
    if (stated && (stated.width !== size.width || stated.height !== size.height)) source.lose('size-differs', label)
    if (typeof file.imageData === 'string') source.lose('image-data-left-out', label)
    const flags = isObject(file.flags) ? file.flags : {}
    const split = splitOfPath(image?.name ?? label)
    yield {
      path,
      ...size,
      ...(split ? { split } : {}),
      ...(Object.keys(flags).length > 0 ? { metadata: flags } : {}),
      annotations: await readShapes(objectsOf(file.shapes), label, size, source),
    }
  },
}

/** Shapes of one label and group are parts of one annotation; points of a group its keypoints. */
async function readShapes(shapes: Json[], label: string, size: Pixels, source: Source): Promise<ReadAnnotation[]> {
  const annotations: ReadAnnotation[] = []
  const groups = new Map<string, ReadAnnotation>()
  for (const [index, shape] of shapes.entries()) {
    const where = `${label}, shape ${index + 1}`
    const name = textOf(shape.label) ?? ''
    if (name === '') source.lose('label-missing', where)
    const kind = textOf(shape.shape_type) ?? 'polygon'
    const figure = await readFigure(kind, shape, size, where, source)
    if (!figure) continue
    const group =
      shape.group_id === null || shape.group_id === undefined
        ? undefined
        : `${kind} ${name} ${JSON.stringify(shape.group_id)}`
    const known = group === undefined ? undefined : groups.get(group)
    if (known && Array.isArray(known.segmentation) && Array.isArray(figure.segmentation)) {
      known.segmentation.push(...figure.segmentation)
      continue
    }
    if (known?.keypoints && figure.keypoints) {
      known.keypoints.push(...figure.keypoints)
      source.categories.number(name, { keypoints: numbered(known.keypoints.length / 3) })
      continue
    }
    const metadata = metadataOf(shape)
    const keypoints = figure.keypoints ? { keypoints: numbered(figure.keypoints.length / 3) } : {}
    const annotation: ReadAnnotation = {
      category: source.categories.number(name, keypoints),
      ...figure,
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    }
    if (group !== undefined) groups.set(group, annotation)
    annotations.push(annotation)
  }
  return annotations
}

const numbered = (count: number) => Array.from({ length: count }, (_none, index) => String(index + 1))

function metadataOf({ flags, description, attributes }: Json): Record<string, unknown> {
  return {
    ...(isObject(flags) ? flags : {}),
    ...(isObject(attributes) ? attributes : {}),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  }
}

type Figure = Pick<ReadAnnotation, 'bbox' | 'segmentation' | 'keypoints'>

async function readFigure(
  kind: string,
  shape: Json,
  size: Pixels,
  where: string,
  source: Source,
): Promise<Figure | undefined> {
  const points = pairsOf(shape.points)
  if (!points) throw broken(where, 'its points are no pairs of numbers.')
  const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = points
  switch (kind) {
    case 'polygon':
      return points.length >= 6 ? { segmentation: [points] } : void source.lose('record-unusable', where)
    case 'rectangle':
      return points.length >= 4 ? { bbox: boxBetween(x1, y1, x2, y2) } : void source.lose('record-unusable', where)
    case 'rotation':
      return points.length === 8 ? { segmentation: [points] } : void source.lose('record-unusable', where)
    case 'circle':
      if (points.length < 4) return void source.lose('record-unusable', where)
      source.lose('curve-as-outline', where)
      return { segmentation: [ellipseRing(x1, y1, Math.hypot(x2 - x1, y2 - y1), Math.hypot(x2 - x1, y2 - y1))] }
    case 'point':
    case 'points':
      return points.length >= 2 ? { keypoints: pointsOf(points).flatMap(([x, y]) => [x, y, 2]) } : undefined
    case 'mask':
      return readMask(shape.mask, [x1, y1], size, where)
    default:
      return void source.lose('shape-unknown', where, { kind: kind.slice(0, 40) })
  }
}

/** A PNG in base 64, whose first pixel lies at the first point. */
async function readMask(mask: unknown, [left, top]: [number, number], size: Pixels, where: string): Promise<Figure> {
  if (typeof mask !== 'string') throw broken(where, 'its mask is no text in base 64.')
  const png = await decodePng(fromBase64(mask, where)).catch((error: Error) => {
    throw broken(where, `${error.message}.`)
  })
  const data = new Uint8Array(size.width * size.height)
  for (let y = 0; y < png.height; y++)
    for (let x = 0; x < png.width; x++) {
      const [tx, ty] = [Math.round(left) + x, Math.round(top) + y]
      if (
        png.data[(y * png.width + x) * png.channels]! > 0 &&
        tx >= 0 &&
        ty >= 0 &&
        tx < size.width &&
        ty < size.height
      )
        data[ty * size.width + tx] = 1
    }
  return { segmentation: encodeRle({ data, ...size }) }
}

declare function atob(text: string): string

function fromBase64(text: string, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    throw broken(where, 'its mask is no text in base 64.')
  }
}

const writer: Writer = {
  imagePath: ({ path, split }) => `${split ? `${split}/` : ''}${path}`,
  write(image, context) {
    const shapes = image.annotations.flatMap((annotation, index) => shapesOf(annotation, index + 1, image, context))
    const flags = Object.fromEntries(Object.entries(image.metadata).filter(([, value]) => typeof value === 'boolean'))
    if (Object.keys(flags).length < Object.keys(image.metadata).length) context.lose('tags-left-out', image)
    const file = {
      version: '5.5.0',
      flags,
      shapes,
      imagePath: baseName(image.path),
      imageData: null,
      imageHeight: image.height,
      imageWidth: image.width,
    }
    return [
      { path: `${image.split ? `${image.split}/` : ''}${image.stem}.json`, data: `${JSON.stringify(file, null, 2)}\n` },
    ]
  },
}

function shapesOf(
  { shape, keypoints, metadata, category, iscrowd, score }: OutAnnotation,
  number: number,
  image: OutImage,
  { categories, lose }: WriteContext,
): Json[] {
  if (iscrowd) lose('crowd-plain', image)
  if (score !== undefined) lose('score-left-out', image)
  const { description = '', z_order: _z, ...rest } = metadata
  const isPlain = typeof description === 'string'
  const base = (shape_type: string, points: number[], group: number | null) => ({
    label: categories[category]!.name,
    points: pointsOf(points.map(tidy)),
    group_id: group,
    description: isPlain ? description : '',
    shape_type,
    flags: rest,
    mask: null,
  })
  const parts = shape && shape.kind !== 'box' ? partsOf(shape) : []
  if (shape?.kind === 'mask') lose('mask-traced', image)
  if (parts.some(({ holes }) => holes.length > 0)) lose('holes-filled', image)
  const labelled = pointsOf(keypoints.filter((_value, index) => index % 3 !== 2)).filter(
    (_point, index) => keypoints[3 * index + 2]! > 0,
  )
  if (keypoints.length > 0 && labelled.length < keypoints.length / 3) lose('keypoints-unlabelled-left-out', image)
  if (!shape && labelled.length === 0) lose('shape-missing', image)
  const isGrouped = parts.length > 1 || labelled.length > 0
  const group = isGrouped ? number : null
  return [
    ...(shape?.kind === 'box'
      ? [base('rectangle', [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height], group)]
      : []),
    ...parts.map(({ outer }) => base('polygon', outer, group)),
    ...labelled.map((point) => base('point', point, group)),
  ]
}

export const labelme: Format = {
  id: 'labelme',
  name: 'LabelMe',
  holds: {
    boxes: true,
    polygons: true,
    masks: false,
    keypoints: true,
    holes: false,
    crowd: false,
    attributes: true,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
