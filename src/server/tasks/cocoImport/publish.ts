/**
 * Stores the annotations of some images, in the transaction of a step. An image's annotations of a file come in one such step,
 * so that what is there already can be told from what this import brought. Images that it makes come with theirs.
 */
import type { Inserted, Insertion } from '../../db/annotations/bulkInsert'
import { imports } from '../../db/tasks/imports'
import type { AnnotationRow, ImageRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { RecordChange } from '../../db/store/write'
import type { CategoryLink } from './linkCategories'
import { countRenumbered, giveIds, giveIdsInAdvance, renumbered, setAside, toDraft, type Draft } from './annotations/giveIds'
import type { IdSet } from './annotations/idSet'
import { matchAnnotations, type Incoming } from './annotations/matchAnnotations'
import type { ReportWriter } from './report'
import { LOCATIONS } from './annotations/locations'
import type { ImageLink } from './images/planImages'
import { checkInAdvance, usableOf, type Group } from './prepare'
import type { CocoOptions, CocoState, Spare } from './state'

export interface Publication {
  ready: { group: Group; incoming: Incoming[] }[]
  links: Links
  options: CocoOptions
  next: CocoState
  given: IdSet
  notebook: ReportWriter
  note: RecordChange
  /** What this step stores, where it was made ahead. */
  ahead: PreparedStep | undefined
  /** What the next step stores. */
  following: Group[]
  /** Takes what is made of `following` while the store is at work. */
  keep: (ahead: PreparedStep) => void
}

/** All that a step stores. */
export interface PreparedStep {
  insertion: Insertion
  /** Those that have not the file's ids. */
  others: Draft[]
  /** What is left of the ids that were set aside. */
  spare: Spare | undefined
}

/** What the whole file is published by. */
export interface Links {
  categories: ReadonlyMap<number | string, CategoryLink>
  /** Images that this import makes, by id. */
  fresh: ReadonlyMap<number, ImageLink>
  /** Images that several entries of the file mean. */
  shared: ReadonlySet<number>
  /** Metadata that the dataset gives to every annotation. */
  defaults: Record<string, unknown>
}

interface Insert {
  imageId: number
  rows: Draft[]
}

export async function publish(publication: Publication): Promise<void> {
  const { options, next, ahead } = publication
  const inserted = ahead ? await storePrepared(ahead, publication) : await insert(publication)
  if (!inserted) return
  for (const [name, delta] of inserted.totals) next.totals[name] = (next.totals[name] ?? 0) + delta
  await staging.put(options.task, LOCATIONS, next.chunks.places++, inserted.locations)
}

async function storePrepared({ insertion, others, spare }: PreparedStep, publication: Publication): Promise<Inserted> {
  const { next, notebook } = publication
  next.counts.annotations.created += insertion.locations.ids.length
  next.spare = spare
  for (const row of others) renumbered(row, next, notebook)
  return imports.storeInsertion(insertion, publication.note, await prepareFollowing(publication))
}

/** Nothing, in a dry run. */
async function insert(publication: Publication): Promise<Inserted | undefined> {
  const { options, links, next, given, notebook, note } = publication
  const byImage = groupByImage(publication)
  const images = await readImages([...byImage.keys()], publication)
  const changes: AnnotationRow[] = []
  const inserts: Insert[] = []
  for (const [imageId, incoming] of byImage) {
    const image = images.get(imageId)
    if (imageId > 0 && !image) {
      next.counts.annotations.skipped += incoming.length // removed for good while the import ran
      continue
    }
    // those of this import came from another entry for the same image: within a file nothing is merged
    const all = image?.row.sheets ? await imports.annotationsOf(imageId) : []
    const there = all.filter((row) => row.source?.import_id !== next.import_id)
    const fresh = takeNew(incoming, there, changes, publication)
    inserts.push({ imageId, rows: fresh.map((each) => toDraft(each, next, links.defaults)) })
  }
  if (options.dry_run) {
    countRenumbered(inserts, next, notebook)
    return undefined
  }
  await giveIds(inserts, next, given, notebook)
  const inserted = await imports.insertAnnotations(inserts.map(({ imageId, rows }) => ({ image: images.get(imageId)!, rows })), note, await prepareFollowing(publication))
  await imports.changeAnnotations(changes)
  return inserted
}

/**
 * What to compute while the store is at work: the checks of the next step, and all that it stores where nothing but the file
 * decides that, which is so of new images that one entry means each.
 */
async function prepareFollowing({ following, links, options, next, given, keep }: Publication): Promise<() => void> {
  const images = following.flatMap(({ link }) => (link?.[4] && !links.shared.has(link[1]) ? [link] : []))
  const isFromFile = images.length > 0 && images.length === following.length
  if (isFromFile) await setAside(following.flatMap(({ items }) => items), next, given)
  return () => {
    following.forEach((group) => checkInAdvance(group, links.categories))
    if (!isFromFile) return
    const inserts = following.map((group, index) => ({
      image: { row: newImage(images[index]!, options), isNew: true },
      rows: usableOf(group).map((each) => toDraft(each, next, links.defaults)),
    }))
    keep({ ...giveIdsInAdvance(inserts, next, given), insertion: imports.makeInsertion(inserts) })
  }
}

/** Two entries of the file may mean one image. New images are here without annotations too. */
function groupByImage({ ready, links }: Publication): Map<number, Incoming[]> {
  const byImage = new Map<number, Incoming[]>()
  for (const { group, incoming } of ready) {
    const id = group.link?.[1]
    if (!id || (incoming.length === 0 && !links.fresh.has(id))) continue
    const known = byImage.get(id)
    if (known) known.push(...incoming)
    else byImage.set(id, [...incoming])
  }
  return byImage
}

/** The images as they are stored, and those that are not yet. One that several entries mean may have come with another step. */
async function readImages(ids: number[], { links, options }: Publication): Promise<Map<number, { row: ImageRow; isNew: boolean }>> {
  const stored = await imports.imageRows(ids.filter((id) => id > 0 && (!links.fresh.has(id) || links.shared.has(id))))
  const found = new Map([...stored].map(([id, row]) => [id, { row, isNew: false }]))
  for (const id of ids) {
    const link = id > 0 && !found.has(id) ? links.fresh.get(id) : undefined
    if (!link) continue
    found.set(id, { row: newImage(link, options), isNew: true })
  }
  return found
}

const newImage = ([, id, width, height, fresh]: ImageLink, { dataset }: CocoOptions): ImageRow =>
  imports.placeholder(dataset, id, fresh!.path, { width, height }, fresh!.fields)

/** Those that are not there yet; the fates of the others are counted, and what they complete is added to `changes`. */
function takeNew(incoming: Incoming[], there: AnnotationRow[], changes: AnnotationRow[], { next, notebook }: Publication): Incoming[] {
  const counts = next.counts.annotations
  const fates = matchAnnotations(incoming, there)
  return incoming.filter((each, index) => {
    const fate = fates[index]!
    if (fate.kind === 'new') counts.created++
    else if (fate.kind === 'unchanged') counts.unchanged++
    else if (fate.kind === 'completed') {
      counts.updated++
      changes.push(fate.row)
    } else {
      counts.skipped++
      differs(each, notebook)
    }
    return fate.kind === 'new'
  })
}

function differs({ source }: Incoming, notebook: ReportWriter) {
  const message = 'It is here already with other contents, which are kept.'
  notebook.add('annotations that are here with other contents', 'WARNING', { annotation: source?.id, image_id: source?.image_id, message })
}
