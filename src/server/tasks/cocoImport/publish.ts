/**
 * Stores the annotations of some images, in the transaction of a step. All annotations that a file has for an image are in one step, so
 * that they can be told from those that the image had before. New images are stored together with their annotations.
 */
import type { Inserted, Insertion } from '../../db/annotations/bulkInsert'
import { imports } from '../../db/tasks/imports'
import type { AnnotationRow, ImageRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { RecordChange } from '../../db/store/write'
import type { CategoryLink } from './linkCategories'
import {
  countRenumbered,
  giveIds,
  giveIdsInAdvance,
  renumbered,
  reserveIds,
  toDraft,
  type Draft,
} from './annotations/giveIds'
import type { IdSet } from './annotations/idSet'
import { matchAnnotations, type Incoming } from './annotations/matchAnnotations'
import type { ReportWriter } from './report'
import { LOCATIONS } from './annotations/locations'
import type { ImageLink } from './images/planImages'
import { checkInAdvance, usableOf, type Group } from './prepare'
import type { CocoOptions, CocoState, Spare } from './state'

/** What the whole file is published with. */
export interface Links {
  categories: ReadonlyMap<number | string, CategoryLink>
  /** Images that this import creates, by id. */
  fresh: ReadonlyMap<number, ImageLink>
  /** Ids of images that several entries of the file mean. */
  shared: ReadonlySet<number>
  /** Metadata that the dataset gives to every annotation. */
  defaults: Record<string, unknown>
}

/** What one step publishes. */
export interface Batch {
  ready: { group: Group; incoming: Incoming[] }[]
  /** Computed in advance by the step before, if that was possible. */
  prepared: PreparedStep | undefined
  /** The groups of the next step. */
  following: Group[]
}

/** What a step stores, computed in advance. */
export interface PreparedStep {
  insertion: Insertion
  /** Annotations with other ids than in the file. */
  others: Draft[]
  /** Reserved ids that are left after the step. */
  spare: Spare | undefined
}

interface Insert {
  imageId: number
  rows: Draft[]
}

/** What a step computes while the browser stores its rows. */
interface Meanwhile {
  run: () => void
  prepared?: PreparedStep
}

export class Publisher {
  /** `next`: the state after the step, which is updated. `given`: ids that this import has given so far. */
  constructor(
    private readonly options: CocoOptions,
    private readonly links: Links,
    private readonly given: IdSet,
    private readonly next: CocoState,
    private readonly report: ReportWriter,
  ) {}

  /** Stores a batch. Answers the next step, prepared meanwhile, if the file alone decides what it stores. */
  async publish({ ready, prepared, following }: Batch, recordChange: RecordChange): Promise<PreparedStep | undefined> {
    const { next, options } = this
    if (options.dry_run) {
      countRenumbered((await this.plan(ready)).inserts, next, this.report)
      return undefined
    }
    const meanwhile: Meanwhile = { run: () => {} }
    const inserted = prepared
      ? await this.storePrepared(prepared, following, meanwhile, recordChange)
      : await this.insert(await this.plan(ready), following, meanwhile, recordChange)
    for (const [name, delta] of inserted.totals) next.totals[name] = (next.totals[name] ?? 0) + delta
    await staging.put(options.task, LOCATIONS, next.chunks.places++, inserted.locations)
    return meanwhile.prepared
  }

  private async storePrepared(
    { insertion, others, spare }: PreparedStep,
    following: Group[],
    meanwhile: Meanwhile,
    recordChange: RecordChange,
  ): Promise<Inserted> {
    this.next.counts.annotations.created += insertion.locations.ids.length
    this.next.spare = spare
    for (const row of others) renumbered(row, this.next, this.report)
    await this.prepareFollowing(following, meanwhile)
    return imports.storeInsertion(insertion, recordChange, () => meanwhile.run())
  }

  private async insert(
    { images, inserts, changes }: Plan,
    following: Group[],
    meanwhile: Meanwhile,
    recordChange: RecordChange,
  ): Promise<Inserted> {
    await giveIds(inserts, this.next, this.given, this.report)
    const list = inserts.map(({ imageId, rows }) => ({ image: images.get(imageId)!, rows }))
    await this.prepareFollowing(following, meanwhile)
    const inserted = await imports.insertAnnotations(list, recordChange, () => meanwhile.run())
    await imports.changeAnnotations(changes)
    return inserted
  }

  /** Matches the annotations with those that their images have, and decides what is stored. */
  private async plan(ready: Batch['ready']): Promise<Plan> {
    const byImage = this.groupByImage(ready)
    const images = await this.readImages([...byImage.keys()])
    const plan: Plan = { images, inserts: [], changes: [] }
    for (const [imageId, incoming] of byImage) {
      const image = images.get(imageId)
      if (imageId > 0 && !image) {
        this.next.counts.annotations.skipped += incoming.length // the image was deleted permanently while the import ran
        continue
      }
      // annotations of this import came from another entry for the same image: those of a file are never merged
      const all = image?.row.sheets ? await imports.annotationsOf(imageId) : []
      const existing = all.filter((row) => row.source?.import_id !== this.next.import_id)
      const fresh = this.takeNew(incoming, existing, plan.changes)
      plan.inserts.push({ imageId, rows: fresh.map((each) => toDraft(each, this.next, this.links.defaults)) })
    }
    return plan
  }

  /**
   * Sets what to compute while the browser stores rows: the checks of the next step, and everything it stores if only the file
   * decides that, which is the case for new images that one entry each means.
   */
  private async prepareFollowing(following: Group[], meanwhile: Meanwhile): Promise<void> {
    const { links, next, given } = this
    const images = following.flatMap(({ link }) => (link?.[4] && !links.shared.has(link[1]) ? [link] : []))
    const isFromFile = images.length > 0 && images.length === following.length
    if (isFromFile)
      await reserveIds(
        following.flatMap(({ items }) => items),
        next,
        given,
      )
    meanwhile.run = () => {
      following.forEach((group) => checkInAdvance(group, links.categories))
      if (!isFromFile) return
      const inserts = following.map((group, index) => ({
        image: { row: this.newImage(images[index]!), isNew: true },
        rows: usableOf(group).map((each) => toDraft(each, next, links.defaults)),
      }))
      meanwhile.prepared = { ...giveIdsInAdvance(inserts, next, given), insertion: imports.makeInsertion(inserts) }
    }
  }

  /** Annotations by image id, because several entries of the file may mean one image. New images without annotations are included. */
  private groupByImage(ready: Batch['ready']): Map<number, Incoming[]> {
    const byImage = new Map<number, Incoming[]>()
    for (const { group, incoming } of ready) {
      const id = group.link?.[1]
      if (!id || (incoming.length === 0 && !this.links.fresh.has(id))) continue
      const earlier = byImage.get(id)
      if (earlier) earlier.push(...incoming)
      else byImage.set(id, [...incoming])
    }
    return byImage
  }

  /** Stored images and new ones, by id. An image that several entries mean may have been stored by an earlier step. */
  private async readImages(ids: number[]): Promise<Plan['images']> {
    const { fresh, shared } = this.links
    const stored = await imports.imageRows(ids.filter((id) => id > 0 && (!fresh.has(id) || shared.has(id))))
    const found = new Map([...stored].map(([id, row]) => [id, { row, isNew: false }]))
    for (const id of ids) {
      const link = id > 0 && !found.has(id) ? fresh.get(id) : undefined
      if (link) found.set(id, { row: this.newImage(link), isNew: true })
    }
    return found
  }

  private newImage([, id, width, height, fresh]: ImageLink): ImageRow {
    return imports.placeholder(this.options.dataset, id, fresh!.path, { width, height }, fresh!.fields)
  }

  /** The annotations without a match. Counts the others, and adds those that complete a stored one to `changes`. */
  private takeNew(incoming: Incoming[], existing: AnnotationRow[], changes: AnnotationRow[]): Incoming[] {
    const counts = this.next.counts.annotations
    const matches = matchAnnotations(incoming, existing)
    return incoming.filter((each, index) => {
      const match = matches[index]!
      if (match.kind === 'new') counts.created++
      else if (match.kind === 'unchanged') counts.unchanged++
      else if (match.kind === 'completed') {
        counts.updated++
        changes.push(match.row)
      } else {
        counts.skipped++
        this.reportDifference(each)
      }
      return match.kind === 'new'
    })
  }

  private reportDifference({ source }: Incoming): void {
    const message = 'It is here already with other contents, which are kept.'
    this.report.add('annotations that are here with other contents', 'WARNING', {
      annotation: source?.id,
      image_id: source?.image_id,
      message,
    })
  }
}

/** `changes`: stored annotations that the file completes. */
interface Plan {
  images: Map<number, { row: ImageRow; isNew: boolean }>
  inserts: Insert[]
  changes: AnnotationRow[]
}
