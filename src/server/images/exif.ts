/**
 * EXIF turns. Browsers turn a JPEG by its EXIF data, and AVIF and HEIC by their own; of WebP and PNG some do and some do not.
 * So these are decoded without their EXIF data, and turned here.
 */
import { ImageError } from '@/core/image/errors'
import { exifChunk } from '@/core/image/exifChunk'

/** Types that every browser turns upright by itself. */
const TURNED_BY_BROWSER = new Set(['image/jpeg', 'image/avif', 'image/heic'])

/** Whether the stored pixels lie otherwise than the browser shows them. */
export const needsRotation = (type: string, orientation: number) => orientation !== 1 && !TURNED_BY_BROWSER.has(type)

/** The picture without its EXIF data, so that no browser turns it. */
export async function withoutExif(blob: Blob, type: string): Promise<Blob> {
  const chunk = exifChunk(new Uint8Array(await blob.arrayBuffer()), type)
  if (!chunk) throw new ImageError('The file is damaged: its EXIF data are gone.')
  // a WebP counts its bytes, so the chunk stays under a name that means nothing
  const parts = type === 'image/webp' ? ['XXXX', blob.slice(chunk.from + 4, chunk.end)] : []
  return new Blob([blob.slice(0, chunk.from), ...parts, blob.slice(chunk.end)], { type })
}
