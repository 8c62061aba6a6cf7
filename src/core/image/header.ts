/**
 * What a file says of the image in it, without decoding it: its type by content, its upright size, what is lost in showing it.
 * Errors: ImageError with a sentence for people, for what cannot be opened, is damaged, ends early or is too large.
 */
import { readBmp } from './bmp'
import { ByteReader } from './bytes'
import { ImageError } from './errors'
import { uprightInfo, type ImageInfo, type ImageType, type StoredInfo } from './info'
import { readGif } from './gif'
import { readHeif } from './heif'
import { readIco } from './ico'
import { readJpeg } from './jpeg'
import { readPng } from './png'
import { checkSize, USUAL_PIXELS } from './size'
import { sniff } from './sniff'
import { readTiff } from './tiff/header'
import { readWebp } from './webp'

/** `bytes`: the file or its beginning. `most`: the largest number of pixels that is accepted. */
export function readHeader(bytes: Uint8Array, fileSize = bytes.length, most = USUAL_PIXELS): ImageInfo {
  if (fileSize === 0) throw new ImageError('The file is empty.')
  const sniffed = sniff(new ByteReader(bytes, fileSize))
  if ('refused' in sniffed) throw new ImageError(sniffed.refused)
  const stored = readStored(sniffed.type, bytes, fileSize, most)
  checkSize(stored, most)
  return uprightInfo(sniffed.type, stored)
}

function readStored(type: ImageType, bytes: Uint8Array, fileSize: number, most: number): StoredInfo {
  const [big, little] = [new ByteReader(bytes, fileSize), new ByteReader(bytes, fileSize, true)]
  switch (type) {
    case 'image/jpeg':
      return readJpeg(big)
    case 'image/png':
      return readPng(big)
    case 'image/webp':
      return readWebp(little)
    case 'image/gif':
      return readGif(little, most)
    case 'image/bmp':
      return readBmp(little)
    case 'image/x-icon':
      return readIco(little)
    case 'image/tiff':
      return readTiff(bytes, fileSize, most)
    case 'image/avif':
    case 'image/heic':
      return readHeif(big)
  }
}
