/**
 * Last phase: reads the stored files back in slices, with the importer's reader. A file must contain what was written, and no reference
 * to a missing object. Ids must be unique, those of annotations over all files of a split.
 */
import { badRequest } from '@/contract/errors'
import { InvalidInput } from '@/core/errors'
import type { CocoPart, Position } from '@/core/coco/parse/parts'
import { exports } from '../../db/tasks/exports'
import { readParts } from '../cocoImport/readParts'
import type { Memory, Outcome, Step } from '../kind'
import { slot } from '../memory'
import { exportSizes, type ExportState } from './state'

/** The ids that were read. */
interface Seen {
  /** Of all files. */
  annotations: Set<unknown>
  /** Of the current file. */
  images: Set<unknown>
  categories: Set<unknown>
}

const SEEN = slot<Seen>('seen')

const nothing = (): Seen => ({ images: new Set(), annotations: new Set(), categories: new Set() })

export async function verifyStep(
  state: ExportState,
  memory: Memory,
  finish: (state: ExportState) => Outcome,
): Promise<Step> {
  const seen = await memory.read(SEEN, () => readAgain(state))
  const { position, isLast } = await readOn(state, state.file, state.position, seen)
  const next: ExportState = isLast ? { ...state, file: state.file + 1, position: null } : { ...state, position }
  const isVerified = next.file >= state.counts.length
  return { tables: 'staging', commit: async () => finish(isVerified ? { ...state, isVerified } : next) }
}

/** Reads again what was read before the worker stopped. */
async function readAgain(state: ExportState): Promise<Seen> {
  const seen = nothing()
  for (let file = 0; file <= state.file; file++) {
    let position: Position | null = null
    const isReached = () => file === state.file && (position?.offset ?? 0) >= (state.position?.offset ?? 0)
    while (!isReached()) {
      const read: Awaited<ReturnType<typeof readOn>> = await readOn(state, file, position, seen)
      position = read.position
      if (read.isLast) break
    }
  }
  return seen
}

async function readOn(
  state: ExportState,
  file: number,
  from: Position | null,
  seen: Seen,
): Promise<{ position: Position | null; isLast: boolean }> {
  const { name, blob } = await exports.fileOf(state.export, file)
  const { parts, isLast } = await readAll(name, blob, from)
  for (const part of parts) check(part, seen, name)
  const position = parts.at(-1)?.next ?? from
  if (isLast) {
    const { images, annotations } = state.counts[file]!
    if (position?.counts.images !== images || position.counts.annotations !== annotations)
      throw damaged(name, 'something of it is gone')
    seen.categories.clear()
    seen.images.clear()
  }
  return { position, isLast }
}

async function readAll(name: string, blob: Blob, from: Position | null) {
  try {
    return await readParts(blob, from, exportSizes.slice)
  } catch (error) {
    if (error instanceof InvalidInput) throw damaged(name, error.message)
    throw error
  }
}

function check(part: CocoPart, seen: Seen, name: string): void {
  if (part.kind !== 'elements') return
  const ids = seen[part.list]
  for (const item of part.items) {
    if (ids.has(item.id)) throw damaged(name, `the id ${String(item.id)} stands twice in ${part.list}`)
    ids.add(item.id)
    if (part.list !== 'annotations') continue
    if (!seen.images.has(item.image_id))
      throw damaged(name, `annotation ${String(item.id)} is of image ${String(item.image_id)}, which is not there`)
    if (!seen.categories.has(item.category_id))
      throw damaged(
        name,
        `annotation ${String(item.id)} is of category ${String(item.category_id)}, which is not there`,
      )
  }
}

const damaged = (name: string, reason: string) =>
  badRequest(`The file that was written, ${name}.json, is not right: ${reason}. Nothing of it is offered. Try again.`)
