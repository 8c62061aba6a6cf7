/** The document from what the server answers, and changes as it wants them. */
import type { Annotation } from '@/contract/annotation'
import type { AnnotationChange, AnnotationOfImage, AnnotatorData } from '@/contract/annotator'
import type { Bbox } from '@/core/geometry/box'
import { sameList } from '@/core/sameList'
import type { Shape } from '@/core/shape/types'
import type { LocalChange } from '../editor/changes'
import { boundsOf, heightOf, inDrawingOrder, type Category, type Doc, type Item } from '../editor/document'

type WireCategory = Pick<
  AnnotatorData['categories'][number],
  'id' | 'name' | 'supercategory' | 'color' | 'keypoint_labels' | 'keypoint_edges' | 'keypoint_colors'
>

export const toCategory = (wire: WireCategory): Category => ({
  id: wire.id,
  name: wire.name,
  supercategory: wire.supercategory,
  color: wire.color,
  keypointLabels: wire.keypoint_labels,
  keypointEdges: wire.keypoint_edges,
  keypointColors: wire.keypoint_colors,
})

/** Which annotation of the editor is which of the server. They differ only for what was drawn since the image was opened. */
export class Ids {
  private readonly storedOf = new Map<number, number>()
  private readonly hereOf = new Map<number, number>()

  pair(here: number, stored: number) {
    this.storedOf.set(here, stored)
    this.hereOf.set(stored, here)
  }

  here = (stored: number): number => this.hereOf.get(stored) ?? stored
  stored = (here: number): number | undefined => this.storedOf.get(here) ?? (here > 0 ? here : undefined)
}

/** `known` is the same annotation as it was shown before: an equal shape stays the same object, and with it what is cached. */
export function toItem(wire: AnnotationOfImage, ids: Ids, known?: Item): Item {
  const shape = sameShape(known?.shape, wire.shape) ? known!.shape : (wire.shape as Shape | null)
  const {
    id: storedId,
    category_id: categoryId,
    keypoints,
    iscrowd,
    color,
    metadata,
    milliseconds,
    revision,
    area,
    score,
    prediction,
  } = wire
  const bounds: Bbox =
    known && shape === known.shape && sameList(known.keypoints, keypoints) ? known.bounds : boundsOf(shape, keypoints)
  return {
    id: ids.here(storedId),
    storedId,
    categoryId,
    shape,
    keypoints,
    iscrowd,
    color,
    metadata,
    milliseconds,
    revision,
    area,
    bounds,
    ...(prediction ? { score, prediction } : {}),
  }
}

function sameShape(a: unknown, b: unknown): boolean {
  return a !== undefined && (a === b || JSON.stringify(a) === JSON.stringify(b))
}

export function toDoc({ image, categories }: AnnotatorData, ids: Ids, known?: Doc): Doc {
  const annotations = categories.flatMap((category) => category.annotations)
  return {
    imageId: image.id,
    size: { width: image.width, height: image.height },
    categories: new Map(categories.map((category) => [category.id, toCategory(category)])),
    items: inDrawingOrder(annotations.map((wire) => toItem(wire, ids, known?.items.get(ids.here(wire.id))))),
  }
}

/** The document with annotations as they are stored now; those that a waiting change will alter keep the form they have here. */
export function withStored(doc: Doc, stored: readonly Annotation[], ids: Ids, waiting: ReadonlySet<number>): Doc {
  const items = new Map(doc.items)
  let moved = false
  for (const wire of stored) {
    const id = ids.here(wire.id)
    const known = items.get(id)
    if (waiting.has(id)) {
      if (known) items.set(id, { ...known, storedId: wire.id, revision: wire.revision })
    } else if (wire.deleted) items.delete(id)
    else {
      const item = toItem(wire, ids, known)
      moved ||= !known || heightOf(known) !== heightOf(item)
      items.set(id, item)
    }
  }
  return { ...doc, items: moved ? inDrawingOrder(items.values()) : items }
}

/** A change as it is sent: with the id and the revision that earlier answers gave. */
export function serialise(change: LocalChange, ids: Ids, revisions: ReadonlyMap<number, number>): AnnotationChange {
  const { before, after } = change
  const id = ids.stored(change.id)
  if (id === undefined) return { before, after }
  return { id, base_revision: Math.max(change.base ?? 0, revisions.get(id) ?? 0), before, after }
}

/** What was read, but these as they are here. */
export function keepWaiting(fresh: Doc, local: Doc, waiting: ReadonlySet<number>): Doc {
  const items = new Map(fresh.items)
  for (const id of waiting) {
    const mine = local.items.get(id)
    if (mine) items.set(id, mine)
    else items.delete(id)
  }
  return { ...fresh, items }
}

export function sameRevisions(a: Doc, b: Doc): boolean {
  return (
    a.items.size === b.items.size && [...a.items].every(([id, { revision }]) => b.items.get(id)?.revision === revision)
  )
}
