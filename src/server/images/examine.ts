/** What a file from outside is: read from its header, and proven by decoding it where there is a decoder. */
import { ApiError, badRequest } from '@/contract/errors'
import { PictureError } from '@/core/image/errors'
import type { PictureFacts } from '@/core/image/facts'
import { readHeader } from '@/core/image/header'
import { proveDecoding } from './decode'
import { inTurn } from './queue'
import { sumsOfBlob, sumsOfBytes, type Sums } from './sums'

export type Facts = PictureFacts & Sums

/** Files up to this size are read once, at one go; of larger ones the beginning must do, where it can. */
const AT_ONE_GO = 64 * 1024 * 1024
const LARGEST = 1024 * 1024 * 1024

const READ_AT_A_TIME = 4

/** Throws ApiError with the file's name and the reason when the picture cannot be opened. */
export async function examine(blob: Blob, path: string): Promise<Facts> {
  try {
    if (blob.size > LARGEST) throw new PictureError('It has more than 1 GB; a browser cannot decode that. Cut it into tiles, or compress it.')
    const beginning = await bytesOf(blob.slice(0, AT_ONE_GO))
    const facts = await headerOf(blob, beginning)
    const sums = blob.size <= AT_ONE_GO ? await sumsOfBytes(beginning) : await sumsOfBlob(blob)
    await inTurn(() => proveDecoding(blob, facts))
    return { ...facts, ...sums }
  } catch (error) {
    if (error instanceof PictureError) throw badRequest(`${path}: ${error.message}`)
    throw error
  }
}

/** For each what it is, or why it cannot be opened; some at a time, since each is read whole. */
export async function examineAll(files: { file: string; blob: Blob }[]): Promise<(Facts | ApiError)[]> {
  const results: (Facts | ApiError)[] = []
  const waiting = files.entries()
  const work = async () => {
    for (const [at, { file, blob }] of waiting) results[at] = await examine(blob, file).catch(refusal)
  }
  await Promise.all(Array.from({ length: READ_AT_A_TIME }, work))
  return results
}

/** What is said of a picture that is refused; what went wrong otherwise is thrown. */
export function refusal(error: unknown): ApiError {
  if (error instanceof ApiError && error.status === 400) return error
  throw error
}

/** Throws PictureError. `read`: `withoutLimit` for files that are stored. */
export async function headerOf(blob: Blob, given?: Uint8Array, read = (header: () => PictureFacts) => header()): Promise<PictureFacts> {
  const beginning = given ?? (await bytesOf(blob.slice(0, AT_ONE_GO)))
  try {
    return read(() => readHeader(beginning, blob.size))
  } catch (error) {
    const hasMore = beginning.length < blob.size
    // a TIFF may have its directory at the end
    if (error instanceof PictureError && error.endsEarly && hasMore) {
      const bytes = await bytesOf(blob)
      return read(() => readHeader(bytes, blob.size))
    }
    throw error
  }
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer())
