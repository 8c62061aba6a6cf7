import { orientedSize } from '../geometry/orientation'

/** What the header of an image says, read without decoding it. */
export interface ImageInfo {
  /** By content, never by name. */
  type: ImageType
  /** Pixels of the upright image. */
  width: number
  height: number
  /** EXIF orientation of the stored pixels, 1 to 8; 1 is upright. */
  orientation: number
  has_alpha: boolean
  /** Images of an animation, pages of a TIFF. The first one counts. */
  frames: number
  /** Bits of a channel, or of a palette's index. */
  bits: number
  /** All values of its 16 bits can be had: core/image/deep. */
  is_deep: boolean
  /** Sentences for people: what is shown otherwise than the file has it. */
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

/** What the readers of the formats answer: the size as it is stored, before it is turned. */
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
