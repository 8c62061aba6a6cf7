/** Reads LabelMe files. Shapes of one label and group are one annotation: polygons its parts, points its keypoints. */
import { finite, isObject, objectsOf, readJson, textOf, type Json } from '../json'
import { baseName, sample, stemOf } from '../paths'
import { splitOfPath } from '../split'
import type { Pixels, ReadAnnotation, Reader, Source } from '../types'
import { readFigure, type Figure } from './figure'

/** By label, in the order in which all files name them. */
type KeypointNames = Record<string, string[]>

const POINT = /"shape_type"\s*:\s*"point"/
const SHAPES = /"shapes"\s*:\s*\[/

export const reader: Reader = {
  async detect({ names, head }, forced) {
    const files = names.filter((name) => /\.json$/i.test(name))
    if (files.length === 0) return null
    const heads = await Promise.all(sample(files, 8).map(head))
    const fits = heads.filter(
      (text) => /^\s*\uFEFF?\{/.test(text) && SHAPES.test(text) && /"(imagePath|version|flags|imageData)"/.test(text),
    ).length
    return fits > 0 && (forced || fits * 2 > heads.length) ? { labels: files } : null
  },
  look(text, seen) {
    const names = { ...(seen.keypoints as KeypointNames | undefined) }
    const shapes = POINT.test(text) ? shapesOf(text) : []
    for (const shape of shapes) {
      const keypoint = keypointName(shape)
      const name = nameOf(shape)
      if (keypoint !== undefined && !names[name]?.includes(keypoint)) names[name] = [...(names[name] ?? []), keypoint]
    }
    return { keypoints: names }
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

const nameOf = (shape: Json) => textOf(shape.label) ?? ''

/** A broken file is told when it is read. */
function shapesOf(text: string): Json[] {
  try {
    const file = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
    return isObject(file) ? objectsOf(file.shapes) : []
  } catch {
    return []
  }
}

/** What describes a point of a group is the name of the keypoint. */
function keypointName({ shape_type, description, group_id }: Json): string | undefined {
  const isOfGroup = group_id !== null && group_id !== undefined
  return shape_type === 'point' && isOfGroup && typeof description === 'string' && description !== ''
    ? description
    : undefined
}

async function readShapes(shapes: Json[], label: string, size: Pixels, source: Source): Promise<ReadAnnotation[]> {
  const annotations: ReadAnnotation[] = []
  const groups = new Map<string, ReadAnnotation>()
  for (const [index, shape] of shapes.entries()) {
    const where = `${label}, shape ${index + 1}`
    const name = nameOf(shape)
    if (name === '') source.lose('label-missing', where)
    const kind = textOf(shape.shape_type) ?? 'polygon'
    const read = await readFigure(kind, shape, size, where, source)
    if (!read) continue
    const figure = withKeypoint(read, shape, source)
    const group =
      shape.group_id === null || shape.group_id === undefined ? undefined : JSON.stringify([name, shape.group_id])
    const known = group === undefined ? undefined : groups.get(group)
    const metadata = metadataOf(shape)
    if (known && join(known, figure)) {
      if (Object.keys(metadata).length > 0) known.metadata = { ...known.metadata, ...metadata }
      nameKeypoints(known, name, source)
      continue
    }
    const annotation: ReadAnnotation = {
      category: source.categories.number(name),
      ...figure,
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    }
    nameKeypoints(annotation, name, source)
    if (group !== undefined) groups.set(group, annotation)
    annotations.push(annotation)
  }
  return annotations
}

/** Adds in place; false where both cannot be one annotation. */
function join(known: ReadAnnotation, { bbox, segmentation, keypoints }: Figure): boolean {
  if (keypoints) {
    known.keypoints = combined(known.keypoints, keypoints)
    return true
  }
  const isBare = !known.bbox && !known.segmentation
  if (bbox && isBare) known.bbox = bbox
  else if (segmentation && isBare) known.segmentation = segmentation
  else if (Array.isArray(segmentation) && Array.isArray(known.segmentation)) known.segmentation.push(...segmentation)
  else return false
  return true
}

/** Lists of named keypoints have one place for each name; others follow each other. */
function combined(known: number[] = [], more: number[]): number[] {
  const isNamed =
    more.length > 3 && known.length === more.length && more.some((_each, at) => at % 3 === 2 && more[at] === 0)
  if (!isNamed) return [...known, ...more]
  return known.map((value, at) => (more[at - (at % 3) + 2]! > 0 ? more[at]! : value))
}

/** A named point in the list of all keypoints of its label. */
function withKeypoint(figure: Figure, shape: Json, { seen }: Source): Figure {
  const name = keypointName(shape)
  const names = (seen.keypoints as KeypointNames | undefined)?.[nameOf(shape)]
  if (name === undefined || !names || names.length < 2 || figure.keypoints?.length !== 3) return figure
  const keypoints = names.flatMap((each) => (each === name ? figure.keypoints! : [0, 0, 0]))
  return { ...figure, keypoints }
}

function nameKeypoints({ keypoints }: ReadAnnotation, name: string, { categories, seen }: Source): void {
  if (!keypoints) return
  const names = (seen.keypoints as KeypointNames | undefined)?.[name]
  categories.number(name, {
    keypoints: names?.length === keypoints.length / 3 ? names : numbered(keypoints.length / 3),
  })
}

const numbered = (count: number) => Array.from({ length: count }, (_none, index) => String(index + 1))

function metadataOf(shape: Json): Record<string, unknown> {
  const { flags, description, attributes } = shape
  const isName = keypointName(shape) !== undefined
  return {
    ...(isObject(flags) ? flags : {}),
    ...(isObject(attributes) ? attributes : {}),
    ...(typeof description === 'string' && description !== '' && !isName ? { description } : {}),
  }
}
