/** Third phase: joins the staged pieces into one Blob for each file. The Blobs refer to stored pieces, so memory holds none of them. */
import { headText, type ExportPlan } from '../../export/exportPlan'
import { exports } from '../../db/tasks/exports'
import type { TaskRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { Outcome, Step } from '../kind'
import type { CocoExportInput } from '.'
import type { ExportImages } from './start'
import type { ExportState } from './state'

export async function joinStep(
  { id: taskId, input }: TaskRow,
  plan: ExportPlan,
  { parts }: ExportImages,
  state: ExportState,
  finish: (state: ExportState) => Outcome,
): Promise<Step> {
  const pieces = async (list: string) => (await staging.all(taskId, `export/${list}`)) as Blob[]
  const { dataset, categories, options } = plan
  const split = parts ?? options.split.map(({ name }) => name)
  const names = split.length > 0 ? split.map((name) => `instances_${name}`) : ['instances']
  const files = await Promise.all(
    names.map(async (name, file) => {
      const [images, annotations] = [await pieces(`images/${file}`), await pieces(`annotations/${file}`)]
      const parts = [headText(plan), '"images":[', ...images, '],\n"annotations":[', ...annotations, ']}\n']
      return { name, blob: new Blob(parts, { type: 'application/json' }) }
    }),
  )
  const pictures = new Blob(['[', ...(await pieces('pictures')), 'null]'])
  return {
    tables: 'staging',
    commit: async () => {
      const tags = ['COCO', ...categories.map(({ name }) => name)]
      await exports.keep({
        id: state.export,
        dataset_id: dataset.id,
        task_id: taskId,
        tags,
        categories: categories.map(({ id }) => id),
        files,
        pictures,
        ...((input as CocoExportInput).unlisted ? { unlisted: true } : {}),
      })
      return finish({ ...state, phase: 'verify' })
    },
  }
}
