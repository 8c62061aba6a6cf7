/**
 * AVIF and HEIC headers: the properties of the primary image.
 *
 * Turning  irot turns counter-clockwise by quarters, imir then mirrors (0 top to bottom, 1 left to right); EXIF is not heeded.
 * Source   ISO/IEC 23008-12, sections 6.5 and 9; AV1 Image File Format 1.1.
 */
import { boxes, findBox, versionOf, type Box } from './boxes'
import type { ByteReader } from './bytes'
import { damaged } from './errors'
import type { StoredInfo } from './info'

/** EXIF orientations by quarter turns and mirror axis: no mirror, top to bottom, left to right. */
const ORIENTATIONS = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
]

export function readHeif(reader: ByteReader): StoredInfo {
  const meta = findBox(reader, 'meta', 0, reader.fileSize)
  if (!meta) throw damaged('it does not say how large the image is')
  const inside = (name: string) => findBox(reader, name, meta.from + 4, meta.end)
  const [pitm, iprp] = [inside('pitm'), inside('iprp')]
  if (!pitm || !iprp) throw damaged('it does not say how large the image is')
  const primary = versionOf(reader, pitm) === 0 ? reader.u16(pitm.from + 4) : reader.u32(pitm.from + 4)
  expectAllBoxes(reader)
  const brand = reader.text(8, 4)
  const isSequence = brand === 'avis' || brand === 'hevc' || brand === 'msf1'
  const notes = isSequence ? ['It is an animation; the first image is annotated.'] : []
  return { ...readProperties(reader, iprp, primary), has_alpha: hasAlpha(reader, iprp), notes }
}

/** Throws if the file ends within a box. */
const expectAllBoxes = (reader: ByteReader) => Array.from(boxes(reader, 0, reader.fileSize))

function readProperties(reader: ByteReader, iprp: Box, item: number): StoredInfo {
  const ipco = findBox(reader, 'ipco', iprp.from, iprp.end)
  const properties = ipco ? [...boxes(reader, ipco.from, ipco.end)] : []
  const own = propertiesOf(reader, iprp, item).map((index) => properties[index - 1])
  const find = (name: string) => own.find((box) => box?.name === name)
  const [ispe, irot, imir, pixi] = [find('ispe'), find('irot'), find('imir'), find('pixi')]
  if (!ispe) throw damaged('it does not say how large the image is')
  const turns = irot ? reader.u8(irot.from) & 3 : 0
  const mirror = imir ? (reader.u8(imir.from) & 1) + 1 : 0
  return {
    width: reader.u32(ispe.from + 4),
    height: reader.u32(ispe.from + 8),
    orientation: ORIENTATIONS[turns]![mirror]!,
    bits: pixi && reader.u8(pixi.from + 4) > 0 ? reader.u8(pixi.from + 5) : 8,
  }
}

/** Numbers of an item's properties, counted from 1. */
function propertiesOf(reader: ByteReader, iprp: Box, item: number): number[] {
  const found: number[] = []
  for (const ipma of boxes(reader, iprp.from, iprp.end)) {
    if (ipma.name !== 'ipma') continue
    const [hasLongIds, hasLongIndexes] = [versionOf(reader, ipma) > 0, (reader.u8(ipma.from + 3) & 1) === 1]
    const entries = reader.u32(ipma.from + 4)
    let at = ipma.from + 8
    for (let entry = 0; entry < entries && at < ipma.end; entry++) {
      const id = hasLongIds ? reader.u32(at) : reader.u16(at)
      at += hasLongIds ? 4 : 2
      const count = reader.u8(at++)
      for (let index = 0; index < count; index++, at += hasLongIndexes ? 2 : 1) {
        if (id === item) found.push(hasLongIndexes ? reader.u16(at) & 0x7fff : reader.u8(at) & 0x7f)
      }
    }
  }
  return found
}

/** Whether any item has an auxiliary alpha image. */
function hasAlpha(reader: ByteReader, iprp: Box): boolean {
  const ipco = findBox(reader, 'ipco', iprp.from, iprp.end)
  if (!ipco) return false
  return [...boxes(reader, ipco.from, ipco.end)].some(
    ({ name, from, end }) => name === 'auxC' && reader.text(from + 4, end - from - 4).includes('alpha'),
  )
}
