/** CreateML: one JSON file a folder, with boxes by their centre. */
import { broken } from '../broken'
import { finite, isObject, objectsOf, readJson, textOf } from '../json'
import { tidy } from '../numbers'
import { baseName, sample } from '../paths'
import { clippedBox } from '../outline'
import { splitOfPath } from '../split'
import type { Format, ReadAnnotation, Reader, Source, Writer } from '../types'

const reader: Reader = {
  async detect({ names, head }, forced) {
    const files = names.filter((name) => /\.json$/i.test(name))
    const heads = await Promise.all(sample(files, 8).map(head))
    const fits = files.filter((name) => /_annotations\.createml\.json$/i.test(name))
    const isList = (text: string) =>
      /^\s*\uFEFF?\[/.test(text) && /"(image|imagefilename)"\s*:/.test(text) && /"coordinates"\s*:\s*\{/.test(text)
    if (fits.length > 0) return { labels: fits }
    return files.length > 0 && (forced || (heads.length > 0 && heads.every(isList))) ? { labels: files } : null
  },
  async *read(label, source) {
    const file = readJson(await source.text(label), label)
    if (!Array.isArray(file)) return source.lose('file-passed-over', label)
    const folder = label.slice(0, label.length - baseName(label).length)
    for (const [index, entry] of file.entries()) {
      const where = `${label}, entry ${index + 1}`
      const name = isObject(entry) ? (textOf(entry.image) ?? textOf(entry.imagefilename)) : undefined
      if (!isObject(entry) || name === undefined) throw broken(where, 'it has no "image".')
      const image = source.find(`${folder}${name}`, name)
      const size = image && (await source.size(image))
      if (!image) source.lose('image-missing', where)
      else if (!size) source.lose('image-unreadable', where)
      const annotations = objectsOf(entry.annotations ?? entry.annotation).map((each, at) =>
        readBox(each, `${where}, annotation ${at + 1}`, source),
      )
      const split = splitOfPath(image?.name ?? label)
      if (image && size) yield { path: image.path, ...size, ...(split ? { split } : {}), annotations }
    }
  },
}

function readBox(entry: Record<string, unknown>, where: string, { categories, lose }: Source): ReadAnnotation {
  const { coordinates } = entry
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => {
    const value = isObject(coordinates) ? finite(coordinates[name]) : undefined
    if (value === undefined) throw broken(where, `its ${name} is no number.`)
    return value
  }) as [number, number, number, number]
  if (width < 0 || height < 0) throw broken(where, 'its sides are negative.')
  const label = textOf(entry.label) ?? ''
  if (label === '') lose('label-missing', where)
  return { category: categories.number(label), bbox: [tidy(x - width / 2), tidy(y - height / 2), width, height] }
}

const writer: Writer = {
  imagePath: ({ path, split }) => `${split ? `${split}/` : ''}${path}`,
  write(image, context) {
    const { lose, categories } = context
    const annotations = image.annotations.flatMap((annotation) => {
      const { shape, keypoints, iscrowd, metadata, score } = annotation
      if (iscrowd) {
        lose('crowd-left-out', image)
        return []
      }
      const box = clippedBox(annotation, image, context)
      if (!box) return []
      if (keypoints.length > 0) lose('keypoints-left-out', image)
      if (shape && shape.kind !== 'box') lose('shape-left-out', image)
      if (Object.keys(metadata).some((name) => name !== 'z_order')) lose('attributes-left-out', image)
      if (score !== undefined) lose('score-left-out', image)
      const [x, y, width, height] = box
      return [
        {
          label: categories[annotation.category]!.name,
          coordinates: { x: x + width / 2, y: y + height / 2, width, height },
        },
      ]
    })
    if (Object.keys(image.metadata).length > 0) lose('tags-left-out', image)
    return [
      {
        path: `${image.split ? `${image.split}/` : ''}_annotations.createml.json`,
        piece: JSON.stringify({ image: image.path, annotations }),
      },
    ]
  },
  frame: () => ({ head: '[\n', between: ',\n', tail: '\n]\n' }),
}

export const createml: Format = {
  id: 'createml',
  name: 'CreateML',
  holds: {
    boxes: true,
    polygons: false,
    masks: false,
    keypoints: false,
    holes: false,
    crowd: false,
    attributes: false,
    tags: false,
    splits: true,
    scores: false,
  },
  reader,
  writer,
}
