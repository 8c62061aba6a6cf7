/** Decodes TIFF, which most browsers cannot. JPEG data inside a TIFF is decoded by the browser. */
import type { HighBitDepthImage } from '@/core/image/highBitDepth/image'
import { shownWhole } from '@/core/image/highBitDepth/window'
import { damaged, ImageError } from '@/core/image/errors'
import { blockBytes, readTiffImage, type Block, type TiffImage } from '@/core/image/tiff/blocks'
import { COMPRESSION, isLight } from '@/core/image/tiff/header'
import { jpegOf } from '@/core/image/tiff/jpegBlock'
import { newSamples, placeBlock, toHighBitDepth, toRgba, type Samples } from '@/core/image/tiff/pixels'
import { addDifferences, unpackBits, unpackLzw } from '@/core/image/tiff/unpack'
import { inflated } from './inflate'

export interface Pixels {
  width: number
  height: number
  /** Red, green, blue and alpha. */
  data: Uint8ClampedArray<ArrayBuffer>
}

/** The stored pixels of the first page, not rotated. */
export async function decodeTiff(blob: Blob): Promise<ImageData> {
  const { data, width, height } = await tiffPixels(new Uint8Array(await blob.arrayBuffer()))
  return new ImageData(data, width, height)
}

export async function tiffPixels(bytes: Uint8Array): Promise<Pixels> {
  const picture = readTiffImage(bytes)
  const { width, height } = picture
  if (picture.compression === COMPRESSION.jpeg) return { width, height, data: await jpegPixels(picture) }
  const samples = await readSamples(picture)
  return {
    width,
    height,
    data:
      samples instanceof Uint16Array && isLight(picture)
        ? shownWhole(toHighBitDepth(picture, samples))
        : toRgba(picture, samples),
  }
}

/** All values of a TIFF with a high bit depth. */
export async function highBitDepthTiff(bytes: Uint8Array): Promise<HighBitDepthImage> {
  const picture = readTiffImage(bytes)
  return toHighBitDepth(picture, (await readSamples(picture)) as Uint16Array<ArrayBuffer>)
}

async function readSamples(picture: TiffImage): Promise<Samples> {
  const samples = newSamples(picture)
  for (const block of picture.blocks) {
    const unpacked = await unpack(picture, block)
    if (picture.isDifferences) addDifferences(picture, block, unpacked)
    placeBlock(picture, samples, block, unpacked)
  }
  return samples
}

/** Unpacks a block to exactly the number of bytes it must have. */
async function unpack(picture: TiffImage, block: Block): Promise<Uint8Array> {
  const size = blockBytes(picture, block)
  switch (picture.compression) {
    case COMPRESSION.lzw:
      return unpackLzw(block.bytes, size)
    case COMPRESSION.packBits:
      return unpackBits(block.bytes, size)
    case COMPRESSION.deflate:
    case COMPRESSION.oldDeflate:
      return inflate(block.bytes, size)
    default:
      return padded(block.bytes, size)
  }
}

function padded(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  out.set(bytes.subarray(0, size))
  return out
}

/** Inflates at most `size` bytes, so that a bomb is not read to its end. */
async function inflate(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const out = new Uint8Array(size)
  let filled = 0
  for await (const piece of inflated([bytes.slice()], damaged('the TIFF is compressed wrongly'))) {
    out.set(piece.subarray(0, size - filled), filled)
    filled += piece.length
    if (filled >= size) break
  }
  return out
}

async function jpegPixels(picture: TiffImage): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const context = canvas.getContext('2d')!
  for (const { x, y, bytes } of picture.blocks) {
    const bitmap = await createImageBitmap(new Blob([jpegOf(picture, bytes)], { type: 'image/jpeg' })).catch(() => {
      throw new ImageError('The file is damaged: a JPEG in the TIFF cannot be decoded.')
    })
    context.drawImage(bitmap, x, y)
    bitmap.close()
  }
  return context.getImageData(0, 0, picture.width, picture.height).data
}
