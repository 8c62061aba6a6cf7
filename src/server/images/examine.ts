/** What a file from outside is: read from its header, and proven by decoding it where there is a decoder. */
import { ApiError, badRequest } from '@/contract/errors'
import { ImageError } from '@/core/image/errors'
import type { ImageInfo } from '@/core/image/info'
import { readHeader } from '@/core/image/header'
import { noWriteAtWork } from '../db/store/write'
import { proveDecoding } from './decode'
import { inTurn } from './queue'
import { sumsOfBlob, sumsOfBytes, type Sums } from './sums'

export type ExaminedImage = ImageInfo & Sums

type Bytes = Uint8Array<ArrayBuffer>

/** Files up to this size are read once, at one go; of larger ones the beginning must do, where it can. */
const AT_ONE_GO = 64 * 1024 * 1024
const LARGEST = 1024 * 1024 * 1024

/** Files of a batch are read together, up to so many bytes: each reading by itself takes as long as 200 kB of it. */
const TOGETHER = 16 * 1024 * 1024

/** Throws ApiError with the file's name and the reason when the picture cannot be opened, or has more than `most` pixels. `read`: its bytes, where they were read already. */
export async function examine(blob: Blob, path: string, most: number, read?: Bytes): Promise<ExaminedImage> {
  try {
    if (blob.size > LARGEST) throw new ImageError('It has more than 1 GB; a browser cannot decode that. Cut it into tiles, or compress it.')
    const beginning = read ?? (await beginningOf(blob))
    const facts = await headerOf(blob, beginning, most)
    await noWriteAtWork()
    const sums = blob.size <= AT_ONE_GO ? await sumsOfBytes(beginning) : await sumsOfBlob(blob)
    await inTurn(() => proveDecoding(blob, facts))
    return { ...facts, ...sums }
  } catch (error) {
    if (error instanceof ImageError) throw badRequest(`${path}: ${error.message}`)
    throw error
  }
}

/** For each what it is, or why it cannot be opened; as many at a time as are read together. `most`: pixels that a picture may have. */
export async function examineAll(files: { file: string; blob: Blob }[], most: Promise<number>): Promise<(ExaminedImage | ApiError)[]> {
  const results: (ExaminedImage | ApiError)[] = []
  for (const group of groupsOf(files)) {
    const [bytes, pixels] = await Promise.all([group.length > 1 ? bytesOfAll(group.map(({ blob }) => blob)) : [], most])
    results.push(...(await Promise.all(group.map(({ file, blob }, at) => examine(blob, file, pixels, bytes[at]).catch(refusal)))))
  }
  return results
}

/** In their order, each of at most `TOGETHER` bytes, or of one file. */
function groupsOf<Each extends { blob: Blob }>(files: Each[]): Each[][] {
  const groups: Each[][] = []
  let bytes = Infinity
  for (const each of files) {
    bytes += each.blob.size
    if (bytes <= TOGETHER) groups.at(-1)!.push(each)
    else {
      groups.push([each])
      bytes = each.blob.size
    }
  }
  return groups
}

/** Of each its part. Rejects when one of them cannot be read. */
async function bytesOfAll(blobs: Blob[]): Promise<Bytes[]> {
  const all = await new Blob(blobs).arrayBuffer()
  let end = 0
  return blobs.map(({ size }) => new Uint8Array(all, (end += size) - size, size))
}

/** What is said of a picture that is refused; what went wrong otherwise is thrown. */
export function refusal(error: unknown): ApiError {
  if (error instanceof ApiError && error.status === 400) return error
  throw error
}

/** Throws ImageError. `beginning`: of the file, or all of it. */
export async function headerOf(blob: Blob, beginning: Uint8Array, most: number): Promise<ImageInfo> {
  try {
    return readHeader(beginning, blob.size, most)
  } catch (error) {
    const hasMore = beginning.length < blob.size
    // a TIFF may have its directory at the end
    if (error instanceof ImageError && error.endsEarly && hasMore) return readHeader(await bytesOf(blob), blob.size, most)
    throw error
  }
}

/** A slice costs half a millisecond where the whole would do. */
const beginningOf = (blob: Blob) => bytesOf(blob.size <= AT_ONE_GO ? blob : blob.slice(0, AT_ONE_GO))

const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer())
