/** Ids of imported annotations. */
import { asKey } from '@/core/coco/check/problem'
import { colorFor } from '@/core/coco/color'
import type { NumberedAnnotation } from '../../../db/annotations/bulkInsert'
import { imports } from '../../../db/tasks/imports'
import type { IdSet } from './idSet'
import type { Incoming } from './matchAnnotations'
import { RENUMBERED, type ReportWriter } from '../report'
import { isOurId, type CocoState, type Spare } from '../state'

type Raw = Record<string, unknown>

export type Draft = NumberedAnnotation

/** The annotation to store, with id 0 until `giveIds`. `defaults`: metadata that the dataset gives to every annotation. */
export function toDraft(
  { draft, category, source }: Incoming,
  { import_id, isResults }: CocoState,
  defaults: Record<string, unknown>,
): Draft {
  const row: Draft = {
    ...draft,
    id: 0,
    category_id: category,
    color: draft.color ?? colorFor(JSON.stringify(source)),
    metadata: { ...defaults, ...draft.metadata },
  }
  if (isResults) row.prediction = true
  if (source) row.source = { import_id, id: source.id, image_id: source.image_id }
  return row
}

/**
 * Gives annotations the ids of the file if these are free, else new ones, which are counted and reported. Ids above `next.used` are
 * reserved for this import, so an id is free unless it is in `given`, the ids that this import gave.
 */
export async function giveIds(
  inserts: { rows: Draft[] }[],
  next: CocoState,
  given: IdSet,
  report: ReportWriter,
): Promise<void> {
  const others = giveOwnIds(inserts, next, given)
  const { first = 0, count = 0 } = next.spare ?? {}
  const drawn = await imports.newAnnotationIds(Math.max(0, others.length - count))
  others.forEach((row, index) => (row.id = index < count ? first + index : drawn[index - count]!))
  next.spare = without(next.spare, others.length)
  for (const row of others) renumbered(row, next, report)
}

/** Reserves the new ids that annotations of the next step will need, so that the step can be prepared in advance. */
export async function reserveIds(items: Raw[], next: CocoState, given: IdSet): Promise<void> {
  const seen = new Set<unknown>()
  const lacking = items.filter(({ id }) => !isFree(asKey(id), next, given) || seen.size === seen.add(id).size)
  // draws a new range, because the rest of the reserved ids is not consecutive with it
  if (lacking.length > (next.spare?.count ?? 0))
    next.spare = { first: (await imports.newAnnotationIds(lacking.length))[0]!, count: lacking.length }
}

/** As `giveIds`, with reserved ids. Answers the rows with new ids, and the reserved ids that are left once the rows are stored. */
export function giveIdsInAdvance(
  inserts: { rows: Draft[] }[],
  state: CocoState,
  given: IdSet,
): { others: Draft[]; spare: Spare | undefined } {
  const others = giveOwnIds(inserts, state, given)
  others.forEach((row, index) => (row.id = state.spare!.first + index))
  return { others, spare: without(state.spare, others.length) }
}

const without = (spare: Spare | undefined, used: number): Spare | undefined =>
  spare && spare.count > used ? { first: spare.first + used, count: spare.count - used } : undefined

const isFree = (id: unknown, { used }: CocoState, given: IdSet): id is number =>
  isOurId(id) && id > used.annotation && !given.has(id)

/** Gives the ids of the file where they are free. Answers the rows that need another id. */
const giveOwnIds = (inserts: { rows: Draft[] }[], state: CocoState, given: IdSet): Draft[] =>
  inserts.flatMap(({ rows }) => rows.filter((row) => !takeOwnId(row, state, given)))

function takeOwnId(row: Draft, state: CocoState, given: IdSet): boolean {
  const id = row.source?.id
  if (!isFree(id, state, given)) return false
  row.id = id
  given.add(id)
  return true
}

export function countRenumbered(inserts: { rows: Draft[] }[], next: CocoState, report: ReportWriter) {
  for (const row of inserts.flatMap((insert) => insert.rows)) {
    const id = row.source?.id
    if (!isOurId(id) || id <= next.used.annotation) reportRenumbered(row, next, report, ' of a new one')
  }
}

/** Counts and reports an annotation with a new id. */
export const renumbered = (row: Draft, next: CocoState, report: ReportWriter): void =>
  reportRenumbered(row, next, report, ` ${row.id}`)

function reportRenumbered({ source }: Draft, next: CocoState, report: ReportWriter, id: string) {
  if (next.isMade || next.isResults) return
  next.counts.annotations.renumbered++
  const reason =
    source === undefined ? 'It has no id' : isOurId(source.id) ? 'Its id is taken' : 'Its id is no number from 1 on'
  const message = `${reason}; here it has the id${id}.`
  report.add(RENUMBERED, 'INFO', {
    annotation: source?.id ?? 'without id',
    image_id: source?.image_id,
    kind: 'renumbered',
    message,
  })
}
