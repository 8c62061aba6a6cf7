/** Whether the browser has room for more: it is asked before long work begins, not found out in the middle. */
import { ApiError } from '@/contract/errors'
import { dropCaches } from '../makeRoom'

/** How long what the browser said is believed, in milliseconds: to answer, it looks at every file that it stores, 3 µs each. */
const BELIEVED_FOR = 10_000
/** It is asked again when not so many times what is needed was left: other sites fill the disk as well. */
const AMPLE = 10

/** Bytes that were free, less what was let in since. */
const last = { free: 0, until: 0 }

/** So few are written without asking: what the browser estimates may lag behind what was deleted. The write itself finds out. */
const SMALL = 16 * 1024 ** 2

/** Throws 507 when `bytes` more do not fit, also without the caches. A browser that does not say is believed to have room. */
export async function checkFreeSpace(bytes: number): Promise<void> {
  if (bytes <= SMALL) return
  if (performance.now() < last.until && last.free >= AMPLE * bytes) {
    last.free -= bytes
    return
  }
  let free = await askForRoom()
  while (free < bytes && (await dropCaches())) free = await askForRoom()
  Object.assign(last, { free: free - bytes, until: performance.now() + BELIEVED_FOR })
  if (free >= bytes) return
  throw new ApiError(507, `There is not enough room: ${megabytes(bytes)} are needed, the browser gives ${megabytes(free)}. Delete datasets, or free space on the disk.`)
}

async function askForRoom(): Promise<number> {
  const storage = (globalThis as { navigator?: { storage?: Partial<StorageManager> } }).navigator?.storage
  const { quota, usage } = (await storage?.estimate?.().catch(() => undefined)) ?? {}
  return quota === undefined || usage === undefined ? Infinity : Math.max(0, quota - usage)
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
