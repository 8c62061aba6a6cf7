/** Stored numbers: id sequences, and totals that would be slow to count. Call within a write transaction. */
import { db } from './schema'

export type Sequence = 'dataset' | 'image' | 'category' | 'annotation' | 'task' | 'import' | 'export' | 'model'

const nameOf = (sequence: Sequence) => `sequence:${sequence}`

/** Draws `howMany` consecutive ids that were never used and answers the first. Ids start at 1. */
export async function nextIds(sequence: Sequence, howMany = 1): Promise<number> {
  const last = await lastId(sequence)
  await endAt(sequence, last + howMany)
  return last + 1
}

/** The last id that was drawn, 0 if none. To use ids after it, call `endAt` in the same transaction. */
export const lastId = (sequence: Sequence): Promise<number> => readTotal(nameOf(sequence))

export async function endAt(sequence: Sequence, id: number): Promise<void> {
  await db.counters.put({ name: nameOf(sequence), value: id })
}

/** Continues a sequence above an id that came from a file. */
export async function raiseSequence(sequence: Sequence, id: number): Promise<void> {
  if (id > (await lastId(sequence))) await endAt(sequence, id)
}

export const totals = {
  /** Images in a dataset that are not deleted. */
  images: (datasetId: number) => `dataset:${datasetId}:images`,
  /** Images in a dataset that are not deleted and have annotations that are not deleted. */
  annotated: (datasetId: number) => `dataset:${datasetId}:annotated`,
  /** Annotations that are not deleted, on images of a dataset that are not deleted. */
  annotations: (datasetId: number) => `dataset:${datasetId}:annotations`,
  /** Annotations of a category that are not deleted, in all datasets, on deleted images too. */
  inCategory: (categoryId: number) => `category:${categoryId}:annotations`,
}

/** Adds deltas to totals by name. `current`: totals that were already read in this transaction. */
export async function addToAll(
  deltas: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number> = new Map(),
): Promise<void> {
  const changed = [...deltas].filter(([, delta]) => delta !== 0)
  if (changed.length === 0) return
  const unread = changed.flatMap(([name]) => (current.has(name) ? [] : [name]))
  const values = new Map([...current, ...(unread.length > 0 ? await readNamed(unread) : [])])
  await db.counters.bulkPut(changed.map(([name, delta]) => ({ name, value: values.get(name)! + delta })))
}

/** Totals by name. */
export async function readNamed(names: string[]): Promise<Map<string, number>> {
  const values = await readTotals(names)
  return new Map(names.map((name, index) => [name, values[index]!]))
}

export async function readTotal(name: string): Promise<number> {
  return (await db.counters.get(name))?.value ?? 0
}

export async function readTotals(names: string[]): Promise<number[]> {
  const rows = await db.counters.bulkGet(names)
  return rows.map((row) => row?.value ?? 0)
}
