/**
 * Turned pictures written upright, without the tag that says how to turn them: the only form that every reader takes alike.
 *
 * JPEG  again JPEG, at a quality that shows no loss. PNG again PNG. WebP again WebP where the browser writes it without loss.
 * Else  PNG: 8 bits a channel, the first picture of an animation, colours as the browser shows them (sRGB).
 */
import { badRequest } from '@/contract/errors'
import { ImageError } from '@/core/image/errors'
import type { Size } from '@/core/shape/types'
import type { FileRow } from '../db/store/rows'
import { decodeUpright } from './decode'
import { inTurn } from './queue'
import { draw } from './resize'

export type UprightType = 'image/jpeg' | 'image/png' | 'image/webp'

/** Of 0 to 1. For WebP 1 means without loss. */
const QUALITY: Record<UprightType, number | undefined> = { 'image/jpeg': 0.95, 'image/png': undefined, 'image/webp': 1 }

export const ORIGINALS = 'Export with orientation=original: the pictures then leave as they came, and the coordinates are turned back.'

/** In which format a picture of a type is written. */
export async function uprightTypeOf(type: string): Promise<UprightType> {
  if (type === 'image/jpeg') return type
  return type === 'image/webp' && (await writesLosslessWebp()) ? type : 'image/png'
}

/** Some browsers answer a PNG when they are asked for WebP, some know no WebP without loss. */
async function writesLosslessWebp(): Promise<boolean> {
  if (typeof OffscreenCanvas === 'undefined') return false
  const canvas = new OffscreenCanvas(2, 2)
  canvas.getContext('2d')!.fillRect(0, 0, 1, 1)
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 1 })
  return blob.type === 'image/webp' && (await blob.text()).includes('VP8L')
}

/** `size`: of the upright picture. Throws ApiError with the path when the browser cannot make it. */
export function saveUpright(file: FileRow, { path, ...size }: Size & { path: string }, type: UprightType): Promise<Blob> {
  return inTurn(async () => {
    try {
      const canvas = await draw(await decodeUpright(file, size), size)
      const blob = await canvas.convertToBlob({ type, quality: QUALITY[type] })
      if (blob.type === type) return blob
      throw new ImageError(`This browser wrote ${blob.type} when it was asked for ${type}.`)
    } catch (error) {
      const reason = error instanceof ImageError ? error.message : `This browser cannot draw a picture of ${size.width} x ${size.height} pixels.`
      throw badRequest(`${path} cannot be written upright. ${reason} ${ORIGINALS}`)
    }
  })
}
