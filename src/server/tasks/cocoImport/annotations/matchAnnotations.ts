/**
 * Matches imported annotations with those that the image has: by source image and source id, else by equal category and shape.
 * Each stored annotation matches at most one of the file, so that annotations of a file are never merged.
 */
import type { AnnotationDraft } from '@/core/coco/annotationIn'
import type { AnnotationRow, AnnotationSource } from '../../../db/store/rows'

export interface Incoming {
  source: Pick<AnnotationSource, 'id' | 'image_id'> | null
  category: number
  draft: AnnotationDraft
}

export type Match =
  | { kind: 'new' }
  | { kind: 'unchanged' }
  | { kind: 'completed'; row: AnnotationRow }
  /** The stored annotation has other values, and is left unchanged. */
  | { kind: 'differs' }

/** Answers a match for each imported annotation, in their order. */
export function matchAnnotations(incoming: Incoming[], existing: AnnotationRow[]): Match[] {
  if (existing.length === 0) return incoming.map(() => ({ kind: 'new' }))
  const free = new Set(existing)
  const bySource = new Map<string, AnnotationRow[]>()
  for (const row of existing) if (row.source) push(bySource, sourceKey(row.source), row)
  const matches: (Match | undefined)[] = incoming.map((each) => {
    const row = each.source && take(bySource.get(sourceKey(each.source)), free)
    return row ? compare(each, row) : undefined
  })
  const byShape = new Map<string, AnnotationRow[]>()
  for (const row of free) push(byShape, shapeKey(row.category_id, row), row)
  return incoming.map((each, index) => {
    const match = matches[index]
    if (match) return match
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

/** Takes the first row that is not matched yet. */
function take(rows: AnnotationRow[] | undefined, free: Set<AnnotationRow>): AnnotationRow | undefined {
  return rows?.find((row) => free.delete(row))
}

/** Completes missing values, as when a dataset has one file of instances and one of keypoints. Never overwrites values. */
function compare({ category, draft }: Incoming, row: AnnotationRow): Match {
  const missing: Partial<AnnotationRow> = {}
  if (!row.shape && draft.shape)
    Object.assign(missing, {
      shape: draft.shape,
      area: draft.area,
      bbox: draft.bbox,
      isbbox: draft.isbbox,
      original: draft.original,
    })
  if (row.keypoints.length === 0 && draft.keypoints.length > 0) missing.keypoints = draft.keypoints
  if (row.score === undefined && draft.score !== undefined && row.extra?.score === undefined)
    missing.score = draft.score
  const extra = Object.entries(draft.extra ?? {}).filter(([field]) => !Object.hasOwn(row.extra ?? {}, field))
  if (extra.length > 0) missing.extra = { ...row.extra, ...Object.fromEntries(extra) }
  if (Object.keys(missing).length > 0) return { kind: 'completed', row: { ...row, ...missing } }
  const isEdited = row.revision > 1
  const differs =
    row.category_id !== category || (draft.shape !== null && JSON.stringify(draft.shape) !== JSON.stringify(row.shape))
  return differs && !isEdited ? { kind: 'differs' } : { kind: 'unchanged' }
}
