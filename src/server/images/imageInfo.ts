/** What a stored file says of its picture. Its header is read anew: nothing of it is kept that could become wrong. */
import type { ImageInfo } from '@/core/image/info'
import { NO_LIMIT } from '@/core/image/size'
import type { FileRow } from '../db/store/rows'
import { headerOf } from './examine'

/** Bytes that hold the header of most files; of the others, more are read. */
const HEADER = 256 * 1024
/** Types whose header comes first; the pictures of an animation are counted to the end. */
const HEADER_FIRST = ['image/jpeg', 'image/png', 'image/tiff']

export async function imageInfoOf({ blob, type }: FileRow): Promise<ImageInfo & { bytes: number }> {
  const beginning = HEADER_FIRST.includes(type) ? blob.slice(0, HEADER) : blob
  return { ...(await headerOf(blob, new Uint8Array(await beginning.arrayBuffer()), NO_LIMIT)), bytes: blob.size }
}
