/**
 * Fourth phase: publishes the annotations bucket by bucket, some images in each step, together with the images that this import creates.
 * The next phase writes what depends on all of them: locations, the order of images, totals.
 */
import { asKey } from '@/core/coco/check/problem'
import { imports } from '../../../db/tasks/imports'
import { staging } from '../../../db/tasks/staging'
import type { Memory, Outcome, Step } from '../../kind'
import { slot } from '../../memory'
import type { CategoryLink } from '../linkCategories'
import { dropBuffered, readBuffered } from '../buffered'
import { ReportWriter } from '../report'
import { readGivenIds } from './locations'
import { readImageLinks, type ImageLink } from '../images/planImages'
import { prepare, type Group } from '../prepare'
import { Publisher, type PreparedStep, type Links } from '../publish'
import { sizes } from '../sizes'
import { annotationList, bucketOf } from '../stage'
import type { CocoOptions, CocoRun, CocoState } from '../state'

type Finish = (state: CocoState, report: ReportWriter) => Outcome
type Raw = Record<string, unknown>

interface AllLinks extends Links {
  images: Map<number | string, ImageLink>
  fresh: Map<number, ImageLink>
  /** The new images by the bucket of their annotations. */
  byBucket: Map<number, ImageLink[]>
  shared: Set<number>
}

const LINKS = slot<AllLinks>('links')
const BUCKET = slot<{ bucket: number; groups: Group[] }>('bucket')
/** A step that was prepared by the step before it. `at`, `within`: the state in which it applies. */
const PREPARED = slot<{ at: number; within: number; step: PreparedStep }>('prepared step')

export async function annotationsStep(run: CocoRun, outcome: Finish): Promise<Step> {
  const { options, state, memory } = run
  const links = await memory.read(LINKS, () => readLinks(options, state))
  const groups = await readBucket(run, links)
  const batch = takeBatch(groups, state.within)
  const within = state.within + batch.length
  const following = takeBatch(groups, within)
  const next: CocoState = {
    ...state,
    within,
    chunks: { ...state.chunks },
    totals: { ...state.totals },
    counts: { ...state.counts, annotations: { ...state.counts.annotations } },
  }
  const report = new ReportWriter(state.notes)
  const ready = batch.map((group) => ({ group, incoming: prepare(group, links.categories, next, report) }))
  const publisher = new Publisher(options, links, await readGivenIds(options.task, memory), next, report)
  const prepared = takePrepared(state, memory)
  if (within >= groups.length) {
    next.at++
    next.within = 0
    if (next.at >= state.buckets) Object.assign(next, { phase: options.dry_run ? 'finish' : 'places', at: 0 })
  }
  return {
    tables: 'all',
    commit: async (recordChange) => {
      const step = await publisher.publish({ ready, prepared, following }, recordChange)
      if (step) memory.set(PREPARED, { at: state.at, within, step })
      if (next.phase !== 'annotations') memory.delete(BUCKET)
      return outcome(next, report)
    },
  }
}

/** The prepared step for this state, if there is one. */
function takePrepared({ at, within }: CocoState, memory: Memory): PreparedStep | undefined {
  const prepared = memory.get(PREPARED)
  memory.delete(PREPARED)
  return prepared?.at === at && prepared.within === within ? prepared.step : undefined
}

async function readLinks({ task, dataset }: CocoOptions, state: CocoState): Promise<AllLinks> {
  const categories = (await staging.get(task, 'coco/links', 0)) as CategoryLink[]
  const images = await readImageLinks(task)
  const links: AllLinks = {
    categories: new Map(categories.map((link) => [link[0], link])),
    images: new Map(images.map((link) => [link[0], link])),
    fresh: new Map(),
    byBucket: new Map(),
    shared: new Set(),
    // read once: a later change of the defaults does not apply to this import
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
  return links
}

/** The images of a bucket with their annotations. New images come first, in the order of the file. */
async function readBucket(run: CocoRun, links: AllLinks): Promise<Group[]> {
  const { options, state, memory } = run
  const earlier = memory.get(BUCKET)
  if (earlier?.bucket === state.at) return earlier.groups
  const byImage = new Map<number | string | undefined, Group>()
  for (const link of links.byBucket.get(state.at) ?? []) byImage.set(link[0], { source: link[0], link, items: [] })
  for (const item of state.held ? (await readBuffered(run)).annotations : await readStaged(options.task, state.at)) {
    const source = asKey(item.image_id)
    const group = byImage.get(source)
    if (group) group.items.push(item)
    else
      byImage.set(source, { source, link: source === undefined ? undefined : links.images.get(source), items: [item] })
  }
  const groups = [...byImage.values()]
  dropBuffered(memory)
  memory.set(BUCKET, { bucket: state.at, groups })
  return groups
}

async function readStaged(taskId: number, bucket: number): Promise<Raw[]> {
  const texts = (await staging.all(taskId, annotationList(bucket))) as string[]
  return texts.flatMap((text) => JSON.parse(text) as Raw[])
}

/** Images with about `sizes.annotations` annotations, at least one image and at most `sizes.images`. */
function takeBatch(groups: Group[], from: number): Group[] {
  let annotations = 0
  let to = from
  const end = Math.min(groups.length, from + sizes.images)
  while (to < end && (to === from || annotations + groups[to]!.items.length <= sizes.annotations))
    annotations += groups[to++]!.items.length
  return groups.slice(from, to)
}
