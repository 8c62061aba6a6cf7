import { orientedSize } from '../geometry/orientation'

/** Image info: what the header of an image file says. */
export interface ImageInfo {
  /** Type by content, not by name. */
  type: ImageType
  /** Pixels of the upright image. */
  width: number
  height: number
  /** EXIF orientation of the stored pixels, 1 to 8; 1 is upright. */
  orientation: number
  has_alpha: boolean
  /** Number of images of an animation, or pages of a TIFF. The first is used. */
  frames: number
  /** Bits per channel, or per palette index. */
  bits: number
  /** Whether all 16-bit values can be read (core/image/highBitDepth). */
  is_deep: boolean
  /** Sentences for the user on differences between the file and what is shown. */
  notes: string[]
}

export const IMAGE_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/bmp',
  'image/x-icon',
  'image/avif',
  'image/heic',
  'image/tiff',
] as const

export type ImageType = (typeof IMAGE_TYPES)[number]

/** Info as read from the file: the size is that of the stored pixels, before EXIF rotation. */
export interface StoredInfo {
  width: number
  height: number
  orientation?: number
  has_alpha?: boolean
  frames?: number
  bits?: number
  is_deep?: boolean
  notes?: string[]
}

export function uprightInfo(type: ImageType, stored: StoredInfo): ImageInfo {
  const {
    width,
    height,
    orientation = 1,
    has_alpha = false,
    frames = 1,
    bits = 8,
    is_deep = false,
    notes = [],
  } = stored
  return { type, ...orientedSize({ width, height }, orientation), orientation, has_alpha, frames, bits, is_deep, notes }
}
