/**
 * What the tables hold. Times are milliseconds since 1970-01-01 UTC; coordinates are image pixels.
 * Every object the user makes carries a Stamp: backup, merge and conflict detection stand on it.
 */
import type { ImageState } from '@/contract/image'
import type { HistoryEntry } from '@/contract/annotator'
import type { FolderImportProgress } from '@/contract/folderImport'
import type { Instance } from '@/contract/trash'
import type { Bbox } from '@/core/geometry/box'
import type { Segmentation, Shape } from '@/core/shape/types'

export interface Stamp {
  uuid: string
  /** One more with every change, from 1. */
  revision: number
  created_at: number
  updated_at: number
  creator: string
  deleted: boolean
  deleted_date?: number
}

export interface DatasetRow extends Stamp {
  id: number
  name: string
  categories: number[]
  default_annotation_metadata: Record<string, unknown>
  /** Where an older client asks for annotations. */
  annotate_url?: string
}

export interface CategoryRow extends Stamp {
  id: number
  name: string
  supercategory: string
  color: string
  metadata: Record<string, unknown>
  keypoint_labels: string[]
  keypoint_edges: [number, number][]
  keypoint_colors: string[]
  /** Fields of the imported file that are not ours, written back on export. */
  extra?: Record<string, unknown>
}

/** Facts and counters of an image; its bytes are in `files`. */
export interface ImageRow extends Stamp {
  id: number
  dataset_id: number
  /** Inside the dataset: NFC, forward slashes, no leading slash. Unique within the dataset. */
  path: string
  /** Base name of the path. */
  file_name: string
  /** Pixels of the upright picture. */
  width: number
  height: number
  /** EXIF orientation of the stored picture, 1 to 8. Rows of older versions lack it: `files.orientations` knows. */
  orientation?: number
  metadata: Record<string, unknown>
  state: ImageState
  milliseconds: number
  /** true: the file has not arrived yet. */
  placeholder: boolean
  /** Not-deleted annotations by category id; the sum is `num_annotations`. */
  category_counts: Record<number, number>
  num_annotations: number
  /** How many chunks its annotations fill in `sheets`. */
  sheets: number
  /** The record of `bundles` that has them; absent: they are in `sheets`. */
  bundle?: number
  /** Categories that an older client marked on the image itself. */
  category_ids?: number[]
  /** Categories of its annotations that an older client took off the image itself; until another one is drawn. */
  unlisted_category_ids?: number[]
  /** Fields of the imported file that are not ours, written back on export. */
  extra?: Record<string, unknown>
}

export interface FileRow {
  image_id: number
  dataset_id: number
  blob: Blob
  /** By content, never by name: image/jpeg, image/png, ... */
  type: string
  crc32: number
  /** SHA-256 in hex. */
  hash: string
  /** EXIF orientation, 1 to 8. */
  orientation: number
  has_alpha: boolean
}

/** A made picture; may be dropped at any time. */
export interface ThumbnailRow {
  image_id: number
  /** Size and kind: "w250h0". */
  variant: string
  blob: Blob
  etag: string
  used_at: number
}

/** Where an annotation came from, so that the same file imported again changes nothing. */
export interface AnnotationSource {
  import_id: number
  id: number | string
  image_id: number | string
}

export interface AnnotationRow extends Stamp {
  id: number
  image_id: number
  dataset_id: number
  category_id: number
  shape: Shape | null
  keypoints: number[]
  area: number
  bbox: Bbox
  iscrowd: boolean
  isbbox: boolean
  /** The image's size in pixels when it was made. */
  width: number
  height: number
  color: string
  metadata: Record<string, unknown>
  /** Kept verbatim as an older client sent it, until the shape changes by other means. */
  paper_object?: unknown[]
  milliseconds: number
  source?: AnnotationSource
  /** What an import gave that the shape does not say: written back until the shape changes. */
  original?: { segmentation?: Segmentation | [] | null; area?: unknown; bbox?: unknown; iscrowd?: unknown; num_keypoints?: unknown }
  /** Fields of the imported file that are not ours, written back on export. */
  extra?: Record<string, unknown>
}

