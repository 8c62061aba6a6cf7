/** Resizes and encodes images. */
import pica from 'pica/pica_main'
import type { Size } from '@/core/shape/types'

const JPEG_QUALITY = 0.9

/** Fitted inside the bounds with its proportions, to the nearest pixel, never enlarged. Below 1 a bound is none. */
export function fit({ width, height }: Size, bounds: Partial<Size>): Size {
  const [most, highest] = [bounds.width ?? 0, bounds.height ?? 0]
  const scale = Math.min(1, most >= 1 ? most / width : 1, highest >= 1 ? highest / height : 1)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Pica's default filter, mks2013, sharpens the image. */
const FILTER = 'lanczos3'

let resizer: ReturnType<typeof pica> | undefined

/** Pica for a service worker: without nested workers, and with canvases that need no document. */
function newResizer() {
  const made = pica({ features: ['js', 'wasm'] })
  made.createCanvas = (width, height) => new OffscreenCanvas(width, height)
  return made
}

/** Draws a bitmap at a size. Closes the bitmap. */
export async function draw(bitmap: ImageBitmap, { width, height }: Size): Promise<OffscreenCanvas> {
  const canvas = new OffscreenCanvas(width, height)
  try {
    if (bitmap.width === width && bitmap.height === height) canvas.getContext('2d')!.drawImage(bitmap, 0, 0)
    else await (resizer ??= newResizer()).resize(bitmap, canvas, { filter: FILTER })
  } finally {
    bitmap.close()
  }
  return canvas
}

export const encode = (canvas: OffscreenCanvas, has_alpha: boolean): Promise<Blob> =>
  canvas.convertToBlob(has_alpha ? { type: 'image/png' } : { type: 'image/jpeg', quality: JPEG_QUALITY })
