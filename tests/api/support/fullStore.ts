/** A store with a quota: writes beyond it fail as in a browser, deleting never does and frees the Blobs that were stored. */
import { vi } from 'vitest'

interface Stored {
  store: string
  key: IDBValidKey
  bytes: number
}

const full = () => new DOMException('The storage is full.', 'QuotaExceededError')

/** Bytes of the Blobs in a value, and one for the rest: room that rows take comes back only when the database is compacted. */
function bytesOf(value: unknown): number {
  const blobs = (each: unknown): number =>
    each instanceof Blob
      ? each.size
      : typeof each === 'object' && each !== null
        ? Object.values(each).reduce((sum: number, part) => sum + blobs(part), 0)
        : 0
  return 1 + blobs(value)
}

/** From now on so many bytes are free. Undone by `vi.restoreAllMocks()`. */
export function fillStore(free: number): { free: number } {
  const state = { free }
  let stored: Stored[] = []
  const nameOf = (store: IDBObjectStore) => `${store.transaction.db.name} ${store.name}`

  for (const method of ['put', 'add'] as const) {
    const original = IDBObjectStore.prototype[method]
    vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      const bytes = bytesOf(value)
      if (bytes > state.free) throw full()
      state.free -= bytes
      const request = key === undefined ? original.call(this, value) : original.call(this, value, key)
      request.addEventListener('success', () =>
        stored.push({ store: nameOf(this), key: request.result, bytes: bytes - 1 }),
      )
      this.transaction.addEventListener('abort', () => (state.free += bytes))
      return request
    })
  }
  const refund = (isGone: (each: Stored) => boolean) => {
    state.free += stored.filter(isGone).reduce((sum, { bytes }) => sum + bytes, 0)
    stored = stored.filter((each) => !isGone(each))
  }
  const remove = IDBObjectStore.prototype.delete
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, query) {
    const range = query instanceof IDBKeyRange ? query : IDBKeyRange.only(query)
    refund(({ store, key }) => store === nameOf(this) && range.includes(key))
    return remove.call(this, query)
  })
  const clear = IDBObjectStore.prototype.clear
  vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
    refund(({ store }) => store === nameOf(this))
    return clear.call(this)
  })
  return state
}
