/**
 * Writes rotated images upright and without EXIF orientation, the only form that all readers understand alike.
 *
 * JPEG is written as JPEG with no visible loss, PNG as PNG, and WebP as WebP if the browser can write it losslessly.
 * Other types are written as PNG: 8 bits per channel, the first frame of an animation, colours as the browser shows them (sRGB).
 */
import { badRequest } from '@/contract/errors'
import { ImageError } from '@/core/image/errors'
import type { Size } from '@/core/shape/types'
import type { FileRow } from '../db/store/rows'
import { decodeUpright } from './decode'
import { inTurn } from './queue'
import { draw } from './resize'

export type UprightType = 'image/jpeg' | 'image/png' | 'image/webp'

/** Quality from 0 to 1. For WebP, 1 means lossless. */
const QUALITY: Record<UprightType, number | undefined> = { 'image/jpeg': 0.95, 'image/png': undefined, 'image/webp': 1 }

export const ORIGINALS =
  'Export with orientation=original: the images then leave as they came, and the coordinates are turned back.'

/** The type as which an image of a type is written. */
export async function uprightTypeOf(type: string): Promise<UprightType> {
  if (type === 'image/jpeg') return type
  return type === 'image/webp' && (await writesLosslessWebp()) ? type : 'image/png'
}

/** Tests by writing one: some browsers write PNG when asked for WebP, and some write only lossy WebP. */
async function writesLosslessWebp(): Promise<boolean> {
  if (typeof OffscreenCanvas === 'undefined') return false
  const canvas = new OffscreenCanvas(2, 2)
  canvas.getContext('2d')!.fillRect(0, 0, 1, 1)
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 1 })
  return blob.type === 'image/webp' && (await blob.text()).includes('VP8L')
}

/** `size`: size of the upright image. Throws 400 with the path if the browser cannot write it. */
export function saveUpright(
  file: FileRow,
  { path, ...size }: Size & { path: string },
  type: UprightType,
): Promise<Blob> {
  return inTurn(async () => {
    try {
      const canvas = await draw(await decodeUpright(file, size), size)
      const blob = await canvas.convertToBlob({ type, quality: QUALITY[type] })
      if (blob.type === type) return blob
      throw new ImageError(`This browser wrote ${blob.type} when it was asked for ${type}.`)
    } catch (error) {
      const reason =
        error instanceof ImageError
          ? error.message
          : `This browser cannot draw an image of ${size.width} x ${size.height} pixels.`
      throw badRequest(`${path} cannot be written upright. ${reason} ${ORIGINALS}`)
    }
  })
}
