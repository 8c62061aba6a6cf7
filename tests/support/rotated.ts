/** Images whose files say that they are to be turned, made here: a JPEG with EXIF data, a TIFF with its tag. */
import { encode } from 'jpeg-js'

export interface Pixels {
  width: number
  height: number
  /** Red, green, blue and alpha. */
  data: Uint8Array
}

export const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8Array(width * height * 4).fill(200),
})

/** `pixels`: as they are stored. */
export function rotatedJpeg(pixels: Pixels, orientation: number, quality = 90): Uint8Array<ArrayBuffer> {
  const jpeg = encode({ ...pixels, data: pixels.data }, quality).data
  const exif = [0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0'), ...directory([[0x0112, 3, orientation]])]
  // after the two bytes that begin every JPEG
  return new Uint8Array([...jpeg.subarray(0, 2), ...exif, ...jpeg.subarray(2)])
}

/** Grey, uncompressed. */
export function rotatedTiff(
  { width, height }: { width: number; height: number },
  orientation: number,
  bits: 8 | 16 = 8,
): Uint8Array<ArrayBuffer> {
  const bytes = (width * height * bits) / 8
  const tags = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, bits],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 0],
    [274, 3, orientation],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, bytes],
  ] as const
  const offset = 8 + 2 + tags.length * 12 + 4
  const entries = tags.map(([tag, type, value]): Entry => [tag, type, tag === 273 ? offset : value])
  return new Uint8Array([...directory(entries), ...new Uint8Array(bytes).fill(90)])
}

type Entry = readonly [tag: number, type: 3 | 4, value: number]

/** A TIFF structure with one directory, little-endian. */
function directory(entries: Entry[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 + 2 + entries.length * 12 + 4))
  view.setUint16(0, 0x4949)
  view.setUint16(2, 42, true)
  view.setUint32(4, 8, true)
  view.setUint16(8, entries.length, true)
  entries.forEach(([tag, type, value], index) => {
    const at = 10 + index * 12
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, type, true)
    view.setUint32(at + 4, 1, true)
    view.setUint32(at + 8, value, true)
  })
  return new Uint8Array(view.buffer)
}
