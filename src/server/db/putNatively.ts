/** Bulk writes of an import, past Dexie: half of their time is what it does around each record. */
import Dexie from 'dexie'

/** Puts rows into a table of the running transaction. Rejects, and the transaction with it, when one cannot be stored. */
export function putNatively(table: string, rows: readonly unknown[], method: 'put' | 'add' = 'put'): Promise<void> {
  const transaction = Dexie.currentTransaction?.idbtrans
  if (!transaction) throw new Error(`Writes into ${table} need a transaction.`)
  if (rows.length === 0) return Promise.resolve()
  const store = transaction.objectStore(table)
  return new Dexie.Promise<void>((resolve, reject) => {
    let last: IDBRequest | undefined
    for (const row of rows) {
      last = store[method](row)
      last.onerror = failed
    }
    last!.onsuccess = () => resolve()
    function failed(event: Event) {
      reject((event.target as IDBRequest).error)
    }
  }) as unknown as Promise<void>
}
