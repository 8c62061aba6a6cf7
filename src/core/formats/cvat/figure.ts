/** What one shape of a CVAT file outlines, by its kind. */
import { broken } from '../broken'
import { numberOf, tidy } from '../numbers'
import { ellipseRing, rotatedCorners } from '../shapes'
import type { Bbox } from '../../geometry/box'
import { encodeRle } from '../../mask/rle'
import type { Pixels, ReadAnnotation, Source } from '../types'
import { childrenOf, type XmlElement } from '../xml'
import { type Meta } from './meta'

export type Figure = Pick<ReadAnnotation, 'bbox' | 'segmentation' | 'area' | 'keypoints'>

export const FIGURES: Record<
  string,
  (element: XmlElement, size: Pixels, where: string, meta: Meta, source: Source) => Figure | undefined
> = {
  box({ attributes }, _size, where) {
    const [left, top, right, bottom] = numbers(attributes, ['xtl', 'ytl', 'xbr', 'ybr'], where)
    const bbox: Bbox = [left!, top!, tidy(right! - left!), tidy(bottom! - top!)]
    const rotation = numberOf(attributes.rotation) ?? 0
    return rotation === 0 ? { bbox } : { segmentation: [rotatedCorners(bbox, rotation)] }
  },
  polygon: ({ attributes }, _size, where) => ({ segmentation: [pointsIn(attributes.points, where)] }),
  polyline: (_element, _size, where, _meta, source) => void source.lose('shape-unknown', where, { kind: 'polyline' }),
  points: ({ attributes }, _size, where) => ({ keypoints: visible(pointsIn(attributes.points, where)) }),
  ellipse({ attributes }, _size, where, _meta, source) {
    const [cx, cy, rx, ry] = numbers(attributes, ['cx', 'cy', 'rx', 'ry'], where)
    source.lose('curve-as-outline', where)
    return { segmentation: [ellipseRing(cx!, cy!, rx!, ry!, numberOf(attributes.rotation) ?? 0)] }
  },
  mask({ attributes }, size, where) {
    const [left, top, width, height] = numbers(attributes, ['left', 'top', 'width', 'height'], where)
    return { segmentation: maskOf(attributes.rle ?? '', [left!, top!, width!, height!], size, where) }
  },
  skeleton(element, _size, where, meta) {
    const label = element.attributes.label ?? ''
    const names =
      meta.get(label)?.keypoints ?? childrenOf(element, 'points').map(({ attributes }) => attributes.label ?? '')
    const keypoints = names.flatMap((name) => {
      const point = childrenOf(element, 'points').find(({ attributes }) => attributes.label === name)
      if (!point || point.attributes.outside === '1') return [0, 0, 0]
      const [x = 0, y = 0] = pointsIn(point.attributes.points, where)
      return [x, y, point.attributes.occluded === '1' ? 1 : 2]
    })
    return keypoints.length > 0 ? { keypoints } : undefined
  },
}

const visible = (flat: number[]) => flat.flatMap((value, index) => (index % 2 === 1 ? [value, 2] : [value]))

export function numbers(attributes: Record<string, string | undefined>, names: string[], where: string): number[] {
  return names.map((name) => {
    const value = numberOf(attributes[name])
    if (value === undefined)
      throw broken(where, `${name} is ${JSON.stringify(attributes[name]?.slice(0, 40) ?? null)}, not a number.`)
    return value
  })
}

function pointsIn(text: string | undefined, where: string): number[] {
  const flat = (text ?? '')
    .split(';')
    .filter((pair) => pair.trim() !== '')
    .flatMap((pair) => pair.split(',').map((each) => numberOf(each.trim())))
  if (flat.length < 2 || flat.length % 2 !== 0 || flat.includes(undefined))
    throw broken(where, `the points "${(text ?? '').slice(0, 40)}" are no pairs of numbers.`)
  return flat as number[]
}

/** Runs within the box, row by row, zeros first. */
function maskOf(text: string, [left, top, width, height]: Bbox, size: Pixels, where: string) {
  const data = new Uint8Array(size.width * size.height)
  let at = 0
  let value = 0
  for (const run of text.split(',').map((each) => numberOf(each.trim()))) {
    if (run === undefined || !Number.isInteger(run) || run < 0 || at + run > width * height)
      throw broken(where, 'the runs of a mask do not fit its box.')
    for (let end = at + run; at < end; at++) {
      const [x, y] = [left + (at % width), top + Math.floor(at / width)]
      if (value === 1 && x >= 0 && y >= 0 && x < size.width && y < size.height) data[y * size.width + x] = 1
    }
    value = 1 - value
  }
  return encodeRle({ data, ...size })
}
