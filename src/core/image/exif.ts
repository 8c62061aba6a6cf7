/**
 * The orientation in EXIF data: a TIFF structure whose first directory has the tag 0x0112.
 *
 * Answer  1 to 8 as EXIF counts (1 upright, 3 half a turn, 6 a quarter turn clockwise to show, 8 counter-clockwise, the even
 *         ones and 5 and 7 mirrored); 1 when it is absent or means nothing; undefined when the data are damaged.
 * Source  CIPA DC-008 (EXIF 2.32), sections 4.5 and 4.6.4.
 */
import { ByteReader } from './bytes'
import { ImageError } from './errors'

const ORIENTATION = 0x0112
const SHORT = 3

/** `bytes` start at the TIFF header, after any "Exif\0\0". */
export function exifOrientation(bytes: Uint8Array): number | undefined {
  try {
    return findOrientation(bytes)
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}

function findOrientation(bytes: Uint8Array): number | undefined {
  const order = new ByteReader(bytes).text(0, 2)
  if (order !== 'II' && order !== 'MM') return undefined
  const reader = new ByteReader(bytes, bytes.length, order === 'II')
  if (reader.u16(2) !== 42) return undefined
  const directory = reader.u32(4)
  const entries = reader.u16(directory)
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12
    if (reader.u16(entry) === ORIENTATION)
      return reader.u16(entry + 2) === SHORT ? asOrientation(reader.u16(entry + 8)) : 1
  }
  return 1
}

export const asOrientation = (value: number) => (value >= 1 && value <= 8 ? value : 1)

/** Orientation from EXIF data, with a note for the user if it cannot be read. */
export function exifInfo(bytes: Uint8Array | undefined): { orientation: number; notes: string[] } {
  if (!bytes) return { orientation: 1, notes: [] }
  const orientation = exifOrientation(bytes)
  return {
    orientation: orientation ?? 1,
    notes: orientation === undefined ? ['Its EXIF data are damaged and are passed over.'] : [],
  }
}
