/** CRC-32 and SHA-256 of files. */
import { hex } from '@/core/hex'
import { crc32 } from '@/core/image/crc32'
import { sha256 } from '@noble/hashes/sha2.js'
import { blobPieces } from '../blobPieces'

export interface Sums {
  crc32: number
  /** SHA-256 in hex. */
  hash: string
}

export async function sumsOfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<Sums> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return { crc32: crc32(bytes), hash: hex(hash) }
}

/** Reads the blob in pieces, for files that are too large for memory. */
export async function sumsOfBlob(blob: Blob, piece?: number): Promise<Sums> {
  const hash = sha256.create()
  let sum = 0
  for await (const bytes of blobPieces(blob, piece)) {
    hash.update(bytes)
    sum = crc32(bytes, sum)
  }
  return { crc32: sum, hash: hex(hash.digest()) }
}
