/**
 * Fourth phase: publishes the staged annotations, bucket by bucket, some images in a step. An image's annotations of a file
 * are stored in one transaction, so that what is there already can be told from what this import brought (D34).
 */
import { draftAnnotation } from '@/core/coco/annotationIn'
import { checkAnnotation, isFatal } from '@/core/coco/check/annotation'
import { asKey, type Problem } from '@/core/coco/check/problem'
import { imports } from '../../db/imports'
import type { AnnotationRow } from '../../db/rows'
import type { Note } from '../../db/write'
import { staging } from '../../db/staging'
import type { Memory, Outcome, Step } from '../kind'
import type { CategoryLink } from './categories'
import { NOT_HERE, type ImageLink } from './planImages'
import { countRenumbered, giveIds, toDraft, type Draft } from './giveIds'
import { takeHeld } from './held'
import type { IdSet } from './idSet'
import { matchAnnotations, type Incoming } from './matchAnnotations'
import { AnnotationNotes, Notebook } from './notes'
import { PLACES, readGivenIds } from './places'
import { sizes } from './sizes'
import { annotationList } from './stage'
import type { CocoOptions, CocoState } from './state'

type Finish = (state: CocoState, notebook: Notebook) => Outcome
type Raw = Record<string, unknown>

interface Group {
  /** undefined: the file has no such image. */
  link: ImageLink | undefined
  source: number | string | undefined
  items: Raw[]
}

interface Links {
  images: Map<number | string, ImageLink>
  categories: Map<number | string, CategoryLink>
}

export async function annotationsStep(options: CocoOptions, blob: Blob, state: CocoState, memory: Memory, outcome: Finish): Promise<Step> {
  const links = await readLinks(options.task, memory)
  const groups = await readBucket(options.task, blob, state, links, memory)
  const batch = takeBatch(groups, state.within)
  const within = state.within + batch.length
  const next: CocoState = { ...state, within, chunks: { ...state.chunks }, counts: { ...state.counts, annotations: { ...state.counts.annotations } } }
  const notebook = new Notebook(state.notes)
  const given = await readGivenIds(options.task, memory)
  const ready = batch.map((group) => ({ group, incoming: prepare(group, links, next, notebook) }))
  if (within >= groups.length) {
    next.at++
    next.within = 0
    if (next.at >= state.buckets) Object.assign(next, { phase: options.dry_run ? 'finish' : 'places', at: 0 })
  }
  return {
    tables: 'all',
    commit: async (note) => {
      await publish(ready, options, next, given, notebook, note)
      return outcome(next, notebook)
    },
  }
}

async function readLinks(taskId: number, memory: Memory): Promise<Links> {
  const known = memory.get('links') as Links | undefined
  if (known) return known
  const categories = (await staging.get(taskId, 'coco/links', 0)) as CategoryLink[]
  const images = (await staging.all(taskId, 'coco/image links')) as ImageLink[][]
  const links: Links = {
    categories: new Map(categories.map((link) => [link[0], link])),
    images: new Map(images.flat().map((link) => [link[0], link])),
  }
  memory.set('links', links)
  return links
}

async function readBucket(taskId: number, blob: Blob, state: CocoState, links: Links, memory: Memory): Promise<Group[]> {
  const known = memory.get('bucket') as { bucket: number; groups: Group[] } | undefined
  if (known?.bucket === state.at) return known.groups
  const byImage = new Map<number | string | undefined, Group>()
  for (const item of state.held ? await takeHeld(memory, blob, state) : await readStaged(taskId, state.at)) {
    const source = asKey(item.image_id)
    const group = byImage.get(source)
    if (group) group.items.push(item)
    else byImage.set(source, { source, link: source === undefined ? undefined : links.images.get(source), items: [item] })
  }
  const groups = [...byImage.values()]
  memory.set('bucket', { bucket: state.at, groups })
  return groups
}

async function readStaged(taskId: number, bucket: number): Promise<Raw[]> {
  const texts = (await staging.all(taskId, annotationList(bucket))) as string[]
  return texts.flatMap((text) => JSON.parse(text) as Raw[])
}

/** As many images as hold about `sizes.annotations` annotations, at least one. */
function takeBatch(groups: Group[], from: number): Group[] {
  let held = 0
  let to = from
  while (to < groups.length && (to === from || held + groups[to]!.items.length <= sizes.annotations)) held += groups[to++]!.items.length
  return groups.slice(from, to)
}