/** At most CHUNK_SIZE annotations of one image, in the order they were made. */
export interface AnnotationChunkRow {
  image_id: number
  chunk: number
  annotations: AnnotationRow[]
}

/** Where the annotations of BLOCK_SIZE consecutive ids are; 0 means nowhere. */
export interface LocationRow {
  block: number
  images: Float64Array
  chunks: Uint16Array
}

/** About ORDER_SIZE images of a dataset, in order (path by code points, then id), not deleted. */
export interface OrderRow {
  dataset_id: number
  chunk: number
  entries: OrderEntry[]
}

export type OrderEntry = [path: string, image_id: number]

/** The chunks of a dataset's order, in order. */
export interface OrderHeadRow {
  dataset_id: number
  /** `folder`: where all images of the chunk are, if it is one folder; such a chunk need not be read to list folders. */
  chunks: { chunk: number; first: OrderEntry; count: number; folder?: string }[]
}

/** What one undoable step did. Read when it is undone or redone; lists read the head. */
export interface HistoryRow {
  image_id: number
  seq: number
  steps: HistoryStep[]
}

/** Fields of an annotation before and after; null: it did not exist, and the other is the whole row. */
export interface HistoryStep {
  id: number
  before: Partial<AnnotationRow> | null
  after: Partial<AnnotationRow> | null
}

/** The undoable steps of an image, oldest first; those that are undone come last. */
export interface HistoryHeadRow {
  image_id: number
  last_seq: number
  /** `bytes`: about how many its steps take. */
  entries: (HistoryEntry & { bytes: number })[]
}

export interface TrashRow {
  instance: Instance
  id: number
  date: number
}

export interface ChangeRow {
  seq?: number
  at: number
  action: 'create' | 'update' | 'delete'
  instance: Instance | 'task'
  ids: number[]
  image_id?: number
  dataset_id?: number
}

export interface ImportRow {
  id: number
  dataset_id: number
  task_id: number
  file_name: string
  created_at: number
  /** Top-level members of the file that are not lists of ours: info, licenses, unknown keys. */
  top: Record<string, unknown>
  /** Source id -> our id. */
  categories: [number | string, number][]
  images: [number | string, number][]
  /** Largest annotation id of the file: what has none of the file's ids is numbered above. */
  largest_annotation: number
}

/** Staged work of a task, invisible until it is published. */
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
  /** Status of the answer to whoever waits for it, when it failed; 400 if absent. */
  failure?: number
  result?: unknown
  /** What the kind needs to begin. */
  input: unknown
  /** Where the kind goes on after a stop; committed with the step it describes. */
  checkpoint: unknown
  /** Steps that were committed: a step that was overtaken or cancelled finds another number and is dropped. */
  steps: number
  /** How many records of log lines it has in `staging`. */
  log_chunks: number
  /** Present: a page hands the files of a folder in, and the runner leaves it alone. */
  intake?: FolderImportProgress
  /** The dataset that it is changing for good: edits of it are refused meanwhile. */
  publishes?: number
  created_at: number
  updated_at: number
}

/** A COCO file that was written, and kept. It is offered once its task has read it back. */
export interface ExportRow {
  id: number
  dataset_id: number
  task_id: number
  created_at: number
  tags: string[]
  categories: number[]
  /** One, or one for each part of a split. */
  files: { name: string; blob: Blob }[]
  /** JSON of the pictures that an archive of it holds: [image id, number of its file, whether that lists it] and, of one that is written upright, its path and type. */
  pictures: Blob
}

/** The answer that a write with this Idempotency-Key got. */
export interface RequestRow {
  key: string
  /** Method and path, so that a key is not mistaken for another request's. */
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
