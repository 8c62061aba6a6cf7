/**
 * Fourth phase: publishes the annotations, bucket by bucket, some images in a step, and with them the images that this import
 * makes. What follows from all of it together (places, the order of images, totals) is written by the next phase.
 */
import { asKey } from '@/core/coco/check/problem'
import { imports } from '../../../db/tasks/imports'
import { staging } from '../../../db/tasks/staging'
import type { Memory, Outcome, Step } from '../../kind'
import type { CategoryLink } from '../linkCategories'
import { readBuffered } from '../buffered'
import { ReportWriter } from '../report'
import { readGivenIds } from './locations'
import { readImageLinks, type ImageLink } from '../images/planImages'
import { prepare, type Group } from '../prepare'
import { publish, type PreparedStep, type Links } from '../publish'
import { sizes } from '../sizes'
import { annotationList, bucketOf } from '../stage'
import type { CocoOptions, CocoState } from '../state'

type Finish = (state: CocoState, notebook: ReportWriter) => Outcome
type Raw = Record<string, unknown>

interface AllLinks extends Links {
  images: Map<number | string, ImageLink>
  fresh: Map<number, ImageLink>
  /** Of those, by the bucket that their annotations are in. */
  byBucket: Map<number, ImageLink[]>
  shared: Set<number>
}

export async function annotationsStep(options: CocoOptions, blob: Blob, state: CocoState, memory: Memory, outcome: Finish): Promise<Step> {
  const links = await readLinks(options, state, memory)
  const groups = await readBucket(options.task, blob, state, links, memory)
  const batch = takeBatch(groups, state.within)
  const within = state.within + batch.length
  const next: CocoState = { ...state, within, chunks: { ...state.chunks }, totals: { ...state.totals }, counts: { ...state.counts, annotations: { ...state.counts.annotations } } }
  const notebook = new ReportWriter(state.notes)
  const given = await readGivenIds(options.task, memory)
  const ready = batch.map((group) => ({ group, incoming: prepare(group, links.categories, next, notebook) }))
  const ahead = takePrefetched(state, memory)
  const following = takeBatch(groups, within)
  const keep = (made: PreparedStep) => memory.set('ahead', { at: state.at, within, made } satisfies KeptAhead)
  if (within >= groups.length) {
    next.at++
    next.within = 0
    if (next.at >= state.buckets) Object.assign(next, { phase: options.dry_run ? 'finish' : 'places', at: 0 })
  }
  return {
    tables: 'all',
    commit: async (note) => {
      await publish({ ready, links, options, next, given, notebook, note, ahead, following, keep })
      if (next.phase !== 'annotations') memory.delete('bucket')
      return outcome(next, notebook)
    },
  }
}

interface KeptAhead {
  at: number
  within: number
  made: PreparedStep
}

/** What was made ahead for this step. */
function takePrefetched({ at, within }: CocoState, memory: Memory): PreparedStep | undefined {
  const kept = memory.get('ahead') as KeptAhead | undefined
  memory.delete('ahead')
  return kept?.at === at && kept.within === within ? kept.made : undefined
}

async function readLinks({ task, dataset }: CocoOptions, state: CocoState, memory: Memory): Promise<AllLinks> {
  const known = memory.get('links') as AllLinks | undefined
  if (known) return known
  const categories = (await staging.get(task, 'coco/links', 0)) as CategoryLink[]
  const images = await readImageLinks(task)
  const links: AllLinks = {
    categories: new Map(categories.map((link) => [link[0], link])),
    images: new Map(images.map((link) => [link[0], link])),
    fresh: new Map(),
    byBucket: new Map(),
    shared: new Set(),
    // as it is when the annotations begin: a change meanwhile is for those that come after
    defaults: await imports.defaultMetadata(dataset),
  }
  const seen = new Set<number>()
  for (const link of images) {
    const [source, id, , , fresh] = link
    if (seen.has(id)) links.shared.add(id)
    seen.add(id)
    if (!fresh) continue
    links.fresh.set(id, link)
    const bucket = bucketOf(source, state.buckets)
    const list = links.byBucket.get(bucket)
    if (list) list.push(link)
    else links.byBucket.set(bucket, [link])
  }
  memory.set('links', links)
  return links
}

/** The images of a bucket, each with its annotations; new ones come first, in the order of the file. */
async function readBucket(taskId: number, blob: Blob, state: CocoState, links: AllLinks, memory: Memory): Promise<Group[]> {
  const known = memory.get('bucket') as { bucket: number; groups: Group[] } | undefined
  if (known?.bucket === state.at) return known.groups
  const byImage = new Map<number | string | undefined, Group>()
  for (const link of links.byBucket.get(state.at) ?? []) byImage.set(link[0], { source: link[0], link, items: [] })
  for (const item of state.held ? (await readBuffered(memory, blob, state)).annotations : await readStaged(taskId, state.at)) {
    const source = asKey(item.image_id)
    const group = byImage.get(source)
    if (group) group.items.push(item)
    else byImage.set(source, { source, link: source === undefined ? undefined : links.images.get(source), items: [item] })
  }
  const groups = [...byImage.values()]
  memory.delete('held')
  memory.set('bucket', { bucket: state.at, groups })
  return groups
}

async function readStaged(taskId: number, bucket: number): Promise<Raw[]> {
  const texts = (await staging.all(taskId, annotationList(bucket))) as string[]
  return texts.flatMap((text) => JSON.parse(text) as Raw[])
}

/** As many images as hold about `sizes.annotations` annotations, at least one, and no more than `sizes.images`. */
function takeBatch(groups: Group[], from: number): Group[] {
  let held = 0
  let to = from
  const end = Math.min(groups.length, from + sizes.images)
  while (to < end && (to === from || held + groups[to]!.items.length <= sizes.annotations)) held += groups[to++]!.items.length
  return groups.slice(from, to)
}

