/** Named numbers that are kept rather than counted: sequences and totals. Call within a write transaction. */
import { db } from './schema'

export type Sequence = 'dataset' | 'image' | 'category' | 'annotation' | 'task' | 'import' | 'export'

const nameOf = (sequence: Sequence) => `sequence:${sequence}`

/** Draws `howMany` ids that were never used before and answers the first of them. Starts at 1. */
export async function nextIds(sequence: Sequence, howMany = 1): Promise<number> {
  const last = await lastId(sequence)
  await endAt(sequence, last + howMany)
  return last + 1
}

/** The last id that was drawn. Whoever uses those after it says so by `endAt`, in the same transaction. */
export const lastId = (sequence: Sequence): Promise<number> => readTotal(nameOf(sequence))

export async function endAt(sequence: Sequence, id: number): Promise<void> {
  await db.counters.put({ name: nameOf(sequence), value: id })
}

/** Lets a sequence go on above an id that came from outside. */
export async function raiseSequence(sequence: Sequence, id: number): Promise<void> {
  if (id > (await lastId(sequence))) await endAt(sequence, id)
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

/** Adds to many at once. `known`: what was read of them in this transaction. */
export async function addToAll(deltas: ReadonlyMap<string, number>, known: ReadonlyMap<string, number> = new Map()): Promise<void> {
  const changed = [...deltas].filter(([, delta]) => delta !== 0)
  if (changed.length === 0) return
  const unknown = changed.flatMap(([name]) => (known.has(name) ? [] : [name]))
  const values = new Map([...known, ...(unknown.length > 0 ? await readNamed(unknown) : [])])
  await db.counters.bulkPut(changed.map(([name, delta]) => ({ name, value: values.get(name)! + delta })))
}

/** By name. */
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
