/** A real photo with its true outlines, for tools that look at colours. */
import { readFileSync } from 'node:fs'
import { decode } from 'jpeg-js'
import { wholePixels, type PixelSource } from '@/app/annotator/pixels/source'
import type { Bbox } from '@/core/geometry/box'
import type { Rle } from '@/core/mask/types'
import { rleIou } from '@/core/mask/measure'
import { polygonToRle } from '@/core/mask/rasterise'
import type { Region } from '@/core/pixels/types'
import { shapeToRle } from '@/core/shape/shape'
import type { Ring, Shape, Size } from '@/core/shape/types'
import { docOf, Hand, item } from './draw'

interface Truth {
  ring: Ring
  bbox: Bbox
  rle: Rle
}

export interface Photo {
  size: Size
  pixels: PixelSource
  /** By annotation id. */
  truths: Map<number, Truth>
}

const folder = 'tests/data/nuts'

export function readNuts(file: string): Photo {
  const { data, width, height } = decode(readFileSync(`${folder}/${file}`), { useTArray: true })
  const size = { width, height }
  const dataset = JSON.parse(readFileSync(`${folder}/trainval-present.json`, 'utf8')) as {
    images: { id: number; file_name: string }[]
    annotations: { id: number; image_id: number; bbox: Bbox; segmentation: Ring[] }[]
  }
  const image = dataset.images.find(({ file_name }) => file_name === file)!
  const own = dataset.annotations.filter(({ image_id }) => image_id === image.id)
  const truths = new Map(
    own.map(({ id, bbox, segmentation: [ring] }) => [id, { ring: ring!, bbox, rle: polygonToRle(ring!, size) }]),
  )
  return { size, pixels: { size, read: (box, step) => crop({ data, width, height }, box, step) }, truths }
}

/** Averages step x step pixels, as the browser's smoothing does. */
export function crop(
  { data, width, height }: { data: Uint8Array; width: number; height: number },
  box: Bbox,
  step = 1,
): Region {
  const { left, top, columns, rows } = wholePixels(box, { width, height }, step)
  const region: Region = { data: new Uint8Array(columns * rows * 4), width: columns, height: rows, left, top, step }
  for (let y = 0; y < rows; y++) {
    if (step === 1)
      region.data.set(
        data.subarray(((top + y) * width + left) * 4, ((top + y) * width + left + columns) * 4),
        y * columns * 4,
      )
    for (let x = 0; step > 1 && x < columns; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let [sum, count] = [0, 0]
        for (let down = 0; down < step && top + y * step + down < height; down++) {
          for (let across = 0; across < step && left + x * step + across < width; across++) {
            sum += data[((top + y * step + down) * width + left + x * step + across) * 4 + channel]!
            count += 1
          }
        }
        region.data[(y * columns + x) * 4 + channel] = Math.round(sum / count)
      }
    }
  }
  return region
}

/** The tool in hand over the photo at 100 %, with these shapes on it. */
export function over({ size, pixels }: Photo, tool: string, shapes: Shape[] = []): Hand {
  const hand = new Hand({ ...docOf(shapes.map((shape, index) => item(index + 1, shape))), size })
  hand.editor.resizeView({ width: size.width + 48, height: size.height + 48 })
  hand.editor.pixels = pixels
  return hand.take(tool)
}

export const iou = (shape: Shape | null | undefined, truth: Rle, size: Size) =>
  shape ? rleIou(shapeToRle(shape, size), truth, false) : 0
