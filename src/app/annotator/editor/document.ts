/** The document of one image: its annotations in drawing order, and the categories. Immutable. */
import type { Metadata } from '@/contract/common'
import type { Bbox } from '@/core/geometry/box'
import { shapeBounds } from '@/core/shape/bounds'
import { keypointsBox } from '@/core/shape/keypoints'
import type { Shape, Size } from '@/core/shape/types'

export interface Category {
  id: number
  name: string
  supercategory: string
  color: string
  keypointLabels: string[]
  keypointEdges: [number, number][]
  keypointColors: string[]
}

/** One annotation. */
export interface Item {
  /** Does not change while the image is open: annotations drawn in this session have negative ids. */
  id: number
  /** The id given by the server; null until it has answered. */
  storedId: number | null
  categoryId: number
  shape: Shape | null
  /** x, y, visibility (0, 1 or 2) for each keypoint of the category. */
  keypoints: number[]
  iscrowd: boolean
  color: string
  metadata: Metadata
  /** Working time in milliseconds. */
  milliseconds: number
  /** 0 to 1: how sure the model was that made it. */
  score?: number
  /** A model made it, and nobody has accepted it yet. */
  prediction?: boolean
  revision: number
  /** Mask area in pixels; box area until the shape is stored. */
  area: number
  bounds: Bbox
}

export interface Doc {
  imageId: number
  size: Size
  categories: ReadonlyMap<number, Category>
  items: ReadonlyMap<number, Item>
}

export const emptyDoc: Doc = { imageId: 0, size: { width: 1, height: 1 }, categories: new Map(), items: new Map() }

/** The items of the ids that exist, in the order of the ids. */
export const itemsOf = ({ items }: Doc, ids: Iterable<number>): Item[] => [...ids].flatMap((id) => items.get(id) ?? [])

/** Box of the shape, or of the labelled keypoints if there is no shape. */
export const boundsOf = (shape: Shape | null, keypoints: readonly number[]): Bbox =>
  shape ? shapeBounds(shape) : keypointsBox(keypoints)

/** A copy with another shape. Area and box are estimates until the server has measured. */
export function withShape(item: Item, shape: Shape | null): Item {
  const bounds = boundsOf(shape, item.keypoints)
  return { ...item, shape, bounds, area: bounds[2] * bounds[3] }
}

/** Metadata key of the z-order: a number, 0 if absent. COCO has no field for it. */
export const Z_ORDER = 'z_order'

export function heightOf({ metadata }: Item): number {
  const height = metadata[Z_ORDER]
  return typeof height === 'number' && Number.isFinite(height) ? height : 0
}

/** Larger for annotations drawn later. */
export const ageOf = ({ storedId, id }: Item) => storedId ?? Number.MAX_SAFE_INTEGER / 2 - id

/** Sorts by z-order, then by age; later ones lie above. */
export function inDrawingOrder(items: Iterable<Item>): Map<number, Item> {
  const sorted = [...items].sort((a, b) => heightOf(a) - heightOf(b) || ageOf(a) - ageOf(b))
  return new Map(sorted.map((item) => [item.id, item]))
}

/** Adds or replaces an item. An item with the same z-order keeps its position. */
export function withItem(doc: Doc, item: Item): Doc {
  const known = doc.items.get(item.id)
  const items = new Map(doc.items).set(item.id, item)
  return { ...doc, items: known && heightOf(known) === heightOf(item) ? items : inDrawingOrder(items.values()) }
}

export function withoutItem(doc: Doc, id: number): Doc {
  const items = new Map(doc.items)
  items.delete(id)
  return { ...doc, items }
}
