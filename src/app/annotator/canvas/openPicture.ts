/** The picture of an image, as it can be shown: held decoded, in tiles where it is too large for that, with all values where it has 16 bits. */
import type { PictureFacts } from '@/contract/image'
import { fetchFacts, fetchPicture, fetchSamples } from '../../api/annotator'
import { fitsWhole } from './canvasLimit'
import { deepTiles } from './deepTiles'
import { closePicture, decodePicture, type Picture } from './picture'
import { RegionTiles } from './regionTiles'

export interface OpenedPicture {
  facts: PictureFacts
  picture: Picture
}

/** `onDrawn` is told when some of it looks otherwise. Throws when it was called off. */
export async function openPicture(imageId: number, signal: AbortSignal, onDrawn: (picture: Picture) => void): Promise<OpenedPicture> {
  const blob = fetchPicture(imageId, signal)
  blob.catch(() => {})
  const facts = await fetchFacts(imageId, signal)
  const picture = await (facts.is_deep ? deepPicture(imageId, facts, signal) : decoded(await blob, facts, onDrawn))
  if (signal.aborted) closePicture(picture)
  signal.throwIfAborted()
  return { facts, picture }
}

async function deepPicture(imageId: number, { width, height }: PictureFacts, signal: AbortSignal): Promise<Picture> {
  const deep = await deepTiles(await fetchSamples(imageId, signal), signal)
  signal.throwIfAborted()
  return { levels: [], deep: deep!, tiles: deep!, size: { width, height }, drawn: 0 }
}

async function decoded(blob: Blob, { type, width, height, orientation }: PictureFacts, onDrawn: (picture: Picture) => void): Promise<Picture> {
  const size = { width, height }
  // Chromium counts regions of a turned file wrongly, so that is decoded whole, whatever its size
  const isTurned = orientation !== 1 && blob.type === type
  if (isTurned || fitsWhole(size)) return { levels: [await decodePicture(blob)], size, drawn: 0 }
  const tiles = new RegionTiles(blob, size, () => onDrawn(picture))
  const picture: Picture = { levels: [await tiles.copy()], tiles, size, drawn: 0 }
  return picture
}
