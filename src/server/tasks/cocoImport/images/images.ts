/**
 * Third phase: finds the image of the dataset for each one of the file, some staged records at a time. Those that the dataset
 * lacks become placeholders when that was asked for: they get their ids here, and are written together with their annotations.
 * Else they are reported, and their annotations passed over.
 */
import { newPathIndex, type PathIndex } from '@/core/coco/matchImages'
import { imports } from '../../../db/tasks/imports'
import { staging } from '../../../db/tasks/staging'
import type { Memory, Outcome, Step } from '../../kind'
import { readBuffered } from '../buffered'
import { ReportWriter } from '../report'
import { ImagePlanner, IMAGE_LINKS, readImageLinks, type ImageLink, type ImagePlan, type Linked } from './planImages'
import { sizes } from '../sizes'
import type { CocoOptions, CocoSource, CocoState } from '../state'

type Finish = (state: CocoState, notebook: ReportWriter) => Outcome
type Raw = Record<string, unknown>

/** Records of `sizes.images` images in one step. */
const RECORDS = 4

export async function imagesStep(options: CocoOptions, source: CocoSource, blob: Blob, state: CocoState, memory: Memory, outcome: Finish): Promise<Step> {
  const next: CocoState = { ...state, counts: { ...state.counts, images: { ...state.counts.images } } }
  const notebook = new ReportWriter(state.notes)
  const entries = await readEntries(options.task, blob, state, memory)
  next.at += RECORDS
  if (next.at >= state.chunks.images) Object.assign(next, { phase: 'annotations', at: 0, within: 0 })
  const linked = await readLinked(options.task, memory)
  const index = await pathIndex(options, linked, memory)
  const plan = await new ImagePlanner(index, options, source, linked, next.counts.images, notebook).take(entries)
  return {
    tables: 'all',
    commit: async (note) => {
      const links = [...plan.links, ...(await linkNew(plan, options, index, linked, next))]
      if (!options.dry_run) await imports.completeImages(plan.completed, note)
      await staging.put(options.task, IMAGE_LINKS, state.at, links)
      if (next.phase !== 'images') for (const kept of ['paths', 'linked']) memory.delete(kept)
      return outcome(next, notebook)
    },
  }
}

async function readEntries(taskId: number, blob: Blob, state: CocoState, memory: Memory): Promise<Raw[]> {
  const to = Math.min(state.chunks.images, state.at + RECORDS)
  if (state.held) return (await readBuffered(memory, blob, state)).images.slice(state.at * sizes.images, to * sizes.images)
  const entries: Raw[] = []
  for (let at = state.at; at < to; at++) entries.push(...(JSON.parse((await staging.get(taskId, 'coco/images', at)) as string) as Raw[]))
  return entries
}

/** Gives placeholders their ids, in a dry run numbers of their own. From here on their paths are found, and nothing but these. */
async function linkNew({ placeholders, twins }: ImagePlan, options: CocoOptions, index: PathIndex, linked: Linked, { used }: CocoState): Promise<ImageLink[]> {
  const ids = options.dry_run ? placeholders.map((_each, position) => -1 - index.byPath.size - position) : await imports.imageIds(placeholders.map(({ image }) => image.id), used.image)
  const links = placeholders.map(({ image, path }, position): ImageLink => [image.id, ids[position]!, image.width, image.height, { path, fields: image.extra }])
  links.forEach((link) => learn(link, linked, index))
  return [...links, ...twins.map(({ image, path }): ImageLink => [image.id, index.byPath.get(path)!, image.width, image.height])]
}

async function pathIndex({ dataset }: CocoOptions, linked: Linked, memory: Memory): Promise<PathIndex> {
  const known = memory.get('paths') as PathIndex | undefined
  if (known) return known
  const index = newPathIndex(await imports.paths(dataset))
  for (const [path, id] of linked.paths) index.byPath.set(path, id)
  memory.set('paths', index)
  return index
}

/** After a stop it is made again from what was staged. */
async function readLinked(taskId: number, memory: Memory): Promise<Linked> {
  const known = memory.get('linked') as Linked | undefined
  if (known) return known
  const linked: Linked = { sources: new Set(), ids: new Set(), paths: new Map(), sizes: new Map() }
  for (const link of await readImageLinks(taskId)) {
    linked.sources.add(link[0])
    linked.ids.add(link[1])
    learn(link, linked)
  }
  memory.set('linked', linked)
  return linked
}

/** A placeholder is found by its very path only: what another entry of the file is named like it is another image. */
function learn([, id, width, height, fresh]: ImageLink, { ids, paths, sizes: known }: Linked, index?: PathIndex): void {
  if (!fresh) return
  ids.add(id)
  paths.set(fresh.path, id)
  known.set(id, { width, height })
  index?.byPath.set(fresh.path, id)
}
