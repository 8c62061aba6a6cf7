/**
 * Third phase: finds the dataset's image for each entry of the file, some staged records in each step. With `add_missing`, images that
 * the dataset lacks become placeholders: they get their ids here, and are stored together with their annotations. Otherwise they are
 * reported, and their annotations skipped.
 */
import { newPathIndex, type PathIndex } from '@/core/coco/matchImages'
import { imports } from '../../../db/tasks/imports'
import { staging } from '../../../db/tasks/staging'
import type { Outcome, Step } from '../../kind'
import { slot } from '../../memory'
import { readBuffered } from '../buffered'
import { ReportWriter } from '../report'
import { ImagePlanner, IMAGE_LINKS, readImageLinks, type ImageLink, type ImagePlan, type Linked } from './planImages'
import { sizes } from '../sizes'
import type { CocoOptions, CocoRun, CocoState } from '../state'

type Finish = (state: CocoState, report: ReportWriter) => Outcome
type Raw = Record<string, unknown>

/** Records of `sizes.images` images in one step. */
const RECORDS = 4

const PATHS = slot<PathIndex>('paths')
const LINKED = slot<Linked>('linked')

export async function imagesStep(run: CocoRun, outcome: Finish): Promise<Step> {
  const { options, source, state, memory } = run
  const next: CocoState = { ...state, counts: { ...state.counts, images: { ...state.counts.images } } }
  const report = new ReportWriter(state.notes)
  const entries = await readEntries(run)
  next.at += RECORDS
  if (next.at >= state.chunks.images) Object.assign(next, { phase: 'annotations', at: 0, within: 0 })
  const linked = await memory.read(LINKED, () => readLinked(options.task))
  const index = await memory.read(PATHS, () => pathIndex(options, linked))
  const plan = await new ImagePlanner(index, options, source, linked, next.counts.images, report).take(entries)
  return {
    tables: 'all',
    commit: async (recordChange) => {
      const links = [...plan.links, ...(await linkNew(plan, options, index, linked, next))]
      if (!options.dry_run) await imports.completeImages(plan.completed, recordChange)
      await staging.put(options.task, IMAGE_LINKS, state.at, links)
      if (next.phase !== 'images') for (const each of [PATHS, LINKED]) memory.delete(each)
      return outcome(next, report)
    },
  }
}

async function readEntries(run: CocoRun): Promise<Raw[]> {
  const { options, state } = run
  const to = Math.min(state.chunks.images, state.at + RECORDS)
  if (state.held) return (await readBuffered(run)).images.slice(state.at * sizes.images, to * sizes.images)
  const entries: Raw[] = []
  for (let at = state.at; at < to; at++)
    entries.push(...(JSON.parse((await staging.get(options.task, 'coco/images', at)) as string) as Raw[]))
  return entries
}

/** Gives placeholders their ids, in a dry run negative ones. Later entries find them by their paths. */
async function linkNew(
  { placeholders, twins }: ImagePlan,
  options: CocoOptions,
  index: PathIndex,
  linked: Linked,
  { used }: CocoState,
): Promise<ImageLink[]> {
  const ids = options.dry_run
    ? placeholders.map((_each, position) => -1 - index.byPath.size - position)
    : await imports.imageIds(
        placeholders.map(({ image }) => image.id),
        used.image,
      )
  const links = placeholders.map(({ image, path }, position): ImageLink => [
    image.id,
    ids[position]!,
    image.width,
    image.height,
    { path, fields: image.extra },
  ])
  links.forEach((link) => addPlaceholder(link, linked, index))
  return [
    ...links,
    ...twins.map(({ image, path }): ImageLink => [image.id, index.byPath.get(path)!, image.width, image.height]),
  ]
}

/** Images that would come have negative ids. */
async function pathIndex({ dataset, coming = [] }: CocoOptions, linked: Linked): Promise<PathIndex> {
  const stored = await imports.paths(dataset)
  const paths = new Set(stored.map(([path]) => path))
  const more = coming.filter((path) => !paths.has(path)).map((path, at): [string, number] => [path, -1 - at])
  const index = newPathIndex([...stored, ...more])
  for (const [path, id] of linked.paths) index.byPath.set(path, id)
  return index
}

/** The links of the entries so far, from the staged ones. */
async function readLinked(taskId: number): Promise<Linked> {
  const linked: Linked = { sources: new Set(), ids: new Set(), paths: new Map(), sizes: new Map() }
  for (const link of await readImageLinks(taskId)) {
    linked.sources.add(link[0])
    linked.ids.add(link[1])
    addPlaceholder(link, linked)
  }
  return linked
}

/** Remembers a placeholder, by its whole path only: an entry with just the same file name is another image. */
function addPlaceholder(
  [, id, width, height, fresh]: ImageLink,
  { ids, paths, sizes: byId }: Linked,
  index?: PathIndex,
): void {
  if (!fresh) return
  ids.add(id)
  paths.set(fresh.path, id)
  byId.set(id, { width, height })
  index?.byPath.set(fresh.path, id)
}
