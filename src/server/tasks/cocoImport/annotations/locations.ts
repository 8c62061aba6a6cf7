/**
 * Fifth phase: what follows from all that was published, written once and in order: the map from annotation ids to sheets, the
 * order of the new images, the totals. An import that fails while it publishes writes the same for what there is by then.
 */
import { comparePaths } from '@/core/paths'
import type { BlockLocations, LocationColumns } from '../../../db/annotations/bulkInsert'
import { imports } from '../../../db/tasks/imports'
import type { OrderEntry } from '../../../db/store/rows'
import { BLOCK_SIZE } from '../../../db/store/schema'
import { staging } from '../../../db/tasks/staging'
import type { Memory, Outcome, Step } from '../../kind'
import { IdSet } from './idSet'
import { readImageLinks } from '../images/planImages'
import type { CocoOptions, CocoState } from '../state'

/** In one step: a megabyte of each, about. */
const STEP = { blocks: 100, entries: 5000 }

export const LOCATIONS = 'coco/places'

const readLocations = async (taskId: number) => (await staging.all(taskId, LOCATIONS)) as LocationColumns[]

/** Ids that this import gave; after a stop they are read again from what it staged. */
export async function readGivenIds(taskId: number, memory: Memory): Promise<IdSet> {
  const known = memory.get('given') as IdSet | undefined
  if (known) return known
  const given = new IdSet()
  for (const { ids } of await readLocations(taskId)) ids.forEach((id) => given.add(id))
  memory.set('given', given)
  return given
}

export async function locationsStep(options: CocoOptions, state: CocoState, memory: Memory, outcome: (state: CocoState) => Outcome): Promise<Step> {
  const parts = (memory.get('settling') as Part[] | undefined) ?? partsOf(await readLocations(options.task), await newEntries(options.task))
  memory.set('settling', parts)
  const at = state.at + 1
  return {
    tables: 'all',
    commit: async () => {
      const part = parts[state.at]
      if (part) await storePart(options.dataset, part)
      if (at < parts.length) return outcome({ ...state, at })
      await imports.addTotals(state.totals)
      memory.delete('settling')
      return outcome({ ...state, at: 0, phase: 'finish' })
    },
  }
}

/** For an import that ends before all is published: so that what there is can be found. Within the transaction that ends it. */
export async function storePartialLocations(options: CocoOptions, { phase, at, totals }: CocoState): Promise<void> {
  const isPublishing = phase === 'annotations' || phase === 'places'
  if (options.dry_run || !isPublishing) return
  const parts = partsOf(await readLocations(options.task), await imports.storedEntries(await newEntries(options.task)))
  for (const part of parts.slice(phase === 'places' ? at : 0)) await storePart(options.dataset, part)
  await imports.addTotals(totals ?? {})
}

/** Of which there is as much as one step stores. */
interface Part {
  places: BlockLocations[]
  entries: OrderEntry[]
}

/** The first parts have both, so that a small import takes one. */
function partsOf(places: LocationColumns[], entries: OrderEntry[]): Part[] {
  const blocks = byBlock(places)
  const sorted = entries.sort(([a], [b]) => comparePaths(a, b))
  const count = Math.max(Math.ceil(blocks.length / STEP.blocks), Math.ceil(sorted.length / STEP.entries))
  return Array.from({ length: count }, (_none, part) => ({
    places: blocks.slice(part * STEP.blocks, (part + 1) * STEP.blocks),
    entries: sorted.slice(part * STEP.entries, (part + 1) * STEP.entries),
  }))
}

async function storePart(datasetId: number, { places, entries }: Part): Promise<void> {
  await imports.storeLocations(places)
  await imports.addToOrder(datasetId, entries)
}

/** Path and id of the images that this import makes. */
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
