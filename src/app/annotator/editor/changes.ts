/** Builds one undoable change: the new document, and the request to the server. */
import type { AnnotationState } from '@/contract/annotator'
import type { Metadata } from '@/contract/common'
import type { Shape } from '@/core/shape/types'
import { boundsOf, withItem, withoutItem, withShape, type Doc, type Item } from './document'

/** Change of one annotation, by its editor id. */
export interface LocalChange {
  id: number
  /** The revision that the change is based on; null for a new annotation. */
  base: number | null
  before: AnnotationState | null
  after: AnnotationState | null
}

/** What a copy keeps besides shape and keypoints. */
export type Copied = Partial<Pick<Item, 'iscrowd' | 'color' | 'metadata'>>

let lastNewId = 0

export class Changes {
  readonly list: LocalChange[] = []

  constructor(public doc: Doc) {}

  /** Adds an annotation and returns its editor id. */
  add(categoryId: number, shape: Shape | null, keypoints: number[] = [], rest: Copied = {}): number {
    const id = --lastNewId
    const bounds = boundsOf(shape, keypoints)
    const color = this.doc.categories.get(categoryId)?.color ?? '#808080'
    const unset = { iscrowd: false, color, metadata: {}, milliseconds: 0, revision: 0 }
    this.doc = withItem(this.doc, {
      ...unset,
      ...rest,
      id,
      storedId: null,
      categoryId,
      shape,
      keypoints,
      area: bounds[2] * bounds[3],
      bounds,
    })
    const after: AnnotationState = { category_id: categoryId, shape, ...rest }
    if (keypoints.length > 0) after.keypoints = keypoints
    this.list.push({ id, base: null, before: null, after })
    return id
  }

  setShape(id: number, shape: Shape) {
    const item = this.item(id)
    this.change(withShape(item, shape), { shape: item.shape }, { shape })
  }

  setKeypoints(id: number, keypoints: number[]) {
    const item = this.item(id)
    const bounds = boundsOf(item.shape, keypoints)
    this.change({ ...item, keypoints, bounds }, { keypoints: item.keypoints }, { keypoints })
  }

  setCategory(id: number, categoryId: number) {
    const item = this.item(id)
    this.change({ ...item, categoryId }, { category_id: item.categoryId }, { category_id: categoryId })
  }

  setCrowd(id: number, iscrowd: boolean) {
    const item = this.item(id)
    this.change({ ...item, iscrowd }, { iscrowd: item.iscrowd }, { iscrowd })
  }

  setColor(id: number, color: string) {
    const item = this.item(id)
    this.change({ ...item, color }, { color: item.color }, { color })
  }

  setMetadata(id: number, metadata: Metadata) {
    const item = this.item(id)
    this.change({ ...item, metadata }, { metadata: item.metadata }, { metadata })
  }

  remove(id: number) {
    const item = this.item(id)
    this.doc = withoutItem(this.doc, id)
    this.list.push({ id, base: item.revision, before: stateOf(item), after: null })
  }

  /** Divides the working time equally among the changed annotations. */
  spend(milliseconds: number) {
    const changed = this.list.filter(({ after }) => after !== null)
    const share = Math.round(milliseconds / Math.max(1, changed.length))
    if (share === 0) return
    for (const { id, after } of changed) {
      const item = this.item(id)
      this.doc = withItem(this.doc, { ...item, milliseconds: item.milliseconds + share })
      after!.milliseconds = item.milliseconds + share
    }
  }

  private change(item: Item, before: AnnotationState, after: AnnotationState) {
    this.doc = withItem(this.doc, item)
    const earlier = this.list.find((change) => change.id === item.id)
    if (!earlier) return this.list.push({ id: item.id, base: item.revision, before, after })
    earlier.before = earlier.before && { ...before, ...earlier.before }
    earlier.after = { ...earlier.after, ...after }
  }

  private item(id: number): Item {
    const item = this.doc.items.get(id)
    if (!item) throw new RangeError(`there is no annotation ${id} in the editor`)
    return item
  }
}

const stateOf = ({ categoryId, shape, keypoints, iscrowd, color, metadata }: Item): AnnotationState => ({
  category_id: categoryId,
  shape,
  keypoints,
  iscrowd,
  color,
  metadata,
})
