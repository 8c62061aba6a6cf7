/** Named numbers that are kept rather than counted: sequences and totals. Call within a write transaction. */
import { db } from './schema'

export type Sequence = 'dataset' | 'image' | 'category' | 'annotation' | 'task' | 'import' | 'export'

/** Draws `howMany` ids that were never used before and answers the first of them. Starts at 1. */
export async function nextIds(sequence: Sequence, howMany = 1): Promise<number> {
  const name = `sequence:${sequence}`
  const last = (await db.counters.get(name))?.value ?? 0
  await db.counters.put({ name, value: last + howMany })
  return last + 1
}

/** Lets a sequence go on above an id that came from outside. */
export async function raiseSequence(sequence: Sequence, id: number): Promise<void> {
  const name = `sequence:${sequence}`
  const last = (await db.counters.get(name))?.value ?? 0
  if (id > last) await db.counters.put({ name, value: id })
}

export const totals = {
  /** Images of a dataset that are not deleted. */
  images: (datasetId: number) => `dataset:${datasetId}:images`,
  /** Of those, the ones with at least one annotation that is not deleted. */
  annotated: (datasetId: number) => `dataset:${datasetId}:annotated`,
  /** Annotations of those images that are not deleted. */
  annotations: (datasetId: number) => `dataset:${datasetId}:annotations`,
  /** Annotations of a category that are not deleted, over all datasets, deleted images included. */
  inCategory: (categoryId: number) => `category:${categoryId}:annotations`,
}

export async function addTo(name: string, delta: number): Promise<void> {
  if (delta === 0) return
  const value = (await db.counters.get(name))?.value ?? 0
  await db.counters.put({ name, value: value + delta })
}

/** Adds to many at once. */
export async function addToAll(deltas: ReadonlyMap<string, number>): Promise<void> {
  const names = [...deltas].flatMap(([name, delta]) => (delta === 0 ? [] : [name]))
  if (names.length === 0) return
  const values = await readTotals(names)
  await db.counters.bulkPut(names.map((name, index) => ({ name, value: values[index]! + deltas.get(name)! })))
}

export async function readTotal(name: string): Promise<number> {
  return (await db.counters.get(name))?.value ?? 0
}

export async function readTotals(names: string[]): Promise<number[]> {
  const rows = await db.counters.bulkGet(names)
  return rows.map((row) => row?.value ?? 0)
}
