/** Writes one image as a COCO file, with the categories of its annotations. Datasets are exported by a task: tasks/cocoExport. */
import { exports } from '../db/tasks/exports'
import type { ImageRow } from '../db/store/rows'
import { batchText, writeImages } from './exportBatch'
import { headText, planExport, type ExportOptions } from './exportPlan'

export async function exportImage(image: ImageRow, options: ExportOptions): Promise<string> {
  const plan = await planExport(await exports.dataset(image.dataset_id), { ...options, empty: 'all', states: [] })
  const used = new Set(Object.entries(image.category_counts).flatMap(([id, count]) => (count > 0 ? [Number(id)] : [])))
  plan.categories = plan.categories.filter(({ id }) => used.has(id))
  const { images, annotations } = batchText(await writeImages(plan, [image]), { images: 0, annotations: 0 })
  return `${headText(plan)}"images":[${images}],\n"annotations":[${annotations}]}\n`
}
