/**
 * EXIF orientation. All browsers rotate JPEG, AVIF and HEIC when they decode them, but only some rotate WebP and PNG. These are decoded
 * without their EXIF data, and rotated by Atoll.
 */
import { ImageError } from '@/core/image/errors'
import { exifChunk } from '@/core/image/exifChunk'

/** Types that every browser rotates upright. */
const ROTATED_BY_BROWSER = new Set(['image/jpeg', 'image/avif', 'image/heic'])

/** Whether Atoll has to rotate the image, because not every browser does. */
export const needsRotation = (type: string, orientation: number) => orientation !== 1 && !ROTATED_BY_BROWSER.has(type)

/** The file without its EXIF data, so that no browser rotates it. */
export async function withoutExif(blob: Blob, type: string): Promise<Blob> {
  const chunk = exifChunk(new Uint8Array(await blob.arrayBuffer()), type)
  if (!chunk) throw new ImageError('The file is damaged: its EXIF data are gone.')
  // the header of a WebP has its length, so the chunk stays, under a name that readers ignore
  const parts = type === 'image/webp' ? ['XXXX', blob.slice(chunk.from + 4, chunk.end)] : []
  return new Blob([blob.slice(0, chunk.from), ...parts, blob.slice(chunk.end)], { type })
}
