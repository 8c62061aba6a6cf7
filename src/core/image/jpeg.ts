/**
 * JPEG headers: markers up to the first scan, and where the image ends. What passes here every browser decodes: of the data of the
 * scans, however damaged, they show what there is.
 * Source: ITU-T T.81, annex B; EXIF in APP1: CIPA DC-008, section 4.7.2; colour in APP14: Adobe TN 5116.
 */
import type { ByteReader } from './bytes'
import { damaged, endsEarly, ImageError } from './errors'
import { exifInfo } from './exif'
import type { StoredInfo } from './info'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const DQT = 0xdb
const APP1 = 0xe1
/** Frame types that browsers decode: baseline, extended and progressive, with Huffman coding. */
const FRAMES = [0xc0, 0xc1, 0xc2]
/** Markers among the numbers of frames that are no frames: DHT, JPG and DAC. */
const NOT_FRAMES = [0xc4, 0xc8, 0xcc]

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker)
/** Markers without a length: TEM, RST0 to RST7, SOI. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= SOI)

export function readJpeg(reader: ByteReader): StoredInfo {
  let exif: Uint8Array | undefined
  let frame: Frame | undefined
  let hasTables = false
  let at = 2
  for (;;) {
    const { marker, next } = readMarker(reader, at)
    if (marker === EOI) throw damaged('it has no image')
    if (isBare(marker)) {
      at = next
      continue
    }
    const length = reader.u16(next)
    if (length < 2) throw damaged('a part of the JPEG has an impossible length')
    if (isFrame(marker) && frame) throw damaged('the JPEG says twice how large the image is')
    if (isFrame(marker)) frame = readFrame(reader, next, marker)
    if (marker === DQT) hasTables = true
    if (marker === SOS) checkScan(reader, next, frame)
    if (marker === APP1 && !exif && reader.startsWith('Exif\0', next + 2))
      exif = reader.part(next + 8, Math.max(0, length - 8))
    at = next + length
    if (marker === SOS) break
  }
  if (!frame) throw damaged('it does not say how large the image is')
  if (!hasTables) throw damaged('the JPEG has no quantisation table')
  checkEnd(reader, at)
  const { orientation, notes } = exifInfo(exif)
  return {
    width: frame.width,
    height: frame.height,
    orientation,
    notes: frame.components === 4 ? [...notes, CMYK] : notes,
  }
}

const CMYK = 'Its colours are CMYK; they are shown as RGB.'

/** Finds the next marker. Skips fill bytes and other bytes before it. */
function readMarker(reader: ByteReader, from: number): { marker: number; next: number } {
  let at = reader.bytes.indexOf(0xff, from)
  if (at < 0) throw endsEarly()
  while (reader.u8(at) === 0xff) at++
  const marker = reader.u8(at)
  // a zero after 0xff is data, not a marker
  return marker === 0 ? readMarkerAfterData(reader, at + 1) : { marker, next: at + 1 }
}

function readMarkerAfterData(reader: ByteReader, from: number): { marker: number; next: number } {
  let at = from
  for (;;) {
    at = reader.bytes.indexOf(0xff, at) + 1
    if (at === 0) throw endsEarly()
    const marker = reader.u8(at)
    if (marker !== 0 && marker !== 0xff) return { marker, next: at + 1 }
  }
}

interface Frame {
  width: number
  height: number
  components: number
  /** Ids of the components. */
  ids: number[]
}

function readFrame(reader: ByteReader, at: number, marker: number): Frame {
  if (!FRAMES.includes(marker))
    throw new ImageError(
      'This kind of JPEG (lossless, hierarchical or arithmetic) cannot be opened by browsers. Save it as an ordinary JPEG or as PNG.',
    )
  const bits = reader.u8(at + 2)
  if (bits !== 8)
    throw new ImageError(`A JPEG of ${bits} bits a channel cannot be opened by browsers. Save it as PNG or TIFF.`)
  const [height, width, components] = [reader.u16(at + 3), reader.u16(at + 5), reader.u8(at + 7)]
  if (components !== 1 && components !== 3 && components !== 4)
    throw damaged(`the JPEG has ${components} colour channels`)
  if (reader.u16(at) !== 8 + 3 * components) throw damaged('a part of the JPEG has an impossible length')
  const starts = Array.from({ length: components }, (_none, index) => at + 8 + 3 * index)
  const samplings = starts.flatMap((start) => [reader.u8(start + 1) >> 4, reader.u8(start + 1) & 15])
  if (samplings.some((sampling) => sampling < 1 || sampling > 4))
    throw damaged('a colour channel of the JPEG has an impossible size')
  return { width, height, components, ids: starts.map((start) => reader.u8(start)) }
}

/** Checks that the components of the first scan are those of the frame. */
function checkScan(reader: ByteReader, at: number, frame: Frame | undefined): void {
  const count = reader.u8(at + 2)
  if (count < 1 || count > 4 || reader.u16(at) !== 6 + 2 * count)
    throw damaged('a part of the JPEG has an impossible length')
  for (let index = 0; index < count; index++) {
    if (frame && !frame.ids.includes(reader.u8(at + 3 + 2 * index)))
      throw damaged('the JPEG has a colour channel that it does not name')
  }
}

/** Checks that the image has an end marker. Data after it (a preview, a video) is ignored. */
function checkEnd(reader: ByteReader, scan: number): void {
  const { bytes, length, isWhole } = reader
  if (!isWhole || (bytes[length - 2] === 0xff && bytes[length - 1] === EOI)) return
  let at = scan
  for (;;) {
    const { marker, next } = readMarkerAfterData(reader, at)
    if (marker === EOI) return
    // the bytes of tables between scans may look like markers
    at = isBare(marker) ? next : next + reader.u16(next)
  }
}
