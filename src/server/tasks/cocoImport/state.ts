/** Where an import of a COCO file stands: its checkpoint. Plain data. */
import type { Position } from '@/core/coco/parts'
import type { ArchiveImportQuery, CocoImportQuery, ImportResult } from '@/contract/coco'
import type { IdsUsed } from '../../db/tasks/imports'
import type { KeypointRearrangement } from '../../db/images/keypointRearrange'
import { sizes } from './sizes'
import type { Notes } from './report'

export interface CocoSource {
  /** Id of the upload that holds the file. */
  upload: string
  file_name: string
  /** Folder of the dataset that the file's names are relative to; '' for its root. */
  folder: string
}

export interface CocoOptions {
  dataset: number
  task: number
  dry_run: boolean
  add_missing: boolean
  /** What to do where nothing tells whether a file counts the stored pixels of turned pictures. */
  turned: ArchiveImportQuery['turned']
  /** What to do where a category here has keypoints of other names. */
  definitions: CocoImportQuery['definitions']
}

/** So many ids, one after the other. */
export interface Spare {
  first: number
  count: number
}

export type Counts = Pick<ImportResult, 'images' | 'categories' | 'annotations'>

export interface CocoState {
  phase: 'stage' | 'categories' | 'rearrange' | 'images' | 'annotations' | 'places' | 'finish'
  /** Records staged so far. */
  chunks: { images: number; categories: number; top: number; annotations: number; places: number }
  /** Where reading goes on; null at the beginning. */
  position: Position | null
  /** Annotations are not staged, since the file is small enough to be held. */
  held: boolean
  /** Else they are staged by image, in so many buckets, so that the images of one fit the memory. */
  buckets: number
  /** Largest ids of the file that could be ours. */
  largest: { annotation: number; image: number }
  import_id: number
  /** Of annotations that are here, where categories were redefined. */
  rearrangements?: KeypointRearrangement[]
  /** Ids above these were never used before this import. */
  used: IdsUsed
  /** Ids drawn for annotations of the next step; absent: none. */
  spare?: Spare
  /** The record of images, the bucket or the part of what is settled that is next. */
  at: number
  /** Images of that bucket that are done. */
  within: number
  counts: Counts
  /** What kept totals have to grow by, once all is there. */
  totals: Record<string, number>
  notes: Notes
}

const MAX_BUCKETS = 256

export function newCocoState(size: number): CocoState {
  const held = size <= sizes.held
  return {
    phase: 'stage',
    chunks: { images: 0, categories: 0, top: 0, annotations: 0, places: 0 },
    position: null,
    held,
    buckets: held ? 1 : Math.min(MAX_BUCKETS, Math.max(1, Math.ceil(size / sizes.bucket))),
    largest: { annotation: 0, image: 0 },
    import_id: 0,
    used: { annotation: 0, image: 0, category: 0 },
    at: 0,
    within: 0,
    counts: {
      images: { total: 0, matched: 0, added: 0, missing: 0, ambiguous: 0, turned: 0, unclear: 0 },
      categories: { total: 0, created: 0, matched: 0, differing: 0 },
      annotations: { total: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0, renumbered: 0 },
    },
    totals: {},
    notes: { kept: [], kinds: {} },
  }
}

/**
 * A checkpoint of a version that kept totals as it went has none to go on from: the file is read again. What is there is recognised,
 * and the places that are staged are kept, since nothing else says where those annotations are.
 */
export const asNow = (state: CocoState, size: number): CocoState =>
  'totals' in state ? state : { ...newCocoState(size), chunks: { ...newCocoState(size).chunks, places: (state as CocoState).chunks.places }, notes: (state as CocoState).notes }

/** Largest id that an import may bring. */
export const MAX_ID = 2 ** 48

export const isOurId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 1 && (id as number) <= MAX_ID
