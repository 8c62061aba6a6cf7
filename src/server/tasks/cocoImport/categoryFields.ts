/** What a category of a file says, as fields of ours: of a new one, of one that lacks some of it, of one that it redefines. */
import type { UsableCategory } from '@/core/coco/check/image'
import { edgesInOrder, orderByName, sameEdges } from '@/core/coco/keypoints/keypointOrder'
import { OWN_KEY } from '@/core/coco/ownKey'
import { toHexColor } from '@/core/coco/statedColor'
import type { CategoryRow } from '../../db/store/rows'

export function categoryFields({ name, supercategory, color: stated, keypoints, skeleton, extra }: UsableCategory) {
  const { [OWN_KEY]: own, ...fields } = extra
  const { metadata, keypoint_colors, color = stated, ...rest } = { ...fields, ...ownFields(own) }
  const isPlain = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
  const colors = Array.isArray(keypoint_colors) && keypoint_colors.every((each) => typeof each === 'string')
  const read = toHexColor(color)
  const others = read === undefined && color !== undefined && color !== null ? { ...rest, color } : rest
  return {
    name,
    supercategory: supercategory ?? '',
    color: read ?? null,
    metadata: isPlain ? (metadata as Record<string, unknown>) : {},
    keypoint_labels: keypoints,
    keypoint_edges: skeleton,
    keypoint_colors: colors ? (keypoint_colors as string[]) : [],
    ...(Object.keys(others).length > 0 ? { extra: others } : {}),
  }
}

/** What our own export wrote under its key. */
function ownFields(own: unknown): Record<string, unknown> {
  if (typeof own !== 'object' || own === null) return {}
  return Object.fromEntries(
    Object.entries(own).filter(([field]) => ['color', 'metadata', 'keypoint_colors'].includes(field)),
  )
}

interface Completed {
  row: CategoryRow
  /** What the row lacked, and what it has otherwise. */
  added: string[]
  kept: string[]
}

/** Of one whose keypoints have the same names, in whatever order, or that has none. */
export function completedCategory(row: CategoryRow, entry: UsableCategory): Completed {
  const { supercategory, keypoint_labels, keypoint_edges, keypoint_colors, extra = {} } = categoryFields(entry)
  const added: string[] = []
  const kept: string[] = []
  const next: CategoryRow = { ...row }
  const take = (name: string, isThere: boolean, isEqual: boolean, set: () => void) => {
    if (isEqual) return
    const list = isThere ? kept : added
    list.push(name)
    if (!isThere) set()
  }
  take(
    'supercategory',
    row.supercategory !== '',
    supercategory === '' || supercategory === row.supercategory,
    () => (next.supercategory = supercategory),
  )
  take(
    'keypoints',
    row.keypoint_labels.length > 0,
    keypoint_labels.length === 0 || row.keypoint_labels.length > 0,
    () => Object.assign(next, { keypoint_labels, keypoint_colors }),
  )
  const edges =
    keypoint_labels.length > 0
      ? edgesInOrder(keypoint_edges, orderByName(keypoint_labels, next.keypoint_labels))
      : keypoint_edges
  take(
    'skeleton',
    row.keypoint_edges.length > 0,
    edges.length === 0 || sameEdges(edges, row.keypoint_edges),
    () => (next.keypoint_edges = edges),
  )
  for (const [field, value] of Object.entries(extra)) {
    const isThere = Object.hasOwn(row.extra ?? {}, field)
    take(
      field,
      isThere,
      isThere && JSON.stringify(row.extra![field]) === JSON.stringify(value),
      () => (next.extra = { ...next.extra, [field]: value }),
    )
  }
  return { row: next, added, kept }
}

/** With the keypoints of the file; what else it says is added where it is lacking. */
export function redefinedCategory(row: CategoryRow, entry: UsableCategory): CategoryRow {
  const { keypoint_labels, keypoint_edges, keypoint_colors } = categoryFields(entry)
  return completedCategory({ ...row, keypoint_labels, keypoint_edges, keypoint_colors }, entry).row
}
