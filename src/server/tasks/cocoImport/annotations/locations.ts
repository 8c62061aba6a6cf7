/**
 * Fifth phase: writes what depends on all published objects, once and in order: the locations of annotations, the order of new images,
 * the totals. An import that fails while it publishes writes them for the objects that are stored by then.
 */
import { comparePaths } from '@/core/paths'
import type { BlockLocations, LocationColumns } from '../../../db/annotations/bulkInsert'
import { imports } from '../../../db/tasks/imports'
import type { OrderEntry } from '../../../db/store/rows'
import { BLOCK_SIZE } from '../../../db/store/schema'
import { staging } from '../../../db/tasks/staging'
import type { Memory, Outcome, Step } from '../../kind'
import { slot } from '../../memory'
import { IdSet } from './idSet'
import { readImageLinks } from '../images/planImages'
import type { CocoOptions, CocoRun, CocoState } from '../state'

/** Limits of one step: about a megabyte of each. */
const STEP = { blocks: 100, entries: 5000 }

export const LOCATIONS = 'coco/places'

const readLocations = async (taskId: number) => (await staging.all(taskId, LOCATIONS)) as LocationColumns[]

const GIVEN_IDS = slot<IdSet>('given ids')
const PARTS = slot<Part[]>('parts')

/** The ids that this import has given to annotations. */
export const readGivenIds = (taskId: number, memory: Memory): Promise<IdSet> =>
  memory.read(GIVEN_IDS, async () => {
    const given = new IdSet()
    for (const { ids } of await readLocations(taskId)) ids.forEach((id) => given.add(id))
    return given
  })

export async function locationsStep(
  { options, state, memory }: CocoRun,
  outcome: (state: CocoState) => Outcome,
): Promise<Step> {
  const parts = await memory.read(PARTS, async () =>
    partsOf(await readLocations(options.task), await newEntries(options.task)),
  )
  const at = state.at + 1
  return {
    tables: 'all',
    commit: async () => {
      const part = parts[state.at]
      if (part) await storePart(options.dataset, part)
      if (at < parts.length) return outcome({ ...state, at })
      await imports.addTotals(state.totals)
      memory.delete(PARTS)
      return outcome({ ...state, at: 0, phase: 'finish' })
    },
  }
}

/** Does the same for an import that ends before everything is published. Call within the transaction that ends the task. */
export async function storePartialLocations(options: CocoOptions, { phase, at, totals }: CocoState): Promise<void> {
  const isPublishing = phase === 'annotations' || phase === 'places'
  if (options.dry_run || !isPublishing) return
  const parts = partsOf(await readLocations(options.task), await imports.storedEntries(await newEntries(options.task)))
  for (const part of parts.slice(phase === 'places' ? at : 0)) await storePart(options.dataset, part)
  await imports.addTotals(totals ?? {})
}

/** What one step stores. */
interface Part {
  locations: BlockLocations[]
  entries: OrderEntry[]
}

/** Divides the work into steps. The first parts have both kinds of records, so that a small import takes one step. */
function partsOf(locations: LocationColumns[], entries: OrderEntry[]): Part[] {
  const blocks = byBlock(locations)
  const sorted = entries.sort(([a], [b]) => comparePaths(a, b))
  const count = Math.max(Math.ceil(blocks.length / STEP.blocks), Math.ceil(sorted.length / STEP.entries))
  return Array.from({ length: count }, (_none, part) => ({
    locations: blocks.slice(part * STEP.blocks, (part + 1) * STEP.blocks),
    entries: sorted.slice(part * STEP.entries, (part + 1) * STEP.entries),
  }))
}

async function storePart(datasetId: number, { locations, entries }: Part): Promise<void> {
  await imports.storeLocations(locations)
  await imports.addToOrder(datasetId, entries)
}

/** Path and id of the images that this import creates. */
const newEntries = async (taskId: number): Promise<OrderEntry[]> =>
  (await readImageLinks(taskId)).flatMap(([, id, , , fresh]): OrderEntry[] => (fresh ? [[fresh.path, id]] : []))

function byBlock(all: LocationColumns[]): BlockLocations[] {
  const blocks = new Map<number, BlockLocations>()
  for (const { ids, images, chunks } of all) {
    ids.forEach((id, index) => {
      const number = Math.floor(id / BLOCK_SIZE)
      const block = blocks.get(number) ?? { ids: [], images: [], chunks: [] }
      blocks.set(number, block)
      block.ids.push(id)
      block.images.push(images[index]!)
      block.chunks.push(chunks[index]!)
    })
  }
  return [...blocks].sort(([a], [b]) => a - b).map(([, block]) => block)
}
