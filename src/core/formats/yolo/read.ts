/** YOLO label files, one for each image, as annotations. */
import { broken } from '../broken'
import { tidy, toPixels } from '../numbers'
import { linesOf } from '../paths'
import type { Pixels, ReadAnnotation, Reader, ReadImage, Source, SourceImage } from '../types'
import { detectYolo, imageStems } from './detect'
import { dotaOf, numbersOf, type YoloKind } from './lines'
import { readData, splitFor, type YoloData } from './names'

interface Place {
  label: string
  line: number
  size: Pixels
  source: Source
  data: YoloData
}

export const yoloReader = (kind: YoloKind): Reader => ({
  detect: detectYolo(kind),
  async begin(source) {
    const data = await readData(source)
    data.names ??= source.givenNames.length > 0 ? source.givenNames : undefined
    data.names?.forEach((name, number) =>
      nameClass(number, source, { ...data, names: unlike(data.names!, name, number) }),
    )
    return data
  },
  async *read(label, source, shared) {
    const data = shared as YoloData
    const image = source.find(...imageStems(label))
    if (!image) return source.lose('image-missing', label)
    const size = await source.size(image)
    if (!size) return source.lose('image-unreadable', label)
    const read: ReadImage = { path: image.path, ...size, annotations: [] }
    const split = splitFor(image.name, data)
    if (split) read.split = split
    for (const { line, number } of linesOf(await source.text(label))) {
      const annotation = readLine(kind, line, { label, line: number, size, source, data })
      if (annotation) read.annotations.push(annotation)
    }
    yield read
  },
  *rest(source, shared, unread: SourceImage[]) {
    for (const { name, path } of unread) {
      source.lose('labels-missing', name)
      const split = splitFor(name, shared as YoloData)
      if (split) yield { path, width: 0, height: 0, split, annotations: [] }
    }
  },
})

/** Two classes of one name would become one: the later gets its number. */
const unlike = (names: string[], name: string, number: number) =>
  names.indexOf(name) === number && name !== ''
    ? names
    : names.map((each, index) => (index === number ? `${each || 'class'}_${number}` : each))

/** The category of a class; undefined when the names do not have it. */
function nameClass(
  number: number,
  { categories }: Source,
  { names, keypoints, keypointNames }: YoloData,
): number | undefined {
  const name = names ? names[number] : `class_${number}`
  if (name === undefined) return undefined
  if (!keypoints) return categories.number(name)
  const given = keypointNames[number] ?? keypointNames[0] ?? []
  return categories.number(name, {
    keypoints: Array.from({ length: keypoints[0] }, (_none, index) => given[index] ?? String(index + 1)),
  })
}

function readLine(kind: YoloKind, line: string, place: Place): ReadAnnotation | undefined {
  const { label, source } = place
  const numbers = numbersOf(line)
  if (!numbers)
    return kind === 'obb'
      ? readDota(line, place)
      : complain(place, `"${line.slice(0, 60)}" is not a class and numbers.`)
  const [index = NaN, ...values] = numbers
  if (!Number.isInteger(index) || index < 0) return complain(place, `the class is ${index}, not a whole number from 0.`)
  const category = classOf(index, place)
  if (category === undefined) return void source.lose('class-unknown', `${label}, line ${place.line}`)
  const read = { detect: readBox, segment: readOutline, pose: readPose, obb: readCorners }[kind](values, place)
  if (read.score !== undefined) source.lose('score-read', `${label}, line ${place.line}`)
  return { category, ...read }
}

function classOf(index: number, { source, data, label, line }: Place): number | undefined {
  if (!data.names && index > 100_000) throw broken(label, `the class is ${index}.`, line)
  // classes before it that no file names keep their numbers
  if (!data.names) for (let before = 0; before < index; before++) nameClass(before, source, data)
  if (!data.names) source.lose('names-missing', '', { names: 'class_0, class_1 and so on' }, 0)
  const named = data.names ? { ...data, names: unlike(data.names, data.names[index] ?? '', index) } : data
  return data.names && index >= data.names.length ? undefined : nameClass(index, source, named)
}

