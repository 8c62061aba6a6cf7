/**
 * Which annotations of an image an import finds there already: by source image and source id, else by equal category
 * and shape. Each one there answers for one of the file only: within a file nothing is merged.
 */
import type { AnnotationDraft } from '@/core/coco/annotationIn'
import type { AnnotationRow, AnnotationSource } from '../../../db/store/rows'

export interface Incoming {
  source: Pick<AnnotationSource, 'id' | 'image_id'> | null
  category: number
  draft: AnnotationDraft
}

export type Fate =
  | { kind: 'new' }
  | { kind: 'unchanged' }
  | { kind: 'completed'; row: AnnotationRow }
  /** It is there with other contents, which are kept. */
  | { kind: 'differs' }

export function matchAnnotations(incoming: Incoming[], there: AnnotationRow[]): Fate[] {
  if (there.length === 0) return incoming.map(() => ({ kind: 'new' }))
  const free = new Set(there)
  const bySource = new Map<string, AnnotationRow[]>()
  for (const row of there) if (row.source) push(bySource, sourceKey(row.source), row)
  const fates: (Fate | undefined)[] = incoming.map((each) => {
    const row = each.source && take(bySource.get(sourceKey(each.source)), free)
    return row ? compare(each, row) : undefined
  })
  const byShape = new Map<string, AnnotationRow[]>()
  for (const row of free) push(byShape, shapeKey(row.category_id, row), row)
  return incoming.map((each, index) => {
    const known = fates[index]
    if (known) return known
    const row = take(byShape.get(shapeKey(each.category, each.draft)), free)
    return row ? compare(each, row) : { kind: 'new' }
  })
}

const sourceKey = ({ id, image_id }: Pick<AnnotationSource, 'id' | 'image_id'>) => JSON.stringify([image_id, id])

const shapeKey = (category: number, { shape, keypoints }: Pick<AnnotationRow, 'shape' | 'keypoints'>) =>
  JSON.stringify([category, shape, shape ? null : keypoints])

function push(map: Map<string, AnnotationRow[]>, key: string, row: AnnotationRow) {
  const list = map.get(key)
  if (list) list.push(row)
  else map.set(key, [row])
}

/** The first one that nothing was found equal to yet. */
function take(rows: AnnotationRow[] | undefined, free: Set<AnnotationRow>): AnnotationRow | undefined {
  return rows?.find((row) => free.delete(row))
}

/** Completes what is missing there (instances and keypoints of one set); never overwrites what is there. */
function compare({ category, draft }: Incoming, row: AnnotationRow): Fate {
  const missing: Partial<AnnotationRow> = {}
  if (!row.shape && draft.shape) Object.assign(missing, { shape: draft.shape, area: draft.area, bbox: draft.bbox, isbbox: draft.isbbox, original: draft.original })
  if (row.keypoints.length === 0 && draft.keypoints.length > 0) missing.keypoints = draft.keypoints
  const extra = Object.entries(draft.extra ?? {}).filter(([field]) => !Object.hasOwn(row.extra ?? {}, field))
  if (extra.length > 0) missing.extra = { ...row.extra, ...Object.fromEntries(extra) }
  if (Object.keys(missing).length > 0) return { kind: 'completed', row: { ...row, ...missing } }
  const isEdited = row.revision > 1
  const differs = row.category_id !== category || (draft.shape !== null && JSON.stringify(draft.shape) !== JSON.stringify(row.shape))
  return differs && !isEdited ? { kind: 'differs' } : { kind: 'unchanged' }
}
