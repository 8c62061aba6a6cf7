/** Bulk requests without Dexie, for imports: half of the time of a large import is Dexie's work for each record. */
import Dexie, { type Table } from 'dexie'

/** Stores rows in the running transaction. If a row cannot be stored, it rejects and the transaction aborts. */
export function putNatively(table: Table, rows: readonly unknown[], method: 'put' | 'add' = 'put'): Promise<void> {
  const store = storeOf(table)
  return settled(
    store.transaction,
    rows.map((row) => store[method](row)),
  ).then(() => undefined)
}

/** Answers for each key whether the index has it. Within a transaction. */
export function haveNatively(table: Table, index: string, keys: readonly IDBValidKey[]): Promise<boolean[]> {
  const store = storeOf(table)
  const source = store.index(index)
  return settled(
    store.transaction,
    keys.map((key) => source.getKey(key)),
  ).then((requests) => requests.map(({ result }) => result !== undefined))
}

function storeOf({ name }: Table): IDBObjectStore {
  const transaction = Dexie.currentTransaction?.idbtrans
  if (!transaction) throw new Error(`Bulk requests to ${name} need a transaction.`)
  return transaction.objectStore(name)
}

/** Answers the requests when all are done. Requests of a transaction finish in order, so only the last one has a listener. */
function settled<Request extends IDBRequest>(transaction: IDBTransaction, requests: Request[]): Promise<Request[]> {
  const last = requests.at(-1)
  return new Dexie.Promise<Request[]>((resolve, reject) => {
    if (!last) return resolve(requests)
    // errors bubble to the transaction: a listener for each record would take longer than storing it
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
