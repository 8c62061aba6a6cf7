/**
 * Third phase: finds the image of the dataset for each one of the file, a staged record at a time. Those that the dataset
 * lacks become placeholders when that was asked for; else they are reported, and their annotations passed over.
 */
import { addToIndex, newPathIndex, type PathIndex } from '@/core/coco/matchImages'
import { imports } from '../../db/imports'
import { staging } from '../../db/staging'
import type { Memory, Outcome, Step } from '../kind'
import { Notebook } from './notes'
import { ImagePlanner, type ImageLink, type ImagePlan, type Linked } from './planImages'
import type { CocoOptions, CocoSource, CocoState } from './state'

type Finish = (state: CocoState, notebook: Notebook) => Outcome

export async function imagesStep(options: CocoOptions, source: CocoSource, state: CocoState, memory: Memory, outcome: Finish): Promise<Step> {
  const next: CocoState = { ...state, counts: { ...state.counts, images: { ...state.counts.images } } }
  const text = (await staging.get(options.task, 'coco/images', state.at)) as string | undefined
  if (text === undefined) {
    for (const kept of ['paths', 'linked']) memory.delete(kept)
    return { tables: 'staging', commit: async () => outcome({ ...next, phase: 'annotations', at: 0, within: 0 }, new Notebook(state.notes)) }
  }
  const index = await pathIndex(options, memory)
  const linked = await readLinked(options.task, memory)
  const notebook = new Notebook(state.notes)
  const plan = await new ImagePlanner(index, options, source, linked, next.counts.images, notebook).take(JSON.parse(text) as Record<string, unknown>[])
  next.at++
  return {
    tables: 'all',
    commit: async (note) => {
      const links = options.dry_run ? pretend(plan, index) : await imports.insertPlaceholders(options.dataset, plan.placeholders, next.used.image)
      for (const [position, { path }] of plan.placeholders.entries()) {
        addToIndex(index, path, links[position]![1])
        linked.ids.add(links[position]![1])
      }
      for (const { image, path } of plan.twins) links.push([image.id, index.byPath.get(path)!, image.width, image.height])
      if (!options.dry_run) await imports.completeImages(plan.completed, note)
      await staging.put(options.task, 'coco/image links', state.at, [...plan.links, ...links])
      return outcome(next, notebook)
    },
  }
}

/** A dry run gives placeholders numbers of its own. */
const pretend = ({ placeholders }: ImagePlan, index: PathIndex): ImageLink[] =>
  placeholders.map(({ image }, position) => [image.id, -1 - index.byPath.size - position, image.width, image.height])

async function pathIndex({ dataset }: CocoOptions, memory: Memory): Promise<PathIndex> {
  const known = memory.get('paths') as PathIndex | undefined
  if (known) return known
  const index = newPathIndex(await imports.paths(dataset))
  memory.set('paths', index)
  return index
}

/** After a stop it is made again from what was staged. */
async function readLinked(taskId: number, memory: Memory): Promise<Linked> {
  const known = memory.get('linked') as Linked | undefined
  if (known) return known
  const links = ((await staging.all(taskId, 'coco/image links')) as ImageLink[][]).flat()
  const linked: Linked = { sources: new Set(links.map(([source]) => source)), ids: new Set(links.map(([, id]) => id)) }
  memory.set('linked', linked)
  return linked
}
