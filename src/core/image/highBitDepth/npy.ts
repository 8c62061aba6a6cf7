/**
 * Values of 16 bits as a file of NumPy, version 1.0: what `numpy.load` reads, with its shape in the header.
 * Source: numpy.lib.format.
 */
import type { HighBitDepthImage } from './image'

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]
const PREFIX = MAGIC.length + 2
const ALIGNED = 64

export function npyHeader({ width, height, channels }: Omit<HighBitDepthImage, 'data'>): Uint8Array<ArrayBuffer> {
  const shape = channels === 1 ? `${height}, ${width}` : `${height}, ${width}, ${channels}`
  const text = `{'descr': '<u2', 'fortran_order': False, 'shape': (${shape}), }`
  const length = Math.ceil((PREFIX + text.length + 1) / ALIGNED) * ALIGNED - PREFIX
  return Uint8Array.of(...MAGIC, length & 255, length >> 8, ...asciiOf(`${text.padEnd(length - 1)}\n`))
}

const asciiOf = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))

/** Reads a file that consists of `npyHeader` and the values. */
export function readNpy(buffer: ArrayBuffer): HighBitDepthImage {
  const length = new DataView(buffer).getUint16(MAGIC.length, true)
  const text = String.fromCharCode(...new Uint8Array(buffer, PREFIX, length))
  const [height, width, channels = 1] = (/'shape': \(([\d, ]+)\)/.exec(text)?.[1] ?? '').split(',').map(Number)
  if (!width || !height) throw new Error('These are not the values of an image.')
  return { width, height, channels, data: new Uint16Array(buffer, PREFIX + length) }
}
