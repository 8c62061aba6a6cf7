/**
 * A file that came with a request, read while it is being stored. Only to save time: after a stop, and whatever goes wrong here,
 * the stored file is read.
 */
import { readWhole, type WholeCoco } from '@/core/coco/whole'
import { sizes } from './sizes'

/** The newest only: each holds all of its file. */
let ahead: { upload: string; whole: Promise<WholeCoco | null | undefined> } | undefined

/** Begins to read a file that is small enough to be held. */
export function prefetchUpload(upload: string, blob: Blob): void {
  if (blob.size > sizes.held) return
  ahead = { upload, whole: readBlob(blob).catch(() => undefined) }
}

export function forgetPrefetched(upload: string): void {
  if (ahead?.upload === upload) ahead = undefined
}

/** All of a file; null when it takes the splitter to say what it has. */
export async function wholeOf(upload: string, blob: Blob): Promise<WholeCoco | null> {
  const read = ahead?.upload === upload ? ahead.whole : undefined
  forgetPrefetched(upload)
  const whole = await read
  return whole === undefined ? readBlob(blob) : whole
}

const readBlob = async (blob: Blob) => readWhole(new Uint8Array(await blob.arrayBuffer()))
