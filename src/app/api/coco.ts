/** COCO files and archives, in and out: src/contract/coco.ts. */
import type { ArchiveImportQuery, ArchiveResult, CocoExportQuery, CocoImportQuery, ImportResult } from '@/contract/coco'
import type { ExportPreview } from '@/contract/formats'
import type { Task } from '@/contract/task'
import type { z } from '@/contract/zod'
import type { Upload } from '@/contract/coco'
import { apiUrl, request } from './client'
import { followTask, type Following } from './tasks'

export type ExportFormat = 'zip' | 'json'
export type { ArchiveResult, ImportResult }

const later = { Prefer: 'respond-async' }

export const cocoApi = {
  /** Stores a file once; imports then name it. */
  upload: (file: File, signal?: AbortSignal) =>
    request<z.infer<typeof Upload>>('POST', '/uploads', { query: { file_name: file.name }, file, signal }),

  async importCoco(dataset: number, query: Partial<CocoImportQuery> & { upload: string }, following: Following = {}) {
    const task = await request<Task>('POST', `/dataset/${dataset}/coco`, {
      query,
      headers: later,
      signal: following.signal,
    })
    return followTask<ImportResult>(task, following)
  },

  async importZip(dataset: number, query: Partial<ArchiveImportQuery> & { upload: string }, following: Following = {}) {
    const task = await request<Task>('POST', `/dataset/${dataset}/zip`, {
      query,
      headers: later,
      signal: following.signal,
    })
    return followTask<ArchiveResult>(task, following)
  },
}

export const formatsApi = {
  /** What an export would hold and lose. */
  async preview(dataset: number, query: Partial<CocoExportQuery>, following: Following = {}) {
    const task = await request<Task>('GET', `/dataset/${dataset}/export/preview`, {
      query,
      headers: later,
      signal: following.signal,
    })
    return followTask<ExportPreview>(task, following)
  },
}

/** Where an export is downloaded: a plain link, so that the browser streams it to the disk. */
export const exportUrl = (dataset: number, format: ExportFormat, query: Partial<CocoExportQuery> = {}) =>
  apiUrl(`/dataset/${dataset}/${format === 'zip' ? 'export.zip' : 'coco'}`, query)
