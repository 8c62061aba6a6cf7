/** The phase that stores the images of an archive, some in a step. One that is there already under its path is skipped. */
import { ApiError } from '@/contract/errors'
import { unpackBlob, type ArchiveEntry } from '../../archive/inspect'
import { examine, storeImage } from '../../images/receive'
import { ReportWriter } from '../cocoImport/report'
import type { Outcome, Step } from '../kind'
import type { ZipPlan, ZipState } from './state'

type Finish = (state: ZipState, notebook: ReportWriter) => Outcome
type Facts = Awaited<ReturnType<typeof examine>>

const STEP = { bytes: 4 * 1024 * 1024, pictures: 20 }

interface Ready {
  path: string
  blob: Blob
  facts: Facts
}

export async function imagesFromZipStep(
  datasetId: number,
  files: ArchiveEntry[],
  plan: ZipPlan,
  state: ZipState,
  finish: Finish,
): Promise<Step> {
  const next: ZipState = { ...state, pictures: { ...state.pictures } }
  const notebook = new ReportWriter(state.notes)
  const ready: Ready[] = []
  let bytes = 0
  const until = Math.min(plan.pictures.length, state.at + STEP.pictures)
  while (next.at < until && bytes < STEP.bytes) {
    const { file, path } = plan.pictures[next.at++]!
    const blob = await unpackBlob(files[file]!)
    bytes += blob.size
    const facts = await examined(blob, path, next, notebook)
    if (facts && facts.orientation !== 1) next.hasTurned = true
    if (facts) ready.push({ path, blob, facts })
  }
  if (next.at >= plan.pictures.length) Object.assign(next, { phase: 'coco', at: 0 })
  return {
    tables: 'all',
    commit: async () => {
      for (const newImage of ready) await store(datasetId, newImage, next, notebook)
      return finish(next, notebook)
    },
  }
}

/** What cannot be decoded is named, and the rest of the archive comes in. */
async function examined(blob: Blob, path: string, next: ZipState, notebook: ReportWriter): Promise<Facts | undefined> {
  try {
    return await examine(blob, path)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    next.pictures.refused++
    notebook.add('images refused', 'ERROR', { file_name: path, message: error.message })
    return undefined
  }
}

async function store(
  datasetId: number,
  { path, blob, facts }: Ready,
  next: ZipState,
  notebook: ReportWriter,
): Promise<void> {
  const { outcome, twin, misfit, notes } = await storeImage({ datasetId, path, blob, facts, onConflict: 'skip' })
  if (outcome === 'skipped') next.pictures.skipped++
  else next.pictures.added++
  if (misfit) notebook.add('images of another size', 'WARNING', { file_name: path, message: misfit })
  for (const note of notes)
    if (note !== misfit && outcome !== 'skipped' && !(twin && note.includes(twin.path)))
      notebook.info(`${path}: ${note}`)
  if (twin)
    notebook.add('duplicate images', 'WARNING', {
      file_name: path,
      message: `It is the same image as "${twin.path}".`,
    })
}
