/** Many requests of an import, past Dexie: half of their time is what it does around each record. */
import Dexie from 'dexie'

/** Puts rows into a table of the running transaction. Rejects, and the transaction with it, when one cannot be stored. */
export function putNatively(table: string, rows: readonly unknown[], method: 'put' | 'add' = 'put'): Promise<void> {
  const store = storeOf(table)
  return settled(store.transaction, rows.map((row) => store[method](row))).then(() => undefined)
}

/** Whether an index has a key, for each of them. Within a transaction. */
export function haveNatively(table: string, index: string, keys: readonly IDBValidKey[]): Promise<boolean[]> {
  const store = storeOf(table)
  const source = store.index(index)
  return settled(store.transaction, keys.map((key) => source.getKey(key))).then((requests) => requests.map(({ result }) => result !== undefined))
}

function storeOf(table: string): IDBObjectStore {
  const transaction = Dexie.currentTransaction?.idbtrans
  if (!transaction) throw new Error(`Many requests to ${table} need a transaction.`)
  return transaction.objectStore(table)
}

/** Answers the requests when all are done, which the last of them tells. */
function settled<Request extends IDBRequest>(transaction: IDBTransaction, requests: Request[]): Promise<Request[]> {
  const last = requests.at(-1)
  return new Dexie.Promise<Request[]>((resolve, reject) => {
    if (!last) return resolve(requests)
    // errors come up to the transaction: a listener for each record would take longer than the record
    transaction.addEventListener('error', failed)
    last.onsuccess = () => {
      transaction.removeEventListener('error', failed)
      resolve(requests)
    }
    function failed({ target }: Event) {
      if (requests.includes(target as Request)) reject((target as Request).error)
    }
  }) as unknown as Promise<Request[]>
}
