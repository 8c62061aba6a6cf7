/** Examines an uploaded file: reads its header, and decodes it as a proof if there is a decoder. */
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

/** Files up to this many bytes are read whole. Of larger ones only the beginning is read for the header. */
const READ_WHOLE = 64 * 1024 * 1024
const LARGEST = 1024 * 1024 * 1024

/** Most bytes of files that are read together, because each read costs as much as 200 kB of data. */
const TOGETHER = 16 * 1024 * 1024

/** Throws ApiError with the file's name and the reason when the image cannot be opened, or has more than `most` pixels. `read`: its bytes, where they were read already. */
export async function examine(blob: Blob, path: string, most: number, read?: Bytes): Promise<ExaminedImage> {
  try {
    if (blob.size > LARGEST)
      throw new ImageError('It has more than 1 GB; a browser cannot decode that. Cut it into tiles, or compress it.')
    const beginning = read ?? (await beginningOf(blob))
    const facts = await headerOf(blob, beginning, most)
    await noWriteAtWork()
    const sums = blob.size <= READ_WHOLE ? await sumsOfBytes(beginning) : await sumsOfBlob(blob)
    await inTurn(() => proveDecoding(blob, facts))
    return { ...facts, ...sums }
  } catch (error) {
    if (error instanceof ImageError) throw badRequest(`${path}: ${error.message}`)
    throw error
  }
}

/** Examines files in groups that are read together. Answers an error for each file that cannot be opened. `most`: largest number of pixels. */
export async function examineAll(
  files: { file: string; blob: Blob }[],
  most: Promise<number>,
): Promise<(ExaminedImage | ApiError)[]> {
  const results: (ExaminedImage | ApiError)[] = []
  for (const group of groupsOf(files)) {
    const [bytes, pixels] = await Promise.all([group.length > 1 ? bytesOfAll(group.map(({ blob }) => blob)) : [], most])
    results.push(
      ...(await Promise.all(group.map(({ file, blob }, at) => examine(blob, file, pixels, bytes[at]).catch(refusal)))),
    )
  }
  return results
}

/** Groups files in their order, each group with at most `TOGETHER` bytes or a single file. */
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

/** Reads blobs with one request. Rejects if one of them cannot be read. */
async function bytesOfAll(blobs: Blob[]): Promise<Bytes[]> {
  const all = await new Blob(blobs).arrayBuffer()
  let end = 0
  return blobs.map(({ size }) => new Uint8Array(all, (end += size) - size, size))
}

/** The error that refuses a file. Throws other errors again. */
export function refusal(error: unknown): ApiError {
  if (error instanceof ApiError && error.status === 400) return error
  throw error
}

/** Reads the header. `beginning`: the first bytes of the file, or all. Throws ImageError. */
export async function headerOf(blob: Blob, beginning: Uint8Array, most: number): Promise<ImageInfo> {
  try {
    return readHeader(beginning, blob.size, most)
  } catch (error) {
    const hasMore = beginning.length < blob.size
    // a TIFF may have its directory at the end
    if (error instanceof ImageError && error.endsEarly && hasMore)
      return readHeader(await bytesOf(blob), blob.size, most)
    throw error
  }
}

/** Slices only large files, because a slice costs half a millisecond. */
const beginningOf = (blob: Blob) => bytesOf(blob.size <= READ_WHOLE ? blob : blob.slice(0, READ_WHOLE))

const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer())
