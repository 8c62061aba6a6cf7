/** Keypoints of stored annotations in the order of another definition of their category, as a step in the history of each image. */
import { inOrder, isSameOrder, leftOut, type KeypointOrder } from '@/core/coco/keypoints/keypointOrder'
import { applyChanges } from '../annotations/annotationChanges'
import { annotations } from '../annotations/annotations'
import { write } from '../store/write'

export interface KeypointRearrangement {
  category: number
  name: string
  order: KeypointOrder
  /** Annotations above this id were made with the new definition. */
  upTo: number
}

export interface Rearranged {
  annotations: number
  /** Labelled points that the new definition has no place for. */
  removed: number
}

/** Of the images, those in the trash too. */
export const rearrangeKeypoints = (
  imageIds: number[],
  { category, name, order, upTo }: KeypointRearrangement,
): Promise<Rearranged> =>
  write(async () => {
    const done: Rearranged = { annotations: 0, removed: 0 }
    for (const image_id of imageIds) {
      const meant = (await annotations.ofImage(image_id)).filter(
        (row) =>
          row.category_id === category &&
          row.id <= upTo &&
          row.keypoints.length > 0 &&
          !isSameOrder(order, row.keypoints.length / 3),
      )
      if (meant.length === 0) continue
      done.annotations += meant.length
      for (const { keypoints } of meant) done.removed += leftOut(keypoints, order).length
      const changes = meant.map(({ id, keypoints }) => ({
        kind: 'update' as const,
        id,
        fields: { keypoints: inOrder(keypoints, order) },
      }))
      await applyChanges(changes, { history: { image_id, label: `Rearrange keypoints of ${name}`, by: null } })
    }
    return done
  })
