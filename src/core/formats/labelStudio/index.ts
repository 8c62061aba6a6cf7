/** Label Studio's JSON: tasks with results of rectangles, ellipses, polygons, keypoints and brushes. Coordinates are percent. */
import { broken } from '../broken'
import { finite, isObject, objectsOf, pairsOf, readJson, textOf, type Json } from '../json'
import { tidy } from '../numbers'
import { baseName, sample } from '../paths'
import { ellipseRing, rotatedCorners } from '../shapes'
import { encodeRle } from '../../mask/rle'
import type { Format, Pixels, ReadAnnotation, Reader, Source, SourceImage } from '../types'
import { brushAlpha } from './brush'

const looksSo = (text: string) =>
  /"(annotations|completions|predictions)"\s*:\s*\[/.test(text) &&
  /"data"\s*:\s*\{/.test(text) &&
  /"result"\s*:\s*\[/.test(text)

const reader: Reader = {
  async detect({ names, head }, forced) {
    const files = names.filter((name) => /\.json$/i.test(name))
    const heads = await Promise.all(sample(files, 5).map(head))
    return files.length > 0 && (forced || heads.every(looksSo)) ? { labels: files } : null
  },
  async *read(label, source) {
    const file = readJson(await source.text(label), label)
    for (const [index, task] of objectsOf(Array.isArray(file) ? file : [file]).entries()) {
      const where = `${label}, task ${textOf(task.id) ?? index + 1}`
      const image = imageOf(task, source)
      const size = image && (await source.size(image))
      if (!image) source.lose('image-missing', where)
      else if (!size) source.lose('image-unreadable', where)
      if (!image || !size) continue
      const tags: Record<string, unknown> = {}
      const [done] = objectsOf(task.annotations ?? task.completions)
      const guesses = done ? [] : objectsOf(task.predictions)
      const results = done ? [done] : guesses.slice(0, 1)
      const annotations = results.flatMap((each) =>
        readResults(objectsOf(each.result), where, size, source, tags, done ? undefined : finite(each.score)),
      )
      yield { path: image.path, ...size, ...(Object.keys(tags).length > 0 ? { metadata: tags } : {}), annotations }
    }
  },
}

/** The image is an address whose end is the name of the file, often with a prefix that the upload gave it. */
function imageOf({ data, file_upload }: Json, source: Source): SourceImage | undefined {
  const texts = [...(isObject(data) ? Object.values(data) : []), file_upload].flatMap((each) =>
    typeof each === 'string' ? [each] : [],
  )
  const names = texts.map((each) => decoded(baseName(each.split('?d=').at(-1)!.split('?')[0]!)))
  return source.find(...names, ...names.map((each) => each.replace(/^[0-9a-f]{8}-/, '')))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readResults(
  results: Json[],
  where: string,
  size: Pixels,
  source: Source,
  tags: Record<string, unknown>,
  guess: number | undefined,
): ReadAnnotation[] {
  return results.flatMap((result, index): ReadAnnotation[] => {
    const at = `${where}, result ${index + 1}`
    const value = isObject(result.value) ? result.value : {}
    if (Array.isArray(value.choices)) {
      tags[textOf(result.from_name) ?? 'choice'] = value.choices.length === 1 ? value.choices[0] : value.choices
      return []
    }
    const kind = textOf(result.type) ?? ''
    const figure = readFigure(value, kind, size, at, source)
    if (!figure) return []
    const name = labelOf(value)
    if (name === '') source.lose('label-missing', at)
    const score = finite(result.score) ?? guess
    if (score !== undefined) source.lose('score-read', at)
    return [
      {
        category: source.categories.number(name, figure.keypoints ? { keypoints: ['1'] } : {}),
        ...figure,
        ...(score === undefined ? {} : { score }),
      },
    ]
  })
}

function labelOf(value: Json): string {
  const list = Object.entries(value).find(
    ([name, each]) => /labels$/.test(name) && Array.isArray(each) && each.length > 0,
  )?.[1] as unknown[] | undefined
  return textOf(list?.[0]) ?? ''
}

function readFigure(
  value: Json,
  kind: string,
  { width, height }: Pixels,
  where: string,
  source: Source,
): Omit<ReadAnnotation, 'category'> | undefined {
  const percent = (name: string, side: number) => {
    const share = finite(value[name])
    if (share === undefined) throw broken(where, `${name} is no number.`)
    return tidy((share * side) / 100)
  }
  const rotation = finite(value.rotation) ?? 0
  if (value.format === 'rle' || Array.isArray(value.rle))
    return { segmentation: encodeRle({ data: brushAlpha(value.rle, width * height, where), width, height }) }
  if (Array.isArray(value.points)) {
    const points = pairsOf(value.points)
    if (!points) throw broken(where, 'its points are no pairs of numbers.')
    return { segmentation: [points.map((share, index) => tidy((share * (index % 2 === 0 ? width : height)) / 100))] }
  }
  if ('radiusX' in value) {
    source.lose('curve-as-outline', where)
    return {
      segmentation: [
        ellipseRing(
          percent('x', width),
          percent('y', height),
          percent('radiusX', width),
          percent('radiusY', height),
          rotation,
        ),
      ],
    }
  }
  if (/keypoint/i.test(kind)) return { keypoints: [percent('x', width), percent('y', height), 2] }
  if (/rectangle/i.test(kind) || 'height' in value) {
    const bbox: [number, number, number, number] = [
      percent('x', width),
      percent('y', height),
      percent('width', width),
      percent('height', height),
    ]
    if (rotation === 0) return { bbox }
    // it turns about its upper left corner
    const [x, y] = bbox
    const corners = rotatedCorners(bbox, rotation)
    const [dx, dy] = [x - corners[0]!, y - corners[1]!]
    return { segmentation: [corners.map((each, index) => tidy(each + (index % 2 === 0 ? dx : dy)))] }
  }
  if (kind !== '') source.lose('shape-unknown', where, { kind: kind.slice(0, 40) })
  return undefined
}

export const labelStudio: Format = {
  id: 'label-studio',
  name: 'Label Studio',
  holds: {
    boxes: true,
    polygons: true,
    masks: true,
    keypoints: true,
    holes: true,
    crowd: false,
    attributes: false,
    tags: true,
    splits: false,
    scores: true,
  },
  reader,
}
