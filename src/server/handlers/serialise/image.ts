import { Image } from '@/contract/image'
import type { DatasetImage } from '@/contract/dataset'
import { categoryIds } from '../../db/images/imageCounts'
import type { ImageRow } from '../../db/store/rows'
import { serialiseStamp } from '../http/request'
import { directoryOf } from './dataset'

export const serialiseImage = (row: ImageRow, datasetName: string): Image => ({
  id: row.id,
  dataset_id: row.dataset_id,
  path: `${directoryOf(datasetName)}${row.path}`,
  file_name: row.file_name,
  width: row.width,
  height: row.height,
  metadata: row.metadata,
  state: row.state,
  split: row.split ?? null,
  annotated: row.num_annotations > 0,
  annotating: [],
  num_annotations: row.num_annotations,
  category_ids: categoryIds(row),
  milliseconds: row.milliseconds,
  placeholder: row.placeholder,
  ...importedFields(row),
  ...serialiseStamp(row),
})

/** An image in a page of a dataset. */
export const imageToItem = (row: ImageRow): DatasetImage => ({
  id: row.id,
  file_name: row.file_name,
  path: row.path,
  width: row.width,
  height: row.height,
  annotations: row.num_annotations,
  num_annotations: row.num_annotations,
  annotated: row.num_annotations > 0,
  annotating: [],
  state: row.state,
  split: row.split ?? null,
  placeholder: row.placeholder,
  revision: row.revision,
})

const ImportedFields = Image.pick({ license: true, coco_url: true, flickr_url: true, date_captured: true }).shape

/** What the file of an import said, where it is what these fields hold. */
function importedFields({ extra = {} }: ImageRow): Partial<Image> {
  const fields = Object.entries(ImportedFields).flatMap(([field, schema]) => {
    const { success, data } = schema.safeParse(extra[field])
    return success && data !== undefined ? [[field, data]] : []
  })
  return Object.fromEntries(fields)
}
