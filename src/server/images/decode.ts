/** Decodes images upright with the browser's decoders. Node, where tests run, has none. */
import { orientationMatrix, orientedSize } from '@/core/geometry/orientation'
import { ImageError } from '@/core/image/errors'
import type { Size } from '@/core/shape/types'
import { decodeHighBitDepthPng } from './highBitDepth'
import { needsRotation, withoutExif } from './exif'
import { decodeTiff } from './tiff'

const canDecode = () => typeof createImageBitmap !== 'undefined'
/** Whether images can be drawn and encoded. */
export const canDraw = () => canDecode() && typeof OffscreenCanvas !== 'undefined'

export interface Stored {
  blob: Blob
  /** Media type, from the content. */
  type: string
  orientation: number
}

/** Images are decoded at about this many times the target size, which leaves enough detail for the final resize. */
const OVERSIZE = 3

/** Decodes an image upright. `size`: its full size; `target`: the size that is needed, for which it may be decoded smaller. Close the bitmap after use. */
export async function decodeUpright(
  { blob, type, orientation }: Stored,
  size: Size,
  target: Size = size,
): Promise<ImageBitmap> {
  const rotates = needsRotation(type, orientation)
  const asStored = (each: Size) => (rotates ? orientedSize(each, orientation) : each)
  const pixels = type === 'image/tiff' ? await decodeTiff(blob) : await decodeHighBitDepthPng(blob, type)
  const source = pixels ?? (rotates ? await withoutExif(blob, type) : new Blob([blob], { type }))
  const bitmap = await bitmapOf(source, type, resizeOptions(asStored(size), asStored(target)))
  return rotates ? rotated(bitmap, orientation) : bitmap
}

function resizeOptions(size: Size, target: Size): ImageBitmapOptions {
  const [width, height] = [target.width * OVERSIZE, target.height * OVERSIZE]
  const isWorthIt = width < size.width && height < size.height
  return isWorthIt ? { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' } : {}
}

async function bitmapOf(source: Blob | ImageData, type: string, options: ImageBitmapOptions): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source, options)
  } catch {
    throw new ImageError(cannotDecode(type))
  }
}

function rotated(bitmap: ImageBitmap, orientation: number): ImageBitmap {
  const { width, height } = orientedSize(bitmap, orientation)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  context.setTransform(...orientationMatrix(orientation, bitmap))
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return canvas.transferToImageBitmap()
}

/**
 * Throws ImageError if the browser cannot decode the image, or decodes it to another size than its header says. Does not try JPEGs: every
 * browser decodes one with a complete header, and trying would take most of the time of an import (decisions/0022).
 */
export async function proveDecoding(blob: Blob, facts: { type: string; orientation: number } & Size): Promise<void> {
  const { type, orientation, width, height } = facts
  if (type === 'image/jpeg') return
  const needsCanvas = needsRotation(type, orientation)
  if (!canDecode() || (needsCanvas && !canDraw())) return
  const bitmap = await decodeUpright({ blob, type, orientation }, { width, height })
  const decoded = { width: bitmap.width, height: bitmap.height }
  bitmap.close()
  if (decoded.width === width && decoded.height === height) return
  throw new ImageError(
    `The file is damaged: it says that it has ${width} x ${height} pixels, and has ${decoded.width} x ${decoded.height}.`,
  )
}

function cannotDecode(type: string): string {
  if (type === 'image/heic') return 'This browser cannot open HEIC images. Save it as JPEG, or use Safari.'
  if (type === 'image/avif') return 'This browser cannot open this AVIF image. Save it as JPEG or PNG.'
  return 'The file is damaged: its header is that of an image, but the browser cannot decode the rest.'
}
