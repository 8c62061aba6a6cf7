/** Last phase: files that images share are put together, and what describes all of them is written. */
import { listLosses } from '@/core/formats/losses'
import { formatOf } from '@/core/formats/table'
import type { ExportPreview } from '@/contract/formats'
import type { ExportPlan } from '../../export/exportPlan'
import { exports } from '../../db/tasks/exports'
import type { ExportPack, ExportRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { Step } from '../kind'
import { bytesOf, contextOf, packOf, pieceList } from './write'
import type { FormatState } from './state'

export interface FormatResult {
  id: number
  name: string
  /** Id of the kept export. */
  export: number
  format: string
  losses: ExportPreview['losses']
}

export async function formatJoin(
  task: { id: number; name: string },
  plan: ExportPlan,
  state: FormatState,
  isPreview: boolean,
): Promise<Step> {
  const { dataset, categories, options } = plan
  const writer = formatOf(options.format)!.writer!
  const context = contextOf(plan, state, isPreview)
  const totals = { splits: state.splits }
  const ends = writer.end?.(context, totals) ?? []
  const losses = listLosses(state.losses)
  const preview: ExportPreview = {
    format: options.format,
    images: state.images,
    annotations: state.annotations,
    splits: state.splits,
    files: [...ends.map(({ path }) => path), ...state.first].slice(0, 20),
    losses,
  }
  if (isPreview)
    return { tables: 'staging', commit: async () => ({ checkpoint: state, progress: 100, result: preview }) }
  const files: ExportRow['files'] = []
  for (const path of state.shared) {
    const { head, between, tail } = writer.frame!(path, context, totals)
    const pieces = (await staging.all(task.id, pieceList(path))) as Blob[]
    files.push({
      name: path,
      blob: new Blob([head, ...pieces.flatMap((piece, index) => (index > 0 ? [between, piece] : [piece])), tail]),
    })
  }
  const packs = (await staging.all(task.id, 'export/packs')) as ExportPack[]
  if (ends.length > 0) packs.unshift(packOf(ends.map(({ path, data }) => [path, bytesOf(data)])))
  const pictures = new Blob(['[', ...((await staging.all(task.id, 'export/pictures')) as Blob[]), 'null]'])
  const result: FormatResult = { id: task.id, name: task.name, export: state.export, format: options.format, losses }
  return {
    tables: 'all',
    commit: async () => {
      const tags = [formatOf(options.format)!.name, ...categories.map(({ name }) => name)]
      await exports.keep({
        id: state.export,
        dataset_id: dataset.id,
        task_id: task.id,
        tags,
        categories: categories.map(({ id }) => id),
        files,
        packs,
        pictures,
        unlisted: true,
      })
      return {
        checkpoint: state,
        progress: 100,
        result,
        log: losses.map(({ message }) => ({ level: 'WARNING', text: message })),
      }
    },
  }
}
