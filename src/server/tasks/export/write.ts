/** Second phase: the text of some images in a step, staged as Blobs, so that the memory holds no more than that. */
import { batchText, writeImages, type WrittenImage } from '../../archive/exportBatch'
import type { ExportPlan } from '../../archive/exportPlan'
import { exports } from '../../db/exports'
import type { ImageRow } from '../../db/rows'
import { staging } from '../../db/staging'
import type { Outcome, Step } from '../kind'
import type { ExportImages } from './start'
import { exportSizes, type ExportState } from './state'

export async function writeStep(taskId: number, plan: ExportPlan, images: ExportImages, state: ExportState, finish: (state: ExportState) => Outcome): Promise<Step> {
  const { rows, at } = await takeBatch(images.ids, state.at)
  const written = await writeImages(plan, rows)
  const next: ExportState = { ...state, at, chunks: state.chunks + 1, counts: [...state.counts] }
  if (at >= images.ids.length) next.phase = 'join'
  const fileOf = fileNumbers(images, state.at, at)
  const staged = state.counts.flatMap((before, file) => {
    const own = written.filter(({ row }) => fileOf(row) === file)
    const text = batchText(own, before)
    next.counts[file] = text.counts
    return [stage(`export/images/${file}`, state.chunks, text.images), stage(`export/annotations/${file}`, state.chunks, text.annotations)].flat()
  })
  staged.push(...stage('export/pictures', state.chunks, picturesText(written, fileOf)))
  return {
    tables: 'staging',
    commit: async () => {
      await staging.putAll(taskId, staged)
      return finish(next)
    },
  }
}

/** Writes again what is written already, for the ids that are given on the way. */
export async function replay(plan: ExportPlan, { ids }: ExportImages, until: number): Promise<void> {
  for (let from = 0; from < until; ) {
    const { rows, at } = await takeBatch(ids.slice(0, until), from)
    await writeImages(plan, rows)
    from = at
  }
}

/** As many images as hold about `exportSizes.annotations` annotations, at least one. */
async function takeBatch(ids: number[], from: number): Promise<{ rows: ImageRow[]; at: number }> {
  const upTo = Math.min(ids.length, from + exportSizes.images)
  const rows = await exports.imageRows(ids.slice(from, upTo))
  let held = 0
  let count = 0
  while (count < rows.length && (count === 0 || held + rows[count]!.num_annotations <= exportSizes.annotations)) held += rows[count++]!.num_annotations
  return { rows: rows.slice(0, count), at: count === rows.length ? upTo : ids.indexOf(rows[count]!.id, from) }
}

function fileNumbers({ ids, files }: ExportImages, from: number, to: number): (row: ImageRow) => number {
  if (!files) return () => 0
  const numbers = new Map(ids.slice(from, to).map((id, index) => [id, files[from + index]!]))
  return ({ id }) => numbers.get(id)!
}

const stage = (list: string, number: number, text: string) => (text === '' ? [] : [{ list, number, data: new Blob([text]) }])

/** Without brackets; with the comma before the next. */
const picturesText = (written: WrittenImage[], fileOf: (row: ImageRow) => number) =>
  written.map(({ row, entry }) => `${JSON.stringify([row.id, fileOf(row), entry !== undefined])},\n`).join('')