/** Checks the annotations of an image and counts those that go no further. */
function prepare({ link, source, items }: Group, links: Links, next: CocoState, notebook: Notebook): Incoming[] {
  const counts = next.counts.annotations
  counts.total += items.length
  if (link && link[1] === NOT_HERE) {
    counts.skipped += items.length
    return []
  }
  return items.flatMap((raw) => {
    const category = links.categories.get(asKey(raw.category_id) ?? NaN)
    const size = link && link[2] > 0 ? { width: link[2], height: link[3] } : null
    const { usable, problems } = checkAnnotation(raw, { size, keypoints: category?.[2] ?? 0 })
    const say = new AnnotationNotes(notebook, asKey(raw.id), source)
    problems.forEach((problem) => say.problem(problem))
    const fatal = problems.find(isFatal) ?? (link ? undefined : dangling('image_id', raw)) ?? (category ? undefined : dangling('category_id', raw))
    if (fatal || !usable || !category || !link) {
      say.refused(fatal)
      counts.refused++
      return []
    }
    const draft = draftAnnotation(usable, raw.segmentation, { width: link[2], height: link[3] })
    const id = asKey(raw.id)
    return [{ category: category[1], draft, source: id === undefined ? null : { id, image_id: link[0] } }]
  })
}

const dangling = (field: 'image_id' | 'category_id', raw: Raw): Problem => ({
  kind: 'reference-dangling', field, severity: 'error', message: `Its ${field.slice(0, -3)} ${JSON.stringify(raw[field])} is not in the file.`,
})

async function publish(
  ready: { group: Group; incoming: Incoming[] }[], options: CocoOptions, next: CocoState, given: IdSet, notebook: Notebook, note: Note,
) {
  const counts = next.counts.annotations
  const inserts: { imageId: number; rows: Draft[] }[] = []
  const changes: AnnotationRow[] = []
  const defaults = await imports.defaultMetadata(options.dataset)
  const byImage = groupByImage(ready)
  const rows = await imports.imageRows([...byImage.keys()].filter((id) => id > 0))
  for (const [imageId, incoming] of byImage) {
    if (imageId > 0 && !rows.has(imageId)) {
      counts.skipped += incoming.length // removed for good while the import ran
      continue
    }
    // those of this import came from another entry for the same image: within a file nothing is merged
    const all = rows.get(imageId)?.sheets ? await imports.annotationsOf(imageId) : []
    const there = all.filter((row) => row.source?.import_id !== next.import_id)
    const fates = matchAnnotations(incoming, there)
    const fresh = incoming.filter((_each, index) => fates[index]!.kind === 'new')
    for (const [index, fate] of fates.entries()) {
      if (fate.kind === 'completed') changes.push(fate.row)
      if (fate.kind === 'differs') differs(incoming[index]!, notebook)
    }
    counts.created += fresh.length
    counts.unchanged += fates.filter(({ kind }) => kind === 'unchanged').length
    counts.updated += fates.filter(({ kind }) => kind === 'completed').length
    counts.skipped += fates.filter(({ kind }) => kind === 'differs').length
    inserts.push({ imageId, rows: fresh.map((each) => toDraft(each, next, defaults)) })
  }
  if (options.dry_run) {
    countRenumbered(inserts, next, notebook)
    return
  }
  await giveIds(inserts, next, given, notebook)
  const places = await imports.insertAnnotations(inserts.map(({ imageId, rows: own }) => ({ image: rows.get(imageId)!, rows: own })), note)
  await staging.put(options.task, PLACES, next.chunks.places++, places)
  await imports.changeAnnotations(changes)
}

/** Two entries of the file may mean one image. */
function groupByImage(ready: { group: Group; incoming: Incoming[] }[]): Map<number, Incoming[]> {
  const byImage = new Map<number, Incoming[]>()
  for (const { group, incoming } of ready) {
    if (incoming.length === 0 || !group.link) continue
    byImage.set(group.link[1], [...(byImage.get(group.link[1]) ?? []), ...incoming])
  }
  return byImage
}

function differs({ source }: Incoming, notebook: Notebook) {
  const message = 'It is here already with other contents, which are kept.'
  notebook.add('annotations that are here with other contents', 'WARNING', { annotation: source?.id, image_id: source?.image_id, message })
}
