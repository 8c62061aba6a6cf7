/** Pictures of 16 bits a channel decoded by us: a canvas would give 8 of them. */
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
import type { ServedImage } from './make'
import { inTurn } from './queue'
import { highBitDepthTiff } from './tiff'

const PNG_BITS = 24 // where a PNG says how many bits its channels have

/** A PNG of 16 bits in all of its range, not turned; null for every other picture. */
export async function decodeHighBitDepthPng(blob: Blob, type: string): Promise<ImageData | null> {
  if (type !== 'image/png' || new Uint8Array(await blob.slice(PNG_BITS, PNG_BITS + 1).arrayBuffer())[0] !== 16) return null
  const bytes = new Uint8Array(await blob.arrayBuffer())
  if (!readHeader(bytes, bytes.length, NO_LIMIT).is_deep) return null
  const deep = await highBitDepthPng(bytes)
  return new ImageData(shownWhole(deep), deep.width, deep.height)
}

/** All values of a PNG that its header says are deep; of an animation those of the picture that is not part of it. */
export async function highBitDepthPng(bytes: Uint8Array<ArrayBuffer>): Promise<HighBitDepthImage> {
  const reader = new ByteReader(bytes)
  const rows = new HighBitDepthPngRows(readHighBitDepthHeader(reader))
  const packed = [...pngChunks(reader)].filter(({ name }) => name === 'IDAT').map(({ at, length }) => bytes.subarray(at, at + length))
  for await (const piece of inflated(packed, damaged('the PNG is compressed wrongly'))) rows.push(piece)
  return rows.end()
}

/** All values of the upright picture, as a file of NumPy. Throws ApiError for pictures of 8 bits. */
export async function samplesOf({ blob, type, hash, orientation }: FileRow): Promise<ServedImage> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  if (!readHeader(bytes, bytes.length, NO_LIMIT).is_deep) throw badRequest('The picture has not 16 bits a channel of grey or of colours: GET /image/{id} has all there is.')
  const decode = async () => {
    const deep = orientHighBitDepth(await (type === 'image/tiff' ? highBitDepthTiff(bytes) : highBitDepthPng(bytes)), orientation)
    return new Blob([npyHeader(deep), deep.data], { type: 'application/octet-stream' })
  }
  return { etag: `"${hash.slice(0, 32)}-samples"`, type: 'application/octet-stream', blob: () => inTurn(decode) }
}
