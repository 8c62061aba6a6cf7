/** Reads colours out of the decoded picture, through a canvas that is only as large as what is asked for. */
import type { Region } from '@/core/pixels/types'
import type { Picture } from '../canvas/picture'
import { wholePixels, type PixelSource } from './source'

export function picturePixels({ levels, size }: Picture): PixelSource {
  // Pressing again and again in one place reads the same pixels.
  let last: Region | null = null
  return {
    size,
    read(box, step = 1) {
      const { left, top, columns, rows } = wholePixels(box, size, step)
      const same = last?.left === left && last.top === top && last.width === columns && last.height === rows && last.step === step
      if (last && same) return last
      const context = makeContext(columns, rows)
      const level = levels[Math.min(levels.length - 1, Math.floor(Math.log2(step)))]
      if (!level) throw new Error('the picture has been closed')
      const [across, down] = [level.width / size.width, level.height / size.height]
      context.imageSmoothingEnabled = step > 1
      context.drawImage(level, left * across, top * down, columns * step * across, rows * step * down, 0, 0, columns, rows)
      last = { data: context.getImageData(0, 0, columns, rows).data, width: columns, height: rows, left, top, step }
      return last
    },
  }
}

function makeContext(width: number, height: number) {
  const settings = { willReadFrequently: true }
  const canvas = typeof OffscreenCanvas === 'undefined' ? Object.assign(document.createElement('canvas'), { width, height }) : new OffscreenCanvas(width, height)
  return canvas.getContext('2d', settings) as CanvasRenderingContext2D
}
