/**
 * A decoder and a canvas, which Node lacks: images have the size that their header says, and what is written is a text that
 * says in which format and size. What comes out of real ones is tested in browsers.
 */
import { vi } from 'vitest'
import { readHeader } from '@/core/image/header'
import { orientedSize } from '@/core/geometry/orientation'

interface Options {
  /** What a canvas makes of a type that it is asked for. */
  writes?: (type: string) => string
}

export function fakeCanvas({ writes = (type) => type }: Options = {}) {
  vi.stubGlobal('createImageBitmap', async (source: Blob | ImageData) => {
    if (!(source instanceof Blob)) return { width: source.width, height: source.height, close: () => {} }
    const { type, width, height, orientation } = readHeader(new Uint8Array(await source.arrayBuffer()))
    const isRotated = type === 'image/jpeg' || type === 'image/avif'
    return { ...(isRotated ? { width, height } : orientedSize({ width, height }, orientation)), close: () => {} }
  })
  vi.stubGlobal(
    'ImageData',
    class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    },
  )
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      constructor(
        readonly width: number,
        readonly height: number,
      ) {}
      getContext = () => ({ fillRect: () => {}, drawImage: () => {}, setTransform: () => {} })
      transferToImageBitmap = () => ({ width: this.width, height: this.height, close: () => {} })
      convertToBlob = async ({ type, quality }: { type: string; quality?: number }) =>
        new Blob(
          [
            `${writes(type)} ${this.width} x ${this.height} ${quality ?? ''} ${writes(type) === 'image/webp' ? 'VP8L' : ''}`.trim(),
          ],
          { type: writes(type) },
        )
    },
  )
}
