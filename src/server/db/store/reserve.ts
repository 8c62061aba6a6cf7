/**
 * Some megabytes kept in reserve, so that deleting, emptying the trash and exporting work in a full store. They are Blobs in a
 * database of their own: browsers free the file of a Blob at once, whereas deleted rows take room until the database is compacted.
 */
import Dexie, { type Table } from 'dexie'
import { db } from './schema'

/** `parts` Blobs of `bytes` each, but no more than `share` of the browser's quota. `isOn`: tests of the API keep none. */
export const reserveLimits = { isOn: false, parts: 8, bytes: 1024 ** 2, share: 0.05 }

/** After the last write that needed the reserve. Milliseconds. */
const REFILL_AFTER = 2000

class ReserveDatabase extends Dexie {
  declare parts: Table<{ id: number; blob: Blob }, number>

  constructor() {
    super(`${db.name}:reserve`)
    this.version(1).stores({ parts: 'id' })
  }
}

let isComplete = false
let timer: ReturnType<typeof setTimeout> | undefined

export const reserve = {
  /** Answers whether that freed anything. Never rejects. */
  async release(): Promise<boolean> {
    isComplete = false
    return inReserve(async (parts) => (await parts.count()) > 0 && parts.clear().then(() => true))
  },

  /** Makes it as large as it should be and the store has room for. Never rejects. */
  async refill(): Promise<void> {
    const wanted = await partCount()
    isComplete = await inReserve(async (parts) => {
      const there = new Set(await parts.toCollection().primaryKeys())
      for (let id = 1; id <= wanted; id++) {
        if (!there.has(id)) await parts.put({ id, blob: new Blob([new Uint8Array(reserveLimits.bytes)]) })
      }
      return true
    })
  },

  /** Refills it when nothing has asked for it for a while. Costs nothing when it is complete. */
  refillLater(): void {
    if (!reserveLimits.isOn || isComplete) return
    clearTimeout(timer)
    timer = setTimeout(() => void reserve.refill(), REFILL_AFTER)
  },
}

async function inReserve(work: (parts: ReserveDatabase['parts']) => Promise<boolean>): Promise<boolean> {
  if (!reserveLimits.isOn) return false
  const own = new ReserveDatabase()
  try {
    return await work(own.parts)
  } catch {
    return false
  } finally {
    own.close()
  }
}

async function partCount(): Promise<number> {
  const storage = (globalThis as { navigator?: { storage?: Partial<StorageManager> } }).navigator?.storage
  const { quota = Infinity } = (await storage?.estimate?.().catch(() => undefined)) ?? {}
  return Math.min(reserveLimits.parts, Math.floor((quota * reserveLimits.share) / reserveLimits.bytes))
}
