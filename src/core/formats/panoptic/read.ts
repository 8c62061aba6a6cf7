/** Reads the segments of a COCO panoptic file and the pixels of its PNGs. */
import { broken } from '../broken'
import { finite, isObject, objectsOf, readJson, textOf, type Json } from '../json'
import { baseName, stemOf } from '../paths'
import { decodePng } from '../png'
import { regionsOf, valuesOf } from '../regions'
import { splitWord } from '../split'
import type { Bbox } from '../../geometry/box'
import type { Listing, ReadAnnotation, Reader, Source } from '../types'

const isPanoptic = (text: string) => /"segments_info"/.test(text)
const isInstances = (text: string) =>
  /^\s*\{/.test(text) &&
  /"annotations"\s*:\s*\[\s*\{/.test(text) &&
  /"(bbox|segmentation|keypoints|caption)"/.test(text) &&
  !isPanoptic(text)

export const reader: Reader = {
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
