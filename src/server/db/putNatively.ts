/** Bulk writes of an import, past Dexie: half of their time is what it does around each record. */
import Dexie from 'dexie'

/** Puts rows into a table of the running transaction. Rejects, and the transaction with it, when one cannot be stored. */
export function putNatively(table: string, rows: readonly unknown[], method: 'put' | 'add' = 'put'): Promise<void> {
  const transaction = Dexie.currentTransaction?.idbtrans
  if (!transaction) throw new Error(`Writes into ${table} need a transaction.`)
  const store = transaction.objectStore(table)
  return new Dexie.Promise<void>((resolve, reject) => {
    let last: IDBRequest | undefined
    for (const row of rows) last = store[method](row)
    if (!last) return resolve()
    // errors come up to the transaction: a listener for each record would take longer than the record
    transaction.addEventListener('error', failed)
    last.onsuccess = () => {
      transaction.removeEventListener('error', failed)
      resolve()
    }
    function failed({ target }: Event) {
      if ((target as IDBRequest).source === store) reject((target as IDBRequest).error)
    }
  }) as unknown as Promise<void>
}
