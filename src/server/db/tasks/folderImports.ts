/**
 * Folder imports: tasks whose files a page uploads; the task runner skips them. Each image is counted in the transaction that stores
 * it, so the counts are right even if the page or the worker is killed.
 */
import { badRequest } from '@/contract/errors'
import type {
  FolderImportProgress,
  FolderImportTotals,
  ExistingFilesQuestion,
  NewFolderImport,
} from '@/contract/folderImport'
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

/** The result for one file. */
export interface FileResult {
  path: string
  bytes: number
  outcome: 'added' | 'skipped' | 'refused'
  /** Sentences for the log. */
  notes: readonly string[]
}

export const folderImports = {
  begin: ({ dataset_id, folder, pictures, bytes }: NewFolderImport): Promise<TaskRow> =>
    write(async () => {
      const dataset = await datasets.findLive(dataset_id)
      if (!dataset) throw badRequest('dataset does not exist')
      const intake: FolderImportProgress = { dataset_id, folder, pictures, bytes, ...nothing, added: 0 }
      const name = `Add ${folder ? `the folder ${folder}` : 'images'} to ${dataset.name}`
      return tasks.create({ kind: FOLDER_IMPORT, group: 'Image Import', name, input: null, checkpoint: null, intake })
    }),

  /** Restarts an interrupted import. The page goes through all files of the folder again and skips those that are here. */
  resume: (id: number, { pictures, bytes }: FolderImportTotals): Promise<TaskRow> =>
    change(
      id,
      (intake) => ({ ...intake, pictures, bytes, ...nothing }),
      ({ added }) => [
        { level: 'INFO', text: `The folder was chosen again, with ${pictures} files. ${added} had been added before.` },
      ],
    ),

  here: (id: number, { pictures, bytes }: FolderImportTotals): Promise<TaskRow> =>
    change(id, (intake) => ({
      ...intake,
      done: intake.done + pictures,
      done_bytes: intake.done_bytes + bytes,
      skipped: intake.skipped + pictures,
    })),

  /** Counts files and logs their notes. Joins the current transaction. Throws 400 if the import is over. */
  report: (id: number, ...list: FileResult[]): Promise<TaskRow> =>
    change(
      id,
      (intake) => list.reduce(counted, intake),
      () => list.flatMap(linesOf),
    ),

  finish: (id: number): Promise<TaskRow> =>
    write(async (recordChange) => {
      const row = await requireOpen(id)
      const { added, skipped, refused } = row.intake
      const text = `${added} added, ${skipped} here already or left out, ${refused} refused.`
      const ended: TaskRow = {
        ...(await withLog(row, [{ level: 'INFO', text }])),
        status: 'succeeded',
        progress: 100,
        updated_at: Date.now(),
      }
      await db.tasks.put(ended)
      recordChange({ action: 'update', instance: 'task', ids: [id] })
      return ended
    }),

  /** Answers for each file the hash of the stored file under its path if the sizes are equal, else null. */
  async findExisting(id: number, { files: asked }: ExistingFilesQuestion): Promise<(string | null)[]> {
    const { dataset_id } = (await requireOpen(id)).intake
    const rows = await images.findByPaths(
      dataset_id,
      asked.map(({ path }) => normalised(path)),
    )
    const here = rows.filter((row) => row && !row.deleted && !row.placeholder) as ImageRow[]
    const stored = new Map((await files.findAll(here.map(({ id }) => id))).map((file) => [file?.image_id, file]))
    return rows.map((row, at) => {
      const file = row && stored.get(row.id)
      return file?.blob.size === asked[at]!.size ? file.hash : null
    })
  },
}

const counted = (intake: FolderImportProgress, { bytes, outcome }: FileResult): FolderImportProgress => ({
  ...intake,
  done: intake.done + 1,
  done_bytes: intake.done_bytes + bytes,
  [outcome]: intake[outcome] + 1,
})

function linesOf({ path, outcome, notes }: FileResult): LogLine[] {
  const level = outcome === 'refused' ? 'ERROR' : outcome === 'skipped' ? 'WARNING' : 'INFO'
  return notes.map((note) => ({ level, text: note.startsWith(path) ? note : `${path}: ${note}` }))
}

const nothing = { done: 0, done_bytes: 0, skipped: 0, refused: 0 }

const change = (
  id: number,
  work: (intake: FolderImportProgress) => FolderImportProgress,
  log: (before: FolderImportProgress) => LogLine[] = () => [],
): Promise<TaskRow> =>
  write(async () => {
    const row = await requireOpen(id)
    const intake = work(row.intake)
    const changed: TaskRow = {
      ...(await withLog(row, log(row.intake))),
      intake,
      progress: progressOf(intake),
      status: 'running',
      updated_at: Date.now(),
    }
    await db.tasks.put(changed)
    return changed
  })

async function requireOpen(id: number): Promise<TaskRow & { intake: FolderImportProgress }> {
  const row = await tasks.find(id)
  if (!row) throw badRequest('Invalid task id')
  const { intake } = row
  if (!intake) throw badRequest('This task is no import of a folder.')
  if (isCompleted(row))
    throw badRequest('This import is over. Begin another one: what is here already is not added twice.')
  return { ...row, intake }
}

/** Progress by bytes, or by files if the page announced no bytes. Limited to 99 %, because the announced totals may be wrong. */
const progressOf = ({ done, pictures, done_bytes, bytes }: FolderImportProgress) =>
  Math.min(99, bytes > 0 ? (100 * done_bytes) / bytes : (100 * done) / Math.max(1, pictures))

/** The normalised path; '' for an invalid one, which no image has. */
function normalised(path: string): string {
  try {
    return normalisePath(path)
  } catch (error) {
    if (error instanceof InvalidInput) return ''
    throw error
  }
}
