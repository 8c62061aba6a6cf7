/** Moves images to another dataset under the same paths, with their annotations and the categories of these. */
import { assertEditable } from '../store/busy'
import { addCategories } from '../datasets/datasetCategories'
import { datasets } from '../datasets/datasets'
import { enter, idsOf, leave, refuseTakenPaths } from './imageMembership'
import { images } from './images'
import { db } from '../store/schema'
import { changeChunks } from '../annotations/annotationChunks'
import { touched } from '../store/stamp'
import { write } from '../store/write'

export const moveImages = (ids: number[], datasetId: number): Promise<void> =>
  write(async (recordChange) => {
    await datasets.requireLive(datasetId)
    const rows = (await images.requireLive(ids)).filter((row) => row.dataset_id !== datasetId)
    for (const id of new Set([datasetId, ...rows.map((row) => row.dataset_id)])) await assertEditable(id)
    const now = await changeChunks(rows, (row) => touched({ ...row, dataset_id: datasetId }))
    const moved = now.map((row) => touched({ ...row, dataset_id: datasetId }))
    await refuseTakenPaths(moved)
    await leave(rows, 'update', recordChange)
    await db.images.bulkPut(moved)
    await db.files.where('image_id').anyOf(idsOf(rows)).modify({ dataset_id: datasetId })
    await enter(moved, 'update', recordChange)
    await addCategories(
      datasetId,
      rows.flatMap((row) => Object.keys(row.category_counts).map(Number)),
      recordChange,
    )
  })
