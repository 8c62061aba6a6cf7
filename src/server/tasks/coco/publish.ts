/**
 * Stores the annotations of some images, in the transaction of a step. An image's annotations of a file come in one such step,
 * so that what is there already can be told from what this import brought (D34). Images that it makes come with theirs.
 */
import { imports } from '../../db/imports'
import type { AnnotationRow, ImageRow } from '../../db/rows'
import { staging } from '../../db/staging'
import type { Note } from '../../db/write'
import { countRenumbered, giveIds, toDraft, type Draft } from './giveIds'
import type { IdSet } from './idSet'
import { matchAnnotations, type Incoming } from './matchAnnotations'
import type { Notebook } from './notes'
import { PLACES } from './places'
import type { ImageLink } from './planImages'
import type { Group } from './prepare'
import type { CocoOptions, CocoState } from './state'

export interface Publication {
  ready: { group: Group; incoming: Incoming[] }[]
  /** Of images that this import makes, by id; and which images several entries of the file mean. */
  links: { fresh: ReadonlyMap<number, ImageLink>; shared: ReadonlySet<number> }
  options: CocoOptions
  next: CocoState
  given: IdSet
  notebook: Notebook
  note: Note
  /** Done while the store is at work. */
  meanwhile: () => void
}

interface Insert {
  imageId: number
  rows: Draft[]
}

export async function publish(publication: Publication): Promise<void> {
  const { options, next, given, notebook, note, meanwhile } = publication
  const byImage = groupByImage(publication)
  const images = await readImages([...byImage.keys()], publication)
  const changes: AnnotationRow[] = []
  const inserts: Insert[] = []
  const defaults = await imports.defaultMetadata(options.dataset)
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
    inserts.push({ imageId, rows: fresh.map((each) => toDraft(each, next, defaults)) })
  }
  if (options.dry_run) {
    countRenumbered(inserts, next, notebook)
    return
  }
  await giveIds(inserts, next, given, notebook)
  const { places, totals } = await imports.insertAnnotations(inserts.map(({ imageId, rows }) => ({ image: images.get(imageId)!, rows })), note, meanwhile)
  for (const [name, delta] of totals) next.totals[name] = (next.totals[name] ?? 0) + delta
  await staging.put(options.task, PLACES, next.chunks.places++, places)
  await imports.changeAnnotations(changes)
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
    const [, , width, height, fresh] = link
    found.set(id, { row: imports.placeholder(options.dataset, id, fresh!.path, { width, height }, fresh!.fields), isNew: true })
  }
  return found
}

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

function differs({ source }: Incoming, notebook: Notebook) {
  const message = 'It is here already with other contents, which are kept.'
  notebook.add('annotations that are here with other contents', 'WARNING', { annotation: source?.id, image_id: source?.image_id, message })
}
