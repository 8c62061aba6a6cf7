/**
 * Imports of folders: tasks that a page feeds, which the runner leaves alone. Each picture is counted in the transaction
 * that stores it, so that the count is right whenever the page or the worker dies.
 */
import { badRequest } from '@/contract/errors'
import type { FolderImportProgress, FolderImportTotals, ExistingFilesQuestion, NewFolderImport } from '@/contract/folderImport'
import { InvalidInput } from '@/core/errors'
import { normalisePath } from '@/core/paths'
import { datasets } from '../datasets/datasets'
import { files } from '../images/files'
import { images } from '../images/images'
import type { ImageRow, TaskRow } from '../store/rows'
import { db } from '../store/schema'
import { withLog, type LogLine } from './taskLog'
import { isCompleted, tasks } from './tasks'
import { write } from '../store/write'

export const FOLDER_IMPORT = 'intake'

/** What became of a file. */
export interface Settled {
  path: string
  bytes: number
  outcome: 'added' | 'skipped' | 'refused'
  /** Sentences for people. */
  notes: readonly string[]
}

export const folderImports = {
  begin: ({ dataset_id, folder, pictures, bytes }: NewFolderImport): Promise<TaskRow> =>
    write(async () => {
      const dataset = await datasets.findLive(dataset_id)
      if (!dataset) throw badRequest('dataset does not exist')
      const intake: FolderImportProgress = { dataset_id, folder, pictures, bytes, ...nothing, added: 0 }
      const name = `Add ${folder ? `the folder ${folder}` : 'pictures'} to ${dataset.name}`
      return tasks.create({ kind: FOLDER_IMPORT, group: 'Image Import', name, input: null, checkpoint: null, intake })
    }),

  /** All files of the folder will be dealt with again, most of them by finding them here. */
  resume: (id: number, { pictures, bytes }: FolderImportTotals): Promise<TaskRow> =>
    change(id, (intake) => ({ ...intake, pictures, bytes, ...nothing }), ({ added }) => [
      { level: 'INFO', text: `The folder was chosen again, with ${pictures} files. ${added} had been added before.` },
    ]),

  here: (id: number, { pictures, bytes }: FolderImportTotals): Promise<TaskRow> =>
    change(id, (intake) => ({ ...intake, done: intake.done + pictures, done_bytes: intake.done_bytes + bytes, skipped: intake.skipped + pictures })),

  /** Joins the transaction it is called in. Throws when the import is over. */
  settle: (id: number, ...list: Settled[]): Promise<TaskRow> => change(id, (intake) => list.reduce(counted, intake), () => list.flatMap(linesOf)),

  finish: (id: number): Promise<TaskRow> =>
    write(async (recordChange) => {
      const row = await requireOpen(id)
      const { added, skipped, refused } = row.intake
      const text = `${added} added, ${skipped} here already or left out, ${refused} refused.`
      const ended: TaskRow = { ...(await withLog(row, [{ level: 'INFO', text }])), status: 'succeeded', progress: 100, updated_at: Date.now() }
      await db.tasks.put(ended)
      recordChange({ action: 'update', instance: 'task', ids: [id] })
      return ended
    }),

  /** For each file the hash of the picture under its path, when that has its size; else null. */
  async known(id: number, { files: asked }: ExistingFilesQuestion): Promise<(string | null)[]> {
    const { dataset_id } = (await requireOpen(id)).intake
    const rows = await images.findByPaths(dataset_id, asked.map(({ path }) => normalised(path)))
    const here = rows.filter((row) => row && !row.deleted && !row.placeholder) as ImageRow[]
    const held = new Map((await files.findAll(here.map(({ id }) => id))).map((file) => [file?.image_id, file]))
    return rows.map((row, at) => {
      const file = row && held.get(row.id)
      return file?.blob.size === asked[at]!.size ? file.hash : null
    })
  },
}

const counted = (intake: FolderImportProgress, { bytes, outcome }: Settled): FolderImportProgress =>
  ({ ...intake, done: intake.done + 1, done_bytes: intake.done_bytes + bytes, [outcome]: intake[outcome] + 1 })

function linesOf({ path, outcome, notes }: Settled): LogLine[] {
  const level = outcome === 'refused' ? 'ERROR' : outcome === 'skipped' ? 'WARNING' : 'INFO'
  return notes.map((note) => ({ level, text: note.startsWith(path) ? note : `${path}: ${note}` }))
}

const nothing = { done: 0, done_bytes: 0, skipped: 0, refused: 0 }

const change = (id: number, work: (intake: FolderImportProgress) => FolderImportProgress, log: (before: FolderImportProgress) => LogLine[] = () => []): Promise<TaskRow> =>
  write(async () => {
    const row = await requireOpen(id)
    const intake = work(row.intake)
    const changed: TaskRow = { ...(await withLog(row, log(row.intake))), intake, progress: progressOf(intake), status: 'running', updated_at: Date.now() }
    await db.tasks.put(changed)
    return changed
  })

async function requireOpen(id: number): Promise<TaskRow & { intake: FolderImportProgress }> {
  const row = await tasks.find(id)
  if (!row) throw badRequest('Invalid task id')
  const { intake } = row
  if (!intake) throw badRequest('This task is no import of a folder.')
  if (isCompleted(row)) throw badRequest('This import is over. Begin another one: what is here already is not added twice.')
  return { ...row, intake }
}

/** By bytes, which files take their time by; what the page announced need not be true. */
const progressOf = ({ done, pictures, done_bytes, bytes }: FolderImportProgress) =>
  Math.min(99, bytes > 0 ? (100 * done_bytes) / bytes : (100 * done) / Math.max(1, pictures))

/** '' for what is no path, which nothing is under. */
function normalised(path: string): string {
  try {
    return normalisePath(path)
  } catch (error) {
    if (error instanceof InvalidInput) return ''
    throw error
  }
}
