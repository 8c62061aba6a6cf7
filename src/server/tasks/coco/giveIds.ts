/** Ids of imported annotations (D26). */
import { colorFor } from '@/core/coco/color'
import { imports } from '../../db/imports'
import type { IdSet } from './idSet'
import type { Incoming } from './matchAnnotations'
import type { Notebook } from './notes'
import { isOurId, type CocoState } from './state'

export type Draft = ReturnType<typeof toDraft>

/** A row to be: its id is given last. `defaults`: metadata that the dataset gives to every annotation. */
export function toDraft({ draft, category, source }: Incoming, { import_id }: CocoState, defaults: Record<string, unknown>) {
  return {
    ...draft,
    id: 0,
    category_id: category,
    color: draft.color ?? colorFor(JSON.stringify(source)),
    metadata: { ...defaults, ...draft.metadata },
    ...(source ? { source: { import_id, ...source } } : {}),
  }
}

/**
 * The file's ids where they are free; else new ones, counted and noted (D26). Those above `next.used` were set aside for this
 * import, so only it has given some of them away: `given`.
 */
export async function giveIds(inserts: { rows: Draft[] }[], next: CocoState, given: IdSet, notebook: Notebook): Promise<void> {
  const rows = inserts.flatMap((insert) => insert.rows)
  const others: Draft[] = []
  for (const row of rows) {
    const id = row.source?.id
    if (!isOurId(id) || id <= next.used.annotation || given.has(id)) others.push(row)
    else {
      row.id = id
      given.add(id)
    }
  }
  const ids = await imports.newAnnotationIds(others.length)
  others.forEach((row, index) => {
    row.id = ids[index]!
    renumbered(row, next, notebook, ` ${row.id}`)
  })
}

export function countRenumbered(inserts: { rows: Draft[] }[], next: CocoState, notebook: Notebook) {
  for (const row of inserts.flatMap((insert) => insert.rows)) {
    const id = row.source?.id
    if (!isOurId(id) || id <= next.used.annotation) renumbered(row, next, notebook, '')
  }
}

function renumbered({ source }: Draft, next: CocoState, notebook: Notebook, id: string) {
  next.counts.annotations.renumbered++
  const reason = source === undefined ? 'It has no id' : isOurId(source.id) ? 'Its id is taken' : 'Its id is no number from 1 on'
  const message = `${reason}; here it has the id${id || ' of a new one'}.`
  notebook.add('annotations renumbered', 'INFO', { annotation: source?.id ?? 'without id', image_id: source?.image_id, message })
}
