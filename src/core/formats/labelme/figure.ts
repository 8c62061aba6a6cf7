/** What one shape of a LabelMe file outlines. */
import { encodeRle } from '../../mask/rle'
import { broken } from '../broken'
import { pairsOf, type Json } from '../json'
import { decodePng } from '../png'
import { boxBetween, ellipseRing, pointsOf } from '../shapes'
import type { Pixels, ReadAnnotation, Source } from '../types'

export type Figure = Pick<ReadAnnotation, 'bbox' | 'segmentation' | 'keypoints'>

export async function readFigure(
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
