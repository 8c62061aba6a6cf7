/** One step of copying annotations to many images, and its way back. Call within the transaction of the step. */
import { badRequest } from '@/contract/errors'
import { applyChanges, type AnnotationChange } from '../annotations/annotationChanges'
import { annotations } from '../annotations/annotations'
import { addCategories } from '../datasets/datasetCategories'
import type { AnnotationRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { write } from '../store/write'
import { images } from './images'

/** Copies that were made on an image, each with the revision it was made with. */
export interface CopiedTo {
  id: number
  copies: [id: number, revision: number][]
}

/** The annotations that are still there, and their image. Throws 400 if they are of several images, or none is left. */
export async function annotationsToCopy(ids: number[]): Promise<{ from: ImageRow; rows: AnnotationRow[] }> {
  const [first] = ids
  const found = first === undefined ? undefined : await annotations.find(first)
  const from = found && (await images.findLive(found.image_id))
  if (!from) throw badRequest('Invalid annotation id')
  const wanted = new Set(ids)
  const rows = (await annotations.ofImage(from.id)).filter(({ id }) => wanted.has(id))
  if (rows.length < wanted.size) throw badRequest('All annotations must be of one image, and not in the trash.')
  return { from, rows }
}

/** Answers what was made. Images of another size than that of the annotations are left out, as is that image itself. */
export const copyToImages = (annotationIds: number[], targets: ImageRow[]): Promise<CopiedTo[]> =>
  write(async (note) => {
    const { from, rows } = await annotationsToCopy(annotationIds)
    const made: CopiedTo[] = []
    for (const to of targets) {
      if (!canTake(from, to)) continue
      await addCategories(to.dataset_id, [...new Set(rows.map(({ category_id }) => category_id))], note)
      const copies = await applyChanges(
        rows.map((row) => copyOf(row, to)),
        { history: { image_id: to.id, label: 'Copy annotations', by: null } },
      )
      made.push({ id: to.id, copies: copies.map(({ id, revision }) => [id, revision]) })
    }
    return made
  })

export const canTake = (from: ImageRow, to: ImageRow): boolean =>
  to.id !== from.id && to.width === from.width && to.height === from.height

function copyOf(row: AnnotationRow, to: ImageRow): AnnotationChange {
  const { category_id, keypoints, iscrowd, isbbox, color, metadata } = row
  const { shape, area, bbox, width, height, paper_object } = row
  const measured = { shape, area, bbox, width, height, paper_object }
  return {
    kind: 'create',
    image_id: to.id,
    fields: { category_id, keypoints, iscrowd, isbbox, color, metadata, measured },
  }
}

/** Deletes the copies that nobody has changed since. */
export async function takeBackCopies(
  list: CopiedTo[],
): Promise<{ images: number; annotations: number; skipped: number }> {
  const counts = { images: 0, annotations: 0, skipped: 0 }
  for (const { id, copies } of list) {
    const isThere = (await db.images.get(id))?.deleted === false
    const now = new Map((isThere ? await annotations.ofImage(id) : []).map((row) => [row.id, row.revision]))
    const changes = copies.flatMap(([copy, revision]): AnnotationChange[] =>
      now.get(copy) === revision ? [{ kind: 'delete', id: copy }] : [],
    )
    counts.skipped += copies.length - changes.length
    if (changes.length === 0) continue
    await applyChanges(changes, { history: { image_id: id, label: 'Undo: copy annotations', by: null } })
    counts.images++
    counts.annotations += changes.length
  }
  return counts
}
