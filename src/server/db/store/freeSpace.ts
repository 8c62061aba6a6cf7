/** Checks before long work that the browser has room for its result. */
import { ApiError } from '@/contract/errors'
import { dropCaches } from './makeRoom'

/** Milliseconds for which an estimate is reused: the browser visits every stored file to make one, about 3 µs each. */
const REUSED_FOR = 10_000
/** An estimate is reused only if it leaves this many times the bytes needed, because other sites fill the disk too. */
const AMPLE = 10

/** The last estimate. `free`: bytes, minus those admitted since; `until`: when it expires, by `performance.now()`. */
const last = { free: 0, until: 0 }

/** Requests up to this many bytes are not checked, because estimates may lag behind deletions. A write that does not fit fails by itself. */
const SMALL = 16 * 1024 ** 2

/** Throws 507 if `bytes` more do not fit, even after the caches are dropped. A browser without estimates is taken to have room. */
export async function checkFreeSpace(bytes: number): Promise<void> {
  if (bytes <= SMALL) return
  if (performance.now() < last.until && last.free >= AMPLE * bytes) {
    last.free -= bytes
    return
  }
  let free = await estimateFreeBytes()
  while (free < bytes && (await dropCaches())) free = await estimateFreeBytes()
  Object.assign(last, { free: free - bytes, until: performance.now() + REUSED_FOR })
  if (free >= bytes) return
  throw new ApiError(
    507,
    `There is not enough room: ${megabytes(bytes)} are needed, the browser gives ${megabytes(free)}. Delete datasets, or free space on the disk.`,
  )
}

async function estimateFreeBytes(): Promise<number> {
  const storage = (globalThis as { navigator?: { storage?: Partial<StorageManager> } }).navigator?.storage
  const { quota, usage } = (await storage?.estimate?.().catch(() => undefined)) ?? {}
  return quota === undefined || usage === undefined ? Infinity : Math.max(0, quota - usage)
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
