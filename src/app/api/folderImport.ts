/** Imports of folders: src/contract/folderImport.ts. The images themselves go in by imagesApi.add, with the number of the import. */
import type {
  FolderImportProgress,
  FolderImportTotals,
  ExistingFilesAnswer,
  ExistingFilesQuestion,
  NewFolderImport,
} from '@/contract/folderImport'
import type { Task } from '@/contract/task'
import { request } from './client'
import { tasksApi } from './tasks'

/** The import of a folder that is under way, or was when its page went. */
export type FolderImportTask = Task & { intake: FolderImportProgress }

export const folderImportApi = {
  begin: (intake: NewFolderImport) => request<Task>('POST', '/intake/', { json: intake }),
  resume: (id: number, totals: FolderImportTotals) => request<Task>('POST', `/intake/${id}/resume`, { json: totals }),
  known: async (id: number, files: ExistingFilesQuestion['files'], signal?: AbortSignal) =>
    (await request<ExistingFilesAnswer>('POST', `/intake/${id}/known`, { json: { files }, signal })).hashes,
  here: (id: number, totals: FolderImportTotals) => request<Task>('POST', `/intake/${id}/here`, { json: totals }),
  finish: (id: number) => request<Task>('POST', `/intake/${id}/finish`),

  /** Those that no page works on any longer. */
  async interrupted(): Promise<FolderImportTask[]> {
    const open = (await tasksApi.list()).filter(
      (task): task is FolderImportTask => !task.completed && task.intake !== undefined,
    )
    if (open.length === 0) return []
    const held = await openFolderImports()
    return open.filter(({ id }) => !held.has(id))
  },
}

const PREFIX = `atoll:${import.meta.env.BASE_URL}:intake:`

/** Holds the import for this page while `work` goes on: the browser lets go of it when the page dies, however it dies. */
export async function holdingFolderImport<T>(id: number, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work()
  return navigator.locks.request(PREFIX + id, work)
}

async function openFolderImports(): Promise<Set<number>> {
  const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {}
  return new Set(
    [...held, ...pending]
      .filter(({ name }) => name?.startsWith(PREFIX))
      .map(({ name }) => Number(name!.slice(PREFIX.length))),
  )
}
