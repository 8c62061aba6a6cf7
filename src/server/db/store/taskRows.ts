/** Rows of background work (tasks, imports, exports, uploads) and of settings. */
import type { FolderImportProgress } from '@/contract/folderImport'
import type { DetectorLayout, SamEncoderLayout } from '@/core/models/layout'

export interface ImportRow {
  id: number
  dataset_id: number
  task_id: number
  file_name: string
  created_at: number
  /** Top-level members of the file other than images, annotations and categories: info, licenses, unknown keys. */
  top: Record<string, unknown>
  /** Pairs of an id in the file and the id here. */
  categories: [number | string, number][]
  images: [number | string, number][]
  /** Largest annotation id of the file. An export numbers annotations that did not come from it above this. */
  largest_annotation: number
}

/** Staged work of a task. Nothing else sees it until the task publishes it. */
export interface StagingRow {
  task_id: number
  bucket: string
  data: unknown
}

export interface UploadRow {
  id: string
  blob: Blob
  name: string
  type: string
  created_at: number
}

export interface TaskRow {
  id: number
  kind: string
  group: string
  name: string
  status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  progress: number
  errors: number
  warnings: number
  message?: string
  /** HTTP status for clients that wait for the task, if it failed. Absent: 400. */
  failure?: number
  result?: unknown
  /** What the task needs to start; its shape depends on the kind. */
  input: unknown
  /** Where the task continues after a stop. Committed together with the step that reached it. */
  checkpoint: unknown
  /** Number of committed steps. A step that finds another number than it started with was overtaken or cancelled, and is dropped. */
  steps: number
  /** Number of its log records in `staging`. */
  log_chunks: number
  /** Present: a folder import, whose files a page uploads. The task runner skips it. */
  /** A tab of the app does the work, step by step: the runner leaves it alone. */
  tab?: { paused: boolean }
  intake?: FolderImportProgress
  /** Of a change of many images. `undoes`: the task that it takes back; `undone`: it was taken back. */
  bulk?: { dataset_id: number | null; undoes?: number; undone?: boolean }
  /** Id of the dataset that it is writing into. Edits of that dataset are refused meanwhile. */
  publishes?: number
  created_at: number
  updated_at: number
}

/** A COCO export. It is offered once its task has verified it. */
export interface ExportRow {
  id: number
  dataset_id: number
  task_id: number
  created_at: number
  /** Written to be answered at once: no list has it. */
  unlisted?: boolean
  tags: string[]
  categories: number[]
  /** One file, or one for each part of a split. */
  files: { name: string; blob: Blob }[]
  /** Present for formats other than COCO: small files, many in a Blob. `files` are then named by their whole path. */
  packs?: ExportPack[]
  /**
   * JSON: the images for an archive of the export, each as [image id, index in `files`, whether that file lists the image], followed by
   * path and type for an image that is written upright, and in formats other than COCO by the path in the archive.
   */
  pictures: Blob
}

/** Files that lie in a Blob one behind the other. */
export interface ExportPack {
  index: [path: string, size: number, crc32: number][]
  blob: Blob
}

/** The answer to the request that first used an Idempotency-Key. */
export interface RequestRow {
  key: string
  /** Method and path: the same key for another request is refused. */
  target: string
  answer: unknown
  at: number
}

export interface CounterRow {
  name: string
  value: number
}

export interface PreferencesRow {
  name: string
  version: number
  values: Record<string, unknown>
}

/** A model that the user brought. */
export interface ModelRow {
  id: number
  name: string
  kind: 'segment' | 'detect'
  layout: DetectorLayout | SamEncoderLayout
  /** The ONNX file. Of a SAM pair: the encoder. */
  blob: Blob
  decoder: Blob | null
  licence: string
  source: string
  created_at: number
}
