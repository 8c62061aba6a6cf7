/** Whether the browser has room for more: it is asked before long work begins, not found out in the middle. */
import { ApiError } from '@/contract/errors'

/** Throws 507 when `bytes` more do not fit. A browser that does not say is believed to have room. */
export async function checkRoom(bytes: number): Promise<void> {
  const storage = (globalThis as { navigator?: { storage?: Partial<StorageManager> } }).navigator?.storage
  const { quota, usage } = (await storage?.estimate?.()) ?? {}
  if (quota === undefined || usage === undefined || quota - usage >= bytes) return
  const [needed, free] = [bytes, Math.max(0, quota - usage)].map((each) => `${Math.ceil(each / 1e6)} MB`)
  throw new ApiError(507, `There is not enough room: ${needed} are needed, the browser gives ${free}. Delete datasets, or free space on the disk.`)
}
