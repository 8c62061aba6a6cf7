/** Decodes images with 16 bits per channel. Canvases would reduce them to 8 bits. */
import { badRequest } from '@/contract/errors'
import { ByteReader } from '@/core/image/bytes'
import { npyHeader } from '@/core/image/highBitDepth/npy'
import { orientHighBitDepth, type HighBitDepthImage } from '@/core/image/highBitDepth/image'
import { HighBitDepthPngRows, readHighBitDepthHeader } from '@/core/image/highBitDepth/png'
import { shownWhole } from '@/core/image/highBitDepth/window'
import { damaged } from '@/core/image/errors'
import { readHeader } from '@/core/image/header'
import { pngChunks } from '@/core/image/png'
import { NO_LIMIT } from '@/core/image/size'
import type { FileRow } from '../db/store/rows'
import { inflated } from './inflate'
import { inTurn } from './queue'
import type { ServedImage } from './servedImage'
import { highBitDepthTiff } from './tiff'

const PNG_BITS = 24 // offset of the bit depth in a PNG

/** Decodes a PNG of 16 bits with its whole range of values, not rotated. null for every other image. */
export async function decodeHighBitDepthPng(blob: Blob, type: string): Promise<ImageData | null> {
  if (type !== 'image/png' || new Uint8Array(await blob.slice(PNG_BITS, PNG_BITS + 1).arrayBuffer())[0] !== 16)
    return null
  const bytes = new Uint8Array(await blob.arrayBuffer())
  if (!readHeader(bytes, bytes.length, NO_LIMIT).is_deep) return null
  const image = await highBitDepthPng(bytes)
  return new ImageData(shownWhole(image), image.width, image.height)
}

/** All values of a PNG with a high bit depth. Of an animation, those of the default image. */
export async function highBitDepthPng(bytes: Uint8Array<ArrayBuffer>): Promise<HighBitDepthImage> {
  const reader = new ByteReader(bytes)
  const rows = new HighBitDepthPngRows(readHighBitDepthHeader(reader))
  const packed = [...pngChunks(reader)]
    .filter(({ name }) => name === 'IDAT')
    .map(({ at, length }) => bytes.subarray(at, at + length))
  for await (const piece of inflated(packed, damaged('the PNG is compressed wrongly'))) rows.push(piece)
  return rows.end()
}

/** All values of the upright image, as a file of NumPy. Throws 400 for images of 8 bits. */
export async function samplesOf({ blob, type, hash, orientation }: FileRow): Promise<ServedImage> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  if (!readHeader(bytes, bytes.length, NO_LIMIT).is_deep)
    throw badRequest('The image has not 16 bits a channel of grey or of colours: GET /image/{id} has all there is.')
  const decode = async () => {
    const image = orientHighBitDepth(
      await (type === 'image/tiff' ? highBitDepthTiff(bytes) : highBitDepthPng(bytes)),
      orientation,
    )
    return new Blob([npyHeader(image), image.data], { type: 'application/octet-stream' })
  }
  return { etag: `"${hash.slice(0, 32)}-samples"`, type: 'application/octet-stream', blob: () => inTurn(decode) }
}
