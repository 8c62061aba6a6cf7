/** What the editor reads of one image, all of one moment. */
import type { HistoryEntry } from '@/contract/annotator'
import { badRequest } from '@/contract/errors'
import { annotations } from './annotations'
import { categories } from './categories'
import { history } from './history'
import { order, type Neighbours } from './order'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow } from './rows'
import { db } from './schema'

export interface AnnotatorRows {
  image: ImageRow
  dataset: DatasetRow
  /** Of the dataset, by id, without deleted ones. */
  categories: CategoryRow[]
  /** Without deleted ones. */
  annotations: AnnotationRow[]
  place: Neighbours
  history: HistoryEntry[]
}

/** A deleted image too (D35): its place is where it would stand. */
export const readAnnotatorData = (imageId: number): Promise<AnnotatorRows> =>
  db.transaction('r', [db.images, db.datasets, db.categories, db.sheets, db.order, db.orderHeads, db.historyHeads], async () => {
    const image = await db.images.get(imageId)
    if (!image) throw badRequest('Image does not exist')
    const dataset = await db.datasets.get(image.dataset_id)
    if (!dataset) throw badRequest('Could not find associated dataset')
    return {
      image,
      dataset,
      categories: await categories.ofDataset(dataset),
      annotations: await annotations.ofImage(imageId),
      place: await order.around(dataset.id, image),
      history: await history.list(imageId),
    }
  })
