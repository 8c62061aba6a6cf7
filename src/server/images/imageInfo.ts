/** The image info of a stored file, read from its header on each request. */
import type { ImageInfo } from '@/core/image/info'
import { NO_LIMIT } from '@/core/image/size'
import type { FileRow } from '../db/store/rows'
import { headerOf } from './examine'

/** Bytes read first, which contain the header of most files. */
const HEADER = 256 * 1024
/** Types whose header is at the beginning. Others are read whole, to count the frames of an animation. */
const HEADER_FIRST = ['image/jpeg', 'image/png', 'image/tiff']

export async function imageInfoOf({ blob, type }: FileRow): Promise<ImageInfo & { bytes: number }> {
  const beginning = HEADER_FIRST.includes(type) ? blob.slice(0, HEADER) : blob
  return { ...(await headerOf(blob, new Uint8Array(await beginning.arrayBuffer()), NO_LIMIT)), bytes: blob.size }
}
