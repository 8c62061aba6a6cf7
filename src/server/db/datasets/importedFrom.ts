/** Whether all of a dataset came from one COCO file, whose ids an export can then have. */
import type { DatasetExportIds } from '@/contract/dataset'
import { exports } from '../tasks/exports'
import type { DatasetRow } from '../store/rows'
import { categories } from './categories'

export async function importedFrom(dataset: DatasetRow): Promise<DatasetExportIds> {
  const [only, ...others] = await exports.imports(dataset.id)
  const isOne = only && others.length === 0 && isUnambiguous(only.images) && isUnambiguous(only.categories)
  if (!isOne) return { imported_ids: null }
  const images = new Set(only.images.map(([, id]) => id))
  const own = new Set(only.categories.map(([, id]) => id))
  const isAll =
    (await exports.imageIds(dataset.id)).every((id) => images.has(id)) &&
    (await categories.ofDataset(dataset)).every(({ id }) => own.has(id))
  return { imported_ids: isAll ? only.file_name : null }
}

/** No two ids of the file mean one object here. */
const isUnambiguous = (links: [source: number | string, id: number][]): boolean =>
  new Set(links.map(([, id]) => id)).size === links.length
