/** Recognises file types by content. Also knows types that cannot be opened, so that messages can name them. */
import type { ByteReader } from './bytes'
import type { ImageType } from './info'

export type Sniffed = { type: ImageType } | { refused: string }

const SAVE_AS = 'Save it as PNG or JPEG.'
const cannotOpen = (what: string) => ({ refused: `${what} cannot be opened by browsers. ${SAVE_AS}` })

/** First bytes of each type. */
const OPENED: [beginning: string, type: ImageType][] = [
  ['\xff\xd8\xff', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['II+\0', 'image/tiff'],
  ['MM\0+', 'image/tiff'],
  ['\0\0\x01\0', 'image/x-icon'],
  ['BM', 'image/bmp'],
]

const REFUSED: [beginning: string, what: string][] = [
  ['\0\0\0\x0cjP  ', 'A JPEG 2000'],
  ['\xff\x4f\xff\x51', 'A JPEG 2000'],
  ['\0\0\0\x0cJXL ', 'A JPEG XL'],
  ['\xff\x0a', 'A JPEG XL'],
  ['8BPS', 'A Photoshop file'],
  ['%PDF', 'A PDF'],
  ['\x76\x2f\x31\x01', 'An OpenEXR file'],
  ['\0\0\x02\0', 'A cursor'],
  ['PK\x03\x04', 'An archive'],
]

const AVIF = ['avif', 'avis']
const HEIC = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']

export function sniff(reader: ByteReader): Sniffed {
  for (const [beginning, type] of OPENED) if (reader.startsWith(beginning)) return { type }
  for (const [beginning, what] of REFUSED) if (reader.startsWith(beginning)) return cannotOpen(what)
  if (reader.startsWith('RIFF') && reader.startsWith('WEBP', 8)) return { type: 'image/webp' }
  if (reader.startsWith('ftyp', 4)) return sniffBrands(reader)
  const text = beginningAsText(reader)
  if (/^<(\?xml|!--|!doctype svg|svg)/i.test(text) && /<svg[\s>]/i.test(text))
    return { refused: 'An SVG is a drawing without pixels. Save it as PNG in the size that you want to annotate.' }
  if (looksLikeTga(reader)) return cannotOpen('A TGA')
  return {
    refused: 'This file is not an image that can be opened. JPEG, PNG, WebP, GIF, BMP, AVIF, TIFF and icons can.',
  }
}

/** The major brand decides. If it is general, the compatible brands do. */
function sniffBrands(reader: ByteReader): Sniffed {
  const end = Math.min(reader.u32(0), 8 + 4 * 64, reader.length)
  const brands = [reader.text(8, 4)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(reader.text(at, 4))
  if (brands.some((brand) => AVIF.includes(brand))) return { type: 'image/avif' }
  if (brands.some((brand) => HEIC.includes(brand))) return { type: 'image/heic' }
  return { refused: 'A video cannot be annotated. Save the images that you need as PNG or JPEG.' }
}

function beginningAsText(reader: ByteReader): string {
  return reader
    .text(0, Math.min(reader.length, 2000))
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
}

/** TGA has no signature at the start, so its header must be consistent. Newer files have a signature at the end. */
function looksLikeTga(reader: ByteReader): boolean {
  const footer = reader.length - 18
  if (reader.isWhole && footer > 18 && reader.startsWith('TRUEVISION-XFILE.\0', footer)) return true
  if (reader.length < 18) return false
  const [mapType, kind, bits] = [reader.u8(1), reader.u8(2), reader.u8(16)]
  const hasSize = reader.u16(12) !== 0 && reader.u16(14) !== 0
  return mapType <= 1 && [1, 2, 3, 9, 10, 11].includes(kind) && [8, 15, 16, 24, 32].includes(bits) && hasSize
}
