/** Reads colours out of the decoded image, through a canvas that is only as large as what is asked for. */
import type { Region } from '@/core/pixels/types'
import { paintPart, type DecodedImage } from '../canvas/image/decodedImage'
import { wholePixels, type PixelSource } from './source'

export function imagePixels(bitmap: DecodedImage): PixelSource {
  const { size } = bitmap
  // Pressing again and again in one place reads the same pixels, unless what is shown there is another.
  let last: Region | null = null
  let drawn = bitmap.drawn
  return {
    size,
    read(box, step = 1) {
      const { left, top, columns, rows } = wholePixels(box, size, step)
      const same =
        last?.left === left && last.top === top && last.width === columns && last.height === rows && last.step === step
      if (last && same && drawn === bitmap.drawn) return last
      drawn = bitmap.drawn
      if (bitmap.levels.length === 0 && !bitmap.tiles) throw new Error('the image has been closed')
      const context = makeContext(columns, rows)
      const part = { left, top, right: left + columns * step, bottom: top + rows * step }
      paintPart(context, bitmap, part, { scale: 1 / step, x: -left / step, y: -top / step }, 1)
      last = { data: context.getImageData(0, 0, columns, rows).data, width: columns, height: rows, left, top, step }
      return last
    },
  }
}

function makeContext(width: number, height: number) {
  const settings = { willReadFrequently: true }
  const canvas =
    typeof OffscreenCanvas === 'undefined'
      ? Object.assign(document.createElement('canvas'), { width, height })
      : new OffscreenCanvas(width, height)
  return canvas.getContext('2d', settings) as CanvasRenderingContext2D
}
