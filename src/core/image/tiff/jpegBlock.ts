/** Makes a complete JPEG of a TIFF's JPEG block, by adding the tables that all blocks share. Source: TIFF Technical Note 2. */
import { PHOTOMETRIC } from './header'
import type { TiffImage } from './blocks'

/** Start of image, and an Adobe marker for channels without colour transform. */
const SOI = [0xff, 0xd8]
const UNMIXED = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]

export function jpegOf({ jpegTables, photometric }: TiffImage, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const tables = jpegTables ? jpegTables.subarray(2, jpegTables.length - 2) : []
  return Uint8Array.of(...SOI, ...(photometric === PHOTOMETRIC.ycbcr ? [] : UNMIXED), ...tables, ...bytes.subarray(2))
}
