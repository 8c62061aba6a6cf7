/**
 * Rows of the tables that hold the user's work. Its indexes: indexRows.ts. Background work and settings: taskRows.ts.
 * Times are milliseconds since 1970-01-01 UTC; coordinates are image pixels. Some stored names predate today's terms: storedNames.md.
 */
import type { ImageState } from '@/contract/image'
import type { SavedView } from '@/contract/views'
import type { HistoryEntry } from '@/contract/annotator'
import type { Bbox } from '@/core/geometry/box'
import type { Segmentation, Shape } from '@/core/shape/types'

export type * from './indexRows'
export type * from './taskRows'

/** Every object of the user carries a stamp. Backup, merge and conflict detection rely on it. */
export interface Stamp {
  uuid: string
  /** Starts at 1; each change adds 1. */
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
  /** Queries of its images that people keep under a name. */
  views?: SavedView[]
  /** Made for an import that is not over. */
  provisional?: boolean
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
  /** Its name in the file it came from, where a category with other keypoints has that name here. */
  imported_as?: string
  /** Fields of the imported file that Atoll does not know. An export writes them back. */
  extra?: Record<string, unknown>
}

/** What is known of an image: size, state, counters. Its bytes are in `files`. */
export interface ImageRow extends Stamp {
  id: number
  dataset_id: number
  /** Path within the dataset, unique in it: NFC, forward slashes, no leading slash. */
  path: string
  /** Base name of the path. */
  file_name: string
  /** Pixels of the upright image. */
  width: number
  height: number
  /** EXIF orientation of the stored file, 1 to 8. Absent in rows of older versions: use `files.orientations`. */
  orientation?: number
  metadata: Record<string, unknown>
  state: ImageState
  milliseconds: number
  /** Part of a training set: train, val, test or another word. Absent: none. */
  split?: string
  /** true: the image has no file yet. */
  placeholder: boolean
  /** Number of annotations that are not deleted, by category id. The sum is `num_annotations`. */
  category_counts: Record<number, number>
  num_annotations: number
  /** Number of its annotation chunks. */
  sheets: number
  /** Id of the chunk pack that holds its only chunk. Absent: its chunks are records of their own. */
  bundle?: number
  /** Categories that an older client marked on the image itself. */
  category_ids?: number[]
  /** Categories of its annotations that an older client removed from the image itself. Reset when another annotation is drawn. */
  unlisted_category_ids?: number[]
  /** Fields of the imported file that Atoll does not know. An export writes them back. */
  extra?: Record<string, unknown>
}

export interface FileRow {
  image_id: number
  dataset_id: number
  blob: Blob
  /** Media type, from the content and never from the name: image/jpeg, image/png, ... */
  type: string
  crc32: number
  /** SHA-256 in hex. */
  hash: string
  /** EXIF orientation, 1 to 8. */
  orientation: number
  has_alpha: boolean
}

/** An image made from the original, such as a thumbnail. A cache: may be dropped at any time. */
export interface ThumbnailRow {
  image_id: number
  /** Size and kind: "w250h0". */
  variant: string
  blob: Blob
  etag: string
  used_at: number
}

/** Where an imported annotation came from. Importing the same file again then changes nothing. */
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
  /** The image's size in pixels when the annotation was created. */
  width: number
  height: number
  color: string
  metadata: Record<string, unknown>
  /** The shape as an older client sent it, verbatim. Dropped when another client changes the shape. */
  paper_object?: unknown[]
  milliseconds: number
  /** 0 to 1: how sure the model was that made it. */
  score?: number
  /** A model made it, and nobody has accepted it yet. */
  prediction?: boolean
  source?: AnnotationSource
  /** Values of the imported file that cannot be derived from the shape. An export writes them back until the shape changes. */
  original?: {
    segmentation?: Segmentation | [] | null
    area?: unknown
    bbox?: unknown
    iscrowd?: unknown
    num_keypoints?: unknown
  }
  /** Fields of the imported file that Atoll does not know. An export writes them back. */
  extra?: Record<string, unknown>
}

/** At most CHUNK_SIZE annotations of one image, in the order in which they were created. */
export interface AnnotationChunkRow {
  image_id: number
  chunk: number
  annotations: AnnotationRow[]
}

/** An annotation chunk as an import writes it (packedChunk.ts). */
export interface PackedChunkRow {
  image_id: number
  chunk: number
  /** JSON of its columns. */
  text: string
  /** Coordinates of its polygons, times `scale`. */
  numbers: Uint16Array | Int32Array | Float64Array
  scale: number
}

/** The chunks of several images in one record (chunkPacks.ts). */
export interface ChunkPackRow {
  /** Id of its first image. */
  id: number
  sheets: (PackedChunkRow | AnnotationChunkRow)[]
}

/** The effect of one history entry, read only to undo or redo it. Lists read the head. */
export interface HistoryRow {
  image_id: number
  seq: number
  steps: HistoryStep[]
}

/** The changed fields of an annotation before and after. null: it did not exist, and the other side is the whole row. */
export interface HistoryStep {
  id: number
  before: Partial<AnnotationRow> | null
  after: Partial<AnnotationRow> | null
}

/** `bytes`: approximate size of its steps. `by` is missing in what older versions stored. */
export type HistoryHeadEntry = Omit<HistoryEntry, 'by'> & { bytes: number; by?: string | null }

/** The history of an image, oldest entry first. Of each session the undone entries come last. */
export interface HistoryHeadRow {
  image_id: number
  last_seq: number
  entries: HistoryHeadEntry[]
}
