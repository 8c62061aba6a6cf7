/** The strips or tiles of a TIFF: the part of the image that each covers, and its stored bytes. */
import { damaged } from '../errors'
import { TIFF_LIMITS } from '../size'
import { one, openTiff, TAG } from './directory'
import { CHANNELS, COMPRESSION, hasAlpha, PHOTOMETRIC } from './header'

export interface Block {
  x: number
  y: number
  /** Stored size. A tile may reach beyond the image. */
  width: number
  height: number
  /** The channel of the block if each channel has blocks of its own, otherwise 0. */
  plane: number
  bytes: Uint8Array
}

export interface TiffImage {
  width: number
  height: number
  bits: number
  /** Number of stored channels, and of the colour channels among them. */
  samples: number
  colors: number
  hasAlpha: boolean
  compression: number
  photometric: number
  isPlanar: boolean
  /** Whether each value is stored as the difference from the one to its left. */
  isDifferences: boolean
  /** Whether 16-bit numbers and bits start with the lowest. */
  isLittle: boolean
  isReversed: boolean
  /** Palette: all red values, then green, then blue, of 16 bits each. */
  palette: number[]
  jpegTables?: Uint8Array
  blocks: Block[]
}

const PLANAR = 2
const DIFFERENCES = 2
const REVERSED = 2

export function readTiffImage(bytes: Uint8Array): TiffImage {
  const { reader, tags } = openTiff(bytes)
  const value = (tag: number, otherwise: number) => one(tags, tag) ?? otherwise
  const photometric = value(TAG.photometric, PHOTOMETRIC.blackIsZero)
  const tables = tags.get(TAG.jpegTables)
  const image: TiffImage = {
    width: value(TAG.width, 0),
    height: value(TAG.height, 0),
    bits: value(TAG.bits, 1),
    samples: value(TAG.samples, 1),
    colors: CHANNELS[photometric] ?? 1,
    hasAlpha: hasAlpha(tags),
    compression: value(TAG.compression, COMPRESSION.none),
    photometric,
    isPlanar: value(TAG.planar, 1) === PLANAR,
    isDifferences: value(TAG.predictor, 1) === DIFFERENCES,
    isLittle: reader.little,
    isReversed: value(TAG.fillOrder, 1) === REVERSED,
    palette: tags.get(TAG.palette) ?? [],
    jpegTables: tables && Uint8Array.from(tables),
    blocks: [],
  }
  if (photometric === PHOTOMETRIC.palette && image.palette.length < 3 * 2 ** image.bits)
    throw damaged('the TIFF lacks its palette')
  const isTiled = tags.has(TAG.tileOffsets)
  const width = isTiled ? value(TAG.tileWidth, 0) : image.width
  const height = isTiled ? value(TAG.tileHeight, 0) : Math.min(image.height, value(TAG.rowsPerStrip, image.height))
  if (width < 1 || height < 1) throw damaged('its parts have no size')
  const [offsets, lengths] = isTiled
    ? [tags.get(TAG.tileOffsets)!, tags.get(TAG.tileBytes)!]
    : [tags.get(TAG.stripOffsets)!, tags.get(TAG.stripBytes)!]
  const across = Math.ceil(image.width / width)
  const inPlane = across * Math.ceil(image.height / height)
  image.blocks = offsets.slice(0, inPlane * (image.isPlanar ? image.samples : 1)).map((offset, index) => {
    const [place, plane] = [index % inPlane, Math.floor(index / inPlane)]
    const [x, y] = [(place % across) * width, Math.floor(place / across) * height]
    return {
      x,
      y,
      width,
      height: isTiled ? height : Math.min(height, image.height - y),
      plane,
      bytes: reader.part(offset, lengths[index]!),
    }
  })
  if (image.blocks.some((block) => blockBytes(image, block) > TIFF_LIMITS.bytes))
    throw damaged('its tiles have an impossible size')
  return image
}

/** Bytes of an unpacked row of a block, and of the unpacked block. */
export const rowBytes = ({ samples, bits, isPlanar }: TiffImage, { width }: Block) =>
  Math.ceil((width * (isPlanar ? 1 : samples) * bits) / 8)
export const blockBytes = (image: TiffImage, block: Block) => rowBytes(image, block) * block.height
