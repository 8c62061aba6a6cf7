/** Opens an image for drawing: decoded whole, in tiles if it is too large, with all values if it has 16 bits. */
import type { ImageInfo } from '@/contract/image'
import { fetchImageInfo, fetchImage, fetchSamples } from '../../../api/annotator'
import { fitsWhole } from './canvasLimit'
import { highBitDepthTiles } from './highBitDepthTiles'
import { closeImage, decodeImage, type DecodedImage } from './decodedImage'
import { RegionTiles } from './regionTiles'

export interface OpenedImage {
  facts: ImageInfo
  bitmap: DecodedImage
}

/** `onDrawn` is called when the drawn result changes. Throws an AbortError if aborted. */
export async function openImage(
  imageId: number,
  signal: AbortSignal,
  onDrawn: (bitmap: DecodedImage) => void,
): Promise<OpenedImage> {
  const blob = fetchImage(imageId, signal)
  blob.catch(() => {})
  const facts = await fetchImageInfo(imageId, signal)
  const bitmap = await (facts.is_deep ? highBitDepthImage(imageId, facts, signal) : decoded(await blob, facts, onDrawn))
  if (signal.aborted) closeImage(bitmap)
  signal.throwIfAborted()
  return { facts, bitmap }
}

async function highBitDepthImage(
  imageId: number,
  { width, height }: ImageInfo,
  signal: AbortSignal,
): Promise<DecodedImage> {
  const deep = await highBitDepthTiles(await fetchSamples(imageId, signal), signal)
  signal.throwIfAborted()
  return { levels: [], deep: deep!, tiles: deep!, size: { width, height }, drawn: 0 }
}

async function decoded(
  blob: Blob,
  { type, width, height, orientation }: ImageInfo,
  onDrawn: (bitmap: DecodedImage) => void,
): Promise<DecodedImage> {
  const size = { width, height }
  // Chromium miscounts regions of rotated files, so these are decoded whole at any size
  const isRotated = orientation !== 1 && blob.type === type
  if (isRotated || fitsWhole(size)) return { levels: [await decodeImage(blob)], size, drawn: 0 }
  const tiles = new RegionTiles(blob, size, () => onDrawn(bitmap))
  const bitmap: DecodedImage = { levels: [await tiles.copy()], tiles, size, drawn: 0 }
  return bitmap
}
