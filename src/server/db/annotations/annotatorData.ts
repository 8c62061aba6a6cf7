/** Everything that the annotator shows of one image, read in one transaction. */
import type { HistoryEntry } from '@/contract/annotator'
import { badRequest } from '@/contract/errors'
import { annotations } from './annotations'
import { categories } from '../datasets/categories'
import { history } from '../history/history'
import { order, type Neighbours } from '../images/imageOrder'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'

export interface AnnotatorRows {
  image: ImageRow
  dataset: DatasetRow
  /** The dataset's categories, by id, without deleted ones. */
  categories: CategoryRow[]
  /** Without deleted ones. */
  annotations: AnnotationRow[]
  place: Neighbours
  history: HistoryEntry[]
}

/** Reads deleted images too; `place` is then where the image would be in the order. */
export const readAnnotatorData = (imageId: number): Promise<AnnotatorRows> =>
  db.transaction(
    'r',
    [
      db.images,
      db.datasets,
      db.categories,
      db.annotationChunks,
      db.chunkPacks,
      db.order,
      db.orderHeads,
      db.historyHeads,
    ],
    async () => {
      const [image, drawn, entries] = await Promise.all([
        db.images.get(imageId),
        annotations.ofImage(imageId),
        history.list(imageId),
      ])
      if (!image) throw badRequest('Image does not exist')
      const [dataset, place] = await Promise.all([
        db.datasets.get(image.dataset_id),
        order.around(image.dataset_id, image),
      ])
      if (!dataset) throw badRequest('Could not find associated dataset')
      return {
        image,
        dataset,
        categories: await categories.ofDataset(dataset),
        annotations: drawn,
        place,
        history: entries,
      }
    },
  )
