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
  const tiff = readTiffImage(bytes)
  const { width, height } = tiff
  if (tiff.compression === COMPRESSION.jpeg) return { width, height, data: await jpegPixels(tiff) }
  const samples = await readSamples(tiff)
  return {
    width,
    height,
    data:
      samples instanceof Uint16Array && isLight(tiff)
        ? shownWhole(toHighBitDepth(tiff, samples))
        : toRgba(tiff, samples),
  }
}

/** All values of a TIFF with a high bit depth. */
export async function highBitDepthTiff(bytes: Uint8Array): Promise<HighBitDepthImage> {
  const tiff = readTiffImage(bytes)
  return toHighBitDepth(tiff, (await readSamples(tiff)) as Uint16Array<ArrayBuffer>)
}

async function readSamples(tiff: TiffImage): Promise<Samples> {
  const samples = newSamples(tiff)
  for (const block of tiff.blocks) {
    const unpacked = await unpack(tiff, block)
    if (tiff.isDifferences) addDifferences(tiff, block, unpacked)
    placeBlock(tiff, samples, block, unpacked)
  }
  return samples
}

/** Unpacks a block to exactly the number of bytes it must have. */
async function unpack(tiff: TiffImage, block: Block): Promise<Uint8Array> {
  const size = blockBytes(tiff, block)
  switch (tiff.compression) {
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

async function jpegPixels(tiff: TiffImage): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(tiff.width, tiff.height)
  const context = canvas.getContext('2d')!
  for (const { x, y, bytes } of tiff.blocks) {
    const bitmap = await createImageBitmap(new Blob([jpegOf(tiff, bytes)], { type: 'image/jpeg' })).catch(() => {
      throw new ImageError('The file is damaged: a JPEG in the TIFF cannot be decoded.')
    })
    context.drawImage(bitmap, x, y)
    bitmap.close()
  }
  return context.getImageData(0, 0, tiff.width, tiff.height).data
}
