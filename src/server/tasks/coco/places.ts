/** Fifth phase: the map from annotation ids to sheets, block by block in the order of the ids. */
import type { Places } from '../../db/bulkAnnotations'
import { imports } from '../../db/imports'
import type { Place } from '../../db/locations'
import { BLOCK_SIZE } from '../../db/schema'
import { staging } from '../../db/staging'
import type { Memory, Outcome, Step } from '../kind'
import { IdSet } from './idSet'
import type { CocoState } from './state'

/** Blocks in one step: a megabyte, about. */
const BLOCKS = 100

export const PLACES = 'coco/places'

const readPlaces = async (taskId: number) => (await staging.all(taskId, PLACES)) as Places[]

/** Ids that this import gave; after a stop they are read again from what it staged. */
export async function readGivenIds(taskId: number, memory: Memory): Promise<IdSet> {
  const known = memory.get('given') as IdSet | undefined
  if (known) return known
  const given = new IdSet()
  for (const { ids } of await readPlaces(taskId)) ids.forEach((id) => given.add(id))
  memory.set('given', given)
  return given
}

export async function placesStep(taskId: number, state: CocoState, memory: Memory, outcome: (state: CocoState) => Outcome): Promise<Step> {
  const blocks = (memory.get('blocks') as PlacedBlock[] | undefined) ?? byBlock(await readPlaces(taskId))
  memory.set('blocks', blocks)
  const batch = blocks.slice(state.at, state.at + BLOCKS)
  const at = state.at + batch.length
  const isDone = at >= blocks.length
  return {
    tables: 'all',
    commit: async () => {
      await imports.storePlaces(batch.flat())
      if (!isDone) return outcome({ ...state, at })
      memory.delete('blocks')
      return outcome({ ...state, at: 0, phase: 'finish' })
    },
  }
}

type PlacedBlock = [id: number, place: Place][]

function byBlock(all: Places[]): PlacedBlock[] {
  const blocks = new Map<number, PlacedBlock>()
  for (const { ids, images, chunks } of all) {
    ids.forEach((id, index) => {
      const number = Math.floor(id / BLOCK_SIZE)
      const block = blocks.get(number) ?? []
      blocks.set(number, block)
      block.push([id, { image_id: images[index]!, chunk: chunks[index]! }])
    })
  }
  return [...blocks].sort(([a], [b]) => a - b).map(([, block]) => block)
}
