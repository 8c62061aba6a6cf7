/** Resets the metadata of a dataset's annotations to the dataset's default, and clears that of its images. */
import { datasets } from '../datasets/datasets'
import { assertEditable } from '../store/busy'
import { db } from '../store/schema'
import { changeChunks } from './annotationChunks'
import { touched } from '../store/stamp'
import { write } from '../store/write'

/** Images changed at a time. */
const BATCH = 500

export const resetMetadata = (datasetId: number): Promise<void> =>
  write(async (recordChange) => {
    const dataset = await datasets.requireLive(datasetId)
    await assertEditable(datasetId)
    const ids = await db.images.where('[dataset_id+path]').between([datasetId, ''], [datasetId, []]).primaryKeys()
    for (let from = 0; from < ids.length; from += BATCH)
      await reset(ids.slice(from, from + BATCH), dataset.default_annotation_metadata)
    recordChange({ action: 'update', instance: 'dataset', ids: [datasetId], dataset_id: datasetId })
  })

async function reset(imageIds: number[], defaults: Record<string, unknown>): Promise<void> {
  const images = (await db.images.bulkGet(imageIds)).filter((row) => row !== undefined)
  const now = await changeChunks(images, (row) => touched({ ...row, metadata: { ...defaults } }))
  await db.images.bulkPut(now.map((row) => touched({ ...row, metadata: {} })))
}
