/** Second phase: each step writes the text of some images and stages it as Blobs, so that memory holds no more than that. */
import { batchText, writeImages, type WrittenImage } from '../../export/exportBatch'
import type { ExportPlan } from '../../export/exportPlan'
import { exports } from '../../db/tasks/exports'
import type { ImageRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { ArchiveImage, Leaving, UprightLeaving } from '../../export/zipExport'
import type { LogLine, Memory, Outcome, Step } from '../kind'
import type { ExportImages } from './start'
import { exportSizes, type ExportState } from './state'
import { checkUpright, planUpright, stageNames, writesUpright } from './rotated'

type Finish = (state: ExportState) => Outcome

/** What a step of an export works with. */
interface ExportRun {
  taskId: number
  plan: ExportPlan
  images: ExportImages
  state: ExportState
  memory: Memory
}

export async function writeStep({ taskId, plan, images, state, memory }: ExportRun, finish: Finish): Promise<Step> {
  const { rows, at } = await takeBatch(images.ids, state.at)
  const { options, dataset } = plan
  const renamed = new Map(images.renamed)
  const upright = writesUpright(options)
    ? await planUpright(taskId, dataset.id, rows, memory, renamed)
    : new Map<number, UprightLeaving>()
  const leaving = new Map<number, Leaving>([...[...renamed].map(([id, path]) => [id, { path }] as const), ...upright])
  const written = await writeImages(plan, rows, new Map([...leaving].map(([id, { path }]) => [id, path])))
  const log = [...(await checkUpright(written, options, upright, memory)), ...renamedLines(rows, renamed)]
  const next: ExportState = { ...state, at, chunks: state.chunks + 1, counts: [...state.counts] }
  if (at >= images.ids.length) next.phase = 'join'
  const fileOf = fileNumbers(images, state.at, at)
  const staged: { list: string; number: number; data: unknown }[] = state.counts.flatMap((before, file) => {
    const own = written.filter(({ row }) => fileOf(row) === file)
    const text = batchText(own, before)
    next.counts[file] = text.counts
    return [
      stage(`export/images/${file}`, state.chunks, text.images),
      stage(`export/annotations/${file}`, state.chunks, text.annotations),
    ].flat()
  })
  staged.push(
    ...stage('export/pictures', state.chunks, archiveImagesText(written, fileOf, leaving)),
    ...stageNames(state.chunks, rows, upright),
  )
  return {
    tables: 'staging',
    commit: async () => {
      await staging.putAll(taskId, staged)
      return { ...finish(next), log }
    },
  }
}

/** Writes the first `until` images again without output, to recover the ids that were assigned. */
export async function replay(plan: ExportPlan, { ids }: ExportImages, until: number): Promise<void> {
  for (let from = 0; from < until;) {
    const { rows, at } = await takeBatch(ids.slice(0, until), from)
    await writeImages(plan, rows)
    from = at
  }
}

/** As many images as hold about `exportSizes.annotations` annotations, at least one. */
export async function takeBatch(ids: number[], from: number): Promise<{ rows: ImageRow[]; at: number }> {
  const upTo = Math.min(ids.length, from + exportSizes.images)
  const rows = await exports.imageRows(ids.slice(from, upTo))
  let held = 0
  let count = 0
  while (count < rows.length && (count === 0 || held + rows[count]!.num_annotations <= exportSizes.annotations))
    held += rows[count++]!.num_annotations
  return { rows: rows.slice(0, count), at: count === rows.length ? upTo : ids.indexOf(rows[count]!.id, from) }
}

function fileNumbers({ ids, files }: ExportImages, from: number, to: number): (row: ImageRow) => number {
  if (!files) return () => 0
  const numbers = new Map(ids.slice(from, to).map((id, index) => [id, files[from + index]!]))
  return ({ id }) => numbers.get(id)!
}

const stage = (list: string, number: number, text: string) =>
  text === '' ? [] : [{ list, number, data: new Blob([text]) }]

const renamedLines = (rows: ImageRow[], renamed: Map<number, string>): LogLine[] =>
  rows.flatMap(({ id, path }) =>
    renamed.has(id)
      ? [
          {
            level: 'WARNING',
            text: `${path}: it is ${renamed.get(id)} in the archive, since not every system unpacks it under its own name.`,
          },
        ]
      : [],
  )

/** Without brackets; with the comma before the next. */
const archiveImagesText = (written: WrittenImage[], fileOf: (row: ImageRow) => number, leaving: Map<number, Leaving>) =>
  written
    .map(({ row, entry }) => {
      const own = leaving.get(row.id)
      const listed = entry !== undefined
      const archived: ArchiveImage = own ? [row.id, fileOf(row), listed, own] : [row.id, fileOf(row), listed]
      return `${JSON.stringify(archived)},\n`
    })
    .join('')