function complain({ label, line }: Place, message: string): never {
  throw broken(label, message, line)
}

type Read = Omit<ReadAnnotation, 'category'>

function readBox(values: number[], place: Place): Read {
  if (values.length !== 4 && values.length !== 5)
    complain(place, `a box has 4 numbers after its class, not ${values.length}.`)
  const score = scoreOf(values[4], place)
  return { bbox: boxOf(values, place), ...score }
}

function boxOf([cx = 0, cy = 0, w = 0, h = 0]: number[], place: Place): [number, number, number, number] {
  const { width, height } = place.size
  if (w < 0 || h < 0) complain(place, `the box is ${w} x ${h}: its sides are not negative.`)
  inside([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], place)
  const [left, top, right, bottom] = [
    toPixels(cx - w / 2, width),
    toPixels(cy - h / 2, height),
    toPixels(cx + w / 2, width),
    toPixels(cy + h / 2, height),
  ]
  return [left, top, tidy(right - left), tidy(bottom - top)]
}

function readOutline(values: number[], place: Place): Read {
  if (values.length <= 5) return readBox(values, place)
  const score = values.length % 2 === 1 ? scoreOf(values.at(-1), place) : {}
  const points = values.slice(0, values.length - (values.length % 2))
  inside(points, place)
  return { segmentation: [toRing(points, place.size)], ...score }
}

function readCorners(values: number[], place: Place): Read {
  if (values.length !== 8 && values.length !== 9)
    complain(place, `a rotated box has 8 numbers after its class, not ${values.length}.`)
  inside(values.slice(0, 8), place)
  return { segmentation: [toRing(values.slice(0, 8), place.size)], ...scoreOf(values[8], place) }
}

function readPose(values: number[], place: Place): Read {
  const {
    size: { width, height },
    data,
  } = place
  const rest = values.slice(4)
  const [count, dimensions] = data.keypoints ?? [rest.length / 3, 3]
  const extra = rest.length - count * dimensions
  if (values.length < 4 || (extra !== 0 && extra !== 1) || !Number.isInteger(count))
    complain(place, `a pose has 4 numbers and ${count} keypoints of ${dimensions}, not ${values.length} numbers.`)
  const keypoints: number[] = []
  for (let at = 0; at < count * dimensions; at += dimensions) {
    const [x = 0, y = 0, v = x === 0 && y === 0 ? 0 : 2] = rest.slice(at, at + dimensions)
    const visibility = v >= 1.5 ? 2 : v >= 0.5 ? 1 : 0
    keypoints.push(...(visibility === 0 ? [0, 0, 0] : [toPixels(x, width), toPixels(y, height), visibility]))
  }
  return { bbox: boxOf(values, place), keypoints, ...(extra === 1 ? scoreOf(rest.at(-1), place) : {}) }
}

function scoreOf(value: number | undefined, place: Place): { score?: number } {
  if (value === undefined) return {}
  if (value < 0 || value > 1)
    complain(place, `the last number, ${value}, is neither a coordinate nor a score from 0 to 1.`)
  return { score: value }
}

/** Shares reach from 0 to 1. A little more is what rounding makes of it. */
function inside(shares: number[], { source, label, line }: Place): void {
  if (shares.some((share) => share < -1e-4 || share > 1 + 1e-4)) source.lose('outside-image', `${label}, line ${line}`)
}

const toRing = (points: number[], { width, height }: Pixels) =>
  points.map((share, index) => toPixels(share, index % 2 === 0 ? width : height))

/** Lines that say where an image came from are none of a box. */
function readDota(line: string, place: Place): ReadAnnotation | undefined {
  if (/^(imagesource|gsd):/i.test(line)) return undefined
  const dota = dotaOf(line)
  if (!dota) return complain(place, `"${line.slice(0, 60)}" is not eight coordinates and a class.`)
  const { corners, name, difficult } = dota
  if (difficult) place.source.lose('difficult-kept', `${place.label}, line ${place.line}`)
  return {
    category: place.source.categories.number(name),
    segmentation: [corners],
    ...(difficult ? { metadata: { difficult: true } } : {}),
  }
}
