/** Bulk writes of an import, past Dexie: half of their time is what it does around each record. */
import Dexie from 'dexie'

/**
 * Puts rows into a table of the running transaction; the store begins with the first while the next is being made. Rejects, and the
 * transaction with it, when one cannot be stored.
 */
export function putNatively(table: string, rows: Iterable<unknown>, method: 'put' | 'add' = 'put'): Promise<void> {
  const transaction = Dexie.currentTransaction?.idbtrans
  if (!transaction) throw new Error(`Writes into ${table} need a transaction.`)
  const store = transaction.objectStore(table)
  return new Dexie.Promise<void>((resolve, reject) => {
    let last: IDBRequest | undefined
    for (const row of rows) {
      last = store[method](row)
      last.onerror = failed
    }
    if (last) last.onsuccess = () => resolve()
    else resolve()
    function failed(event: Event) {
      reject((event.target as IDBRequest).error)
    }
  }) as unknown as Promise<void>
}
