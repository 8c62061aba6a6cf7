/** COCO panoptic: JSON of segments, and beside it a PNG for each image whose colours are their ids. */
import { broken } from '../broken'
import { finite, isObject, objectsOf, readJson, textOf, type Json } from '../json'
import { baseName, stemOf } from '../paths'
import { decodePng, encodePng } from '../png'
import { inDrawingOrder, eachPixel, regionsOf, valuesOf } from '../regions'
import { splitWord } from '../split'
import type { Bbox } from '../../geometry/box'
import type { Format, Listing, Out, OutImage, ReadAnnotation, Reader, Source, WriteContext, Writer } from '../types'

const isPanoptic = (text: string) => /"segments_info"/.test(text)
const isInstances = (text: string) =>
  /^\s*\{/.test(text) &&
  /"annotations"\s*:\s*\[\s*\{/.test(text) &&
  /"(bbox|segmentation|keypoints|caption)"/.test(text) &&
  !isPanoptic(text)

const reader: Reader = {
  async detect({ names, images, head }: Listing, forced) {
    const files = names.filter((name) => /\.json$/i.test(name)).slice(0, 50)
    const heads = await Promise.all(files.map(head))
    const labels = files.filter((_name, index) => isPanoptic(heads[index]!))
    // where instances lie beside them, those are what is imported
    if (labels.length === 0 || (!forced && heads.some(isInstances))) return null
    const folders = labels.map((name) => `${stemOf(name)}/`)
    const masks = images.filter(
      (name) =>
        /\.png$/i.test(name) &&
        (folders.some((folder) => name.startsWith(folder)) || /(^|\/)(annotations|panoptic[^/]*)\//i.test(name)),
    )
    return { labels, support: masks }
  },
  async *read(label, source) {
    const file = readJson(await source.text(label), label)
    if (!isObject(file)) throw broken(label, 'it is no object.')
    const categories = new Map(objectsOf(file.categories).map((each) => [each.id, categoryOf(each, source)]))
    const segments = new Map(objectsOf(file.annotations).map((each) => [String(each.image_id), each]))
    const split = splitWord(stemOf(baseName(label)).replace(/^panoptic_/, '')) ?? undefined
    for (const entry of objectsOf(file.images)) {
      const name = textOf(entry.file_name) ?? ''
      const where = `${label}, image ${textOf(entry.id) ?? ''}`
      const image = source.find(name, ...(split ? [`images/${split}/${name}`, `${split}/${name}`] : []))
      const [width = 0, height = 0] = [finite(entry.width), finite(entry.height)]
      const size = (image && (await source.size(image))) ?? (width >= 1 && height >= 1 ? { width, height } : null)
      if (!image) source.lose('image-missing', where)
      if (!size || name === '') {
        source.lose('image-unreadable', where)
        continue
      }
      const own = segments.get(String(entry.id))
      const annotations = own ? await readSegments(own, label, size, categories, source) : []
      yield { path: image?.path ?? name, ...size, ...(split ? { split } : {}), annotations }
    }
  },
}

function categoryOf({ name, supercategory, isthing, color }: Json, { categories }: Source): number {
  const plain = typeof supercategory === 'string' && supercategory !== '' ? { supercategory } : {}
  const rgb =
    Array.isArray(color) &&
    color.length === 3 &&
    color.every((each) => Number.isInteger(each) && (each as number) >= 0 && (each as number) <= 255)
      ? { color: `#${(color as number[]).map((each) => each.toString(16).padStart(2, '0')).join('')}` }
      : {}
  return categories.number(textOf(name) ?? '', {
    ...plain,
    ...rgb,
    ...(isthing === 0 ? { metadata: { isthing: 0 } } : {}),
  })
}

async function readSegments(
  entry: Json,
  label: string,
  size: { width: number; height: number },
  categories: Map<unknown, number>,
  source: Source,
): Promise<ReadAnnotation[]> {
  const name = textOf(entry.file_name) ?? ''
  const file =
    source.names.find((each) => each === `${stemOf(label)}/${name}`) ??
    source.names.find((each) => /\.png$/i.test(each) && each.endsWith(`/${name}`) && /panoptic|annotations/i.test(each))
  if (!file) {
    source.lose('mask-missing', `${label}, ${name}`)
    return []
  }
  const image = await decodePng(await source.bytes(file)).catch((error: Error) => {
    throw broken(file, `${error.message}.`)
  })
  if (image.width !== size.width || image.height !== size.height) source.lose('size-differs', file)
  const infos = new Map(objectsOf(entry.segments_info).map((each) => [each.id, each]))
  const regions = new Map(
    regionsOf(valuesOf(image), image, size, (value) => !infos.has(value)).map((region) => [region.value, region]),
  )
  return [...infos].flatMap(([id, info]): ReadAnnotation[] => {
    const region = regions.get(id as number)
    const category = categories.get(info.category_id)
    if (!region || category === undefined) {
      source.lose(region ? 'class-unknown' : 'mask-missing', `${file}, segment ${String(id)}`)
      return []
    }
    const stated =
      Array.isArray(info.bbox) &&
      info.bbox.length === 4 &&
      info.bbox.every((each) => finite(each) !== undefined) &&
      finite(info.area) !== undefined
    const measures = stated
      ? { bbox: info.bbox as Bbox, area: info.area as number }
      : { bbox: region.bbox, area: region.area }
    return [{ category, segmentation: region.segmentation, ...measures, iscrowd: info.iscrowd === 1 }]
  })
}

const fileOf = (split: string | null) => `annotations/panoptic_${split ?? 'train'}.json`

const writer: Writer = {
  imagePath: ({ path, split }) => `images/${split ? `${split}/` : ''}${path}`,
  async write(image, context) {
    const { path, split, width, height, stem } = image
    const { segments, png } = await draw(image, context)
    const entry = { id: image.id, file_name: path, width, height }
    const annotation = { image_id: image.id, file_name: `${stem}.png`, segments_info: segments }
    if (Object.keys(image.metadata).length > 0) context.lose('tags-left-out', image)
    const file = fileOf(split)
    const known = imagesOf(context.memo, file)
    known.push(entry)
    context.memo[file] = known
    return [
      { path: `annotations/panoptic_${split ?? 'train'}/${stem}.png`, data: png },
      { path: file, piece: JSON.stringify(annotation) },
    ] satisfies Out[]
  },
  frame: (path, { categories, memo }) => ({
    head: `{"info":{},"licenses":[],\n"categories":${JSON.stringify(categories.map(({ id, name, supercategory, metadata }) => ({ id, name, supercategory, isthing: metadata.isthing === 0 ? 0 : 1 })))},\n"images":${JSON.stringify(imagesOf(memo, path))},\n"annotations":[\n`,
    between: ',\n',
    tail: '\n]}\n',
  }),
}

type Entry = { id: number; file_name: string; width: number; height: number }

const imagesOf = (memo: Record<string, unknown>, path: string) => (memo[path] ?? []) as Entry[]

interface Segment {
  id: number
  category_id: number
  area: number
  bbox: Bbox
  iscrowd: 0 | 1
}

/** The last one drawn lies on top; what is wholly covered has no place. */
async function draw(
  image: OutImage,
  { categories, lose, isDry }: WriteContext,
): Promise<{ segments: Segment[]; png: Uint8Array<ArrayBuffer> }> {
  const { width, height } = image
  const owner = new Int32Array(width * height).fill(-1)
  const drawn = inDrawingOrder(image.annotations)
  const sizes = drawn.map(() => 0)
  const covered = new Set<number>()
  drawn.forEach((annotation, index) => {
    if (annotation.keypoints.length > 0) lose(annotation.shape ? 'keypoints-left-out' : 'keypoints-only', image)
    if (!annotation.shape) return annotation.keypoints.length > 0 ? undefined : lose('shape-missing', image)
    if (annotation.score !== undefined) lose('score-left-out', image)
    if (Object.keys(annotation.metadata).some((name) => name !== 'z_order')) lose('attributes-left-out', image)
    eachPixel(annotation, image, (at) => {
      if (owner[at]! >= 0) covered.add(owner[at]!)
      owner[at] = index
      sizes[index]!++
    })
  })
  const boxes = boundsOf(owner, width)
  const segments: Segment[] = []
  const ids: number[] = drawn.map(() => 0)
  drawn.forEach(({ category, iscrowd }, index) => {
    const found = boxes.get(index)
    if (!found) {
      if (drawn[index]!.shape) lose(sizes[index]! > 0 ? 'annotation-covered' : 'box-empty', image)
      return
    }
    if (covered.has(index)) lose('pixels-covered', image)
    ids[index] = segments.length + 1
    segments.push({
      id: segments.length + 1,
      category_id: categories[category]!.id,
      area: found.area,
      bbox: found.bbox,
      iscrowd: iscrowd ? 1 : 0,
    })
  })
  if (isDry) return { segments, png: new Uint8Array(0) }
  const data = new Uint16Array(width * height * 3)
  owner.forEach((index, at) => {
    const id = index < 0 ? 0 : ids[index]!
    data.set([id & 255, (id >> 8) & 255, id >> 16], 3 * at)
  })
  return { segments, png: await encodePng({ width, height, channels: 3, data }) }
}

function boundsOf(owner: Int32Array, width: number): Map<number, { bbox: Bbox; area: number }> {
  const found = new Map<number, { left: number; top: number; right: number; bottom: number; area: number }>()
  owner.forEach((index, at) => {
    if (index < 0) return
    const [x, y] = [at % width, Math.floor(at / width)]
    const box = found.get(index)
    if (!box) found.set(index, { left: x, top: y, right: x, bottom: y, area: 1 })
    else
      Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x), bottom: y, area: box.area + 1 })
  })
  return new Map(
    [...found].map(([index, { left, top, right, bottom, area }]) => [
      index,
      { bbox: [left, top, right - left + 1, bottom - top + 1], area },
    ]),
  )
}

export const panoptic: Format = {
  id: 'coco-panoptic',
  name: 'COCO panoptic',
  holds: {
    boxes: false,
    polygons: false,
    masks: true,
    keypoints: false,
    holes: true,
    crowd: true,
    attributes: false,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
