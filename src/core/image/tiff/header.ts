/** TIFF headers: reads the kind of image, checks that it can be decoded and that its pixels lie within the file. */
import { highBitDepthNote, fitsMemory } from '../highBitDepth/image'
import { damaged, endsEarly, ImageError } from '../errors'
import { asOrientation } from '../exif'
import type { StoredInfo } from '../info'
import { checkSize, TIFF_LIMITS } from '../size'
import { one, openTiff, TAG, type Tags } from './directory'

/** Compressions that are decoded here; the browser decodes the JPEG ones. */
export const COMPRESSION = { none: 1, lzw: 5, jpeg: 7, deflate: 8, packBits: 32773, oldDeflate: 32946 }
export const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, cmyk: 5, ycbcr: 6 }
/** Number of colour channels. */
export const CHANNELS: Record<number, number> = { 0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3 }

const KNOWN = new Set(Object.values(COMPRESSION))
const FAX = [2, 3, 4]
const BITS = [1, 2, 4, 8, 16]
const MEASUREMENTS = 3
const ALPHA = [1, 2]

export function readTiff(bytes: Uint8Array, fileSize: number, most: number): StoredInfo {
  const { reader, tags, pages } = openTiff(bytes, fileSize)
  const [width, height] = [one(tags, TAG.width), one(tags, TAG.height)]
  if (!width || !height) throw damaged('it does not say how large the image is')
  checkSize({ width, height }, most)
  const bits = one(tags, TAG.bits) ?? 1
  const unpacked = (width * height * (one(tags, TAG.samples) ?? 1) * bits) / 8
  if (width * height > TIFF_LIMITS.pixels || unpacked > TIFF_LIMITS.bytes)
    throw new ImageError(
      `A TIFF of ${width} x ${height} pixels is too large to be shown. Save it as JPEG or PNG, or cut it into tiles.`,
    )
  checkReadable(tags)
  checkPixels(tags, reader.fileSize)
  const is_deep = isHighBitDepth(tags, { width, height, bits })
  const notes = [
    ...(bits === 16 ? [highBitDepthNote(is_deep)] : []),
    ...(one(tags, TAG.photometric) === PHOTOMETRIC.cmyk ? ['Its colours are CMYK; they are shown as RGB.'] : []),
    ...(pages > 1 ? [`It has ${pages} pages; the first one is annotated.`] : []),
  ]
  return {
    width,
    height,
    bits,
    is_deep,
    frames: pages,
    has_alpha: hasAlpha(tags),
    orientation: asOrientation(one(tags, TAG.orientation) ?? 1),
    notes,
  }
}

/** Grey or RGB with 16 bits. JPEG compression has 8. */
function isHighBitDepth(tags: Tags, { width, height, bits }: { width: number; height: number; bits: number }): boolean {
  const photometric = one(tags, TAG.photometric) ?? PHOTOMETRIC.blackIsZero
  const channels = CHANNELS[photometric]! + (hasAlpha(tags) ? 1 : 0)
  return (
    bits === 16 &&
    isLight({ photometric }) &&
    one(tags, TAG.compression) !== COMPRESSION.jpeg &&
    fitsMemory({ width, height, channels })
  )
}

/** Whether the channels are grey or RGB, not inks or palette indexes. */
export const isLight = ({ photometric }: { photometric: number }): boolean =>
  [PHOTOMETRIC.whiteIsZero, PHOTOMETRIC.blackIsZero, PHOTOMETRIC.rgb].includes(photometric)

export const hasAlpha = (tags: Tags) => ALPHA.includes(one(tags, TAG.extraSamples) ?? 0)

function checkReadable(tags: Tags): void {
  const bits = tags.get(TAG.bits) ?? [1]
  const isMeasured =
    one(tags, TAG.sampleFormat) === MEASUREMENTS || bits.some((each) => each !== bits[0] || !BITS.includes(each))
  if (isMeasured)
    throw new ImageError(
      `A TIFF of ${bits[0]} bits a channel that holds measurements rather than an image cannot be shown. Save it with 8 or 16 bits a channel.`,
    )
  const compression = one(tags, TAG.compression) ?? COMPRESSION.none
  if (FAX.includes(compression))
    throw new ImageError('A TIFF that is compressed as a fax cannot be opened. Save it as PNG.')
  if (!KNOWN.has(compression))
    throw new ImageError(
      `This TIFF is compressed in a way (number ${compression}) that cannot be opened. Save it without compression, or as PNG.`,
    )
  const photometric = one(tags, TAG.photometric) ?? PHOTOMETRIC.blackIsZero
  // browsers invert the inks of any CMYK JPEG
  const isCmykJpeg = photometric === PHOTOMETRIC.cmyk && compression === COMPRESSION.jpeg
  if (isCmykJpeg)
    throw new ImageError(
      'A TIFF of CMYK colours that is compressed as JPEG cannot be opened. Save it as RGB, or as PNG.',
    )
  const needed = CHANNELS[photometric]
  const isPlainYcbcr = photometric === PHOTOMETRIC.ycbcr && compression !== COMPRESSION.jpeg
  if (!needed || isPlainYcbcr)
    throw new ImageError(
      `This TIFF has colours of a kind (number ${photometric}) that cannot be opened. Save it as RGB, or as PNG.`,
    )
  if ((one(tags, TAG.samples) ?? 1) < needed) throw damaged('it has too few colour channels')
}

function checkPixels(tags: Tags, fileSize: number): void {
  const offsets = tags.get(TAG.stripOffsets) ?? tags.get(TAG.tileOffsets) ?? []
  const lengths = tags.get(TAG.stripBytes) ?? tags.get(TAG.tileBytes) ?? []
  if (offsets.length === 0 || lengths.length < offsets.length) throw damaged('it has no pixels')
  offsets.forEach((offset, index) => {
    if (offset + lengths[index]! > fileSize) throw endsEarly()
  })
}
