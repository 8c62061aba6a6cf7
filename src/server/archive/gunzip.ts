/** Files packed with gzip, as COCO files are often offered. */
import { badRequest } from '@/contract/errors'

/** Unpacked bytes at most, and over packed ones: more is a bomb. */
const MOST = 4 * 1024 ** 3
const RATIO = 250
const SMALL = 50 * 1024 * 1024

export async function isGzip(blob: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer())
  return first === 0x1f && second === 0x8b
}

/** Throws 400 for what is damaged or unpacks to too much. */
export async function gunzip(blob: Blob): Promise<Blob> {
  const limit = Math.min(MOST, Math.max(SMALL, RATIO * blob.size))
  let size = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.length
      if (size > limit) throw badRequest('This gzip file unpacks to more than it may. That is refused.')
      controller.enqueue(chunk)
    },
  })
  try {
    return await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip')).pipeThrough(counted)).blob()
  } catch (error) {
    if (size > limit) throw badRequest('This gzip file unpacks to more than it may. That is refused.')
    throw badRequest(`This gzip file is damaged or cut short (${(error as Error).message}).`)
  }
}
