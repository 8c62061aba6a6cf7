/**
 * Reads an uploaded file while it is being stored, to save time. After a stop of the worker or an error here, the stored file is
 * read instead.
 */
import { readWhole, type WholeCoco } from '@/core/coco/parse/whole'
import { sizes } from './sizes'

/** Only the latest upload, because each takes the memory of a whole file. */
let prefetched: { upload: string; whole: Promise<WholeCoco | null | undefined> } | undefined

/** Starts to read a file that is small enough to be buffered. */
export function prefetchUpload(upload: string, blob: Blob): void {
  if (blob.size > sizes.buffered) return
  prefetched = { upload, whole: readBlob(blob).catch(() => undefined) }
}

export function forgetPrefetched(upload: string): void {
  if (prefetched?.upload === upload) prefetched = undefined
}

/** The contents of a file; null if `readWhole` cannot read it and the splitter is needed. */
export async function wholeOf(upload: string, blob: Blob): Promise<WholeCoco | null> {
  const read = prefetched?.upload === upload ? prefetched.whole : undefined
  forgetPrefetched(upload)
  const whole = await read
  return whole === undefined ? readBlob(blob) : whole
}

const readBlob = async (blob: Blob) => readWhole(new Uint8Array(await blob.arrayBuffer()))
