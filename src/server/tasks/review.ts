/** Accepting and rejecting what models predicted on an image: one undoable step. */
import type { ReviewRequest, ReviewResult } from '@/contract/models/prelabel'
import { applyChanges } from '../db/annotations/annotationChanges'
import { annotations } from '../db/annotations/annotations'
import { images } from '../db/images/images'
import type { AnnotationRow } from '../db/store/rows'
import { write } from '../db/store/write'

/** An image without predictions needs no review any more. */
export const review = (
  imageId: number,
  { action, ids, above = 0, below = Infinity }: ReviewRequest,
): Promise<ReviewResult> =>
  write(async () => {
    const rows = await annotations.ofImage(imageId)
    const waiting = rows.filter(({ prediction }) => prediction)
    const wanted = new Set(ids)
    const chosen = waiting.filter(
      (row) => (!ids || wanted.has(row.id)) && scoreOf(row) >= above && scoreOf(row) < below,
    )
    const label = action === 'accept' ? 'Accept predictions' : 'Reject predictions'
    const changes = chosen.map(({ id }) =>
      action === 'accept'
        ? { kind: 'update' as const, id, fields: { prediction: false } }
        : { kind: 'delete' as const, id },
    )
    if (changes.length > 0) await applyChanges(changes, { history: { image_id: imageId, label, by: null } })
    const left = waiting.length - chosen.length
    if (left === 0) await reviewed(imageId, rows.length - (action === 'reject' ? chosen.length : 0))
    return { success: true, changed: chosen.length, left }
  })

const scoreOf = ({ score = 1 }: AnnotationRow) => score

async function reviewed(imageId: number, count: number): Promise<void> {
  if ((await images.find(imageId))?.state === 'needs_review')
    await images.setState([imageId], count > 0 ? 'in_progress' : 'unlabelled')
}
