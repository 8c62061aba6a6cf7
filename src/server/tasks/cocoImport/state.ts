/** The checkpoint of a COCO import, as plain data, and what its steps work with. */
import type { Position } from '@/core/coco/parse/parts'
import type { ArchiveImportQuery, CocoImportQuery, ImportResult } from '@/contract/coco'
import type { IdsUsed } from '../../db/tasks/imports'
import type { KeypointRearrangement } from '../../db/images/keypointRearrange'
import type { Memory } from '../kind'
import { sizes } from './sizes'
import type { Notes } from './report'

export interface CocoSource {
  /** Id of the upload that holds the file. */
  upload: string
  file_name: string
  /** Folder of the dataset to which the file names are relative; '' is its root. */
  folder: string
}

export interface CocoOptions {
  dataset: number
  task: number
  dry_run: boolean
  add_missing: boolean
  /** What to do with annotations of rotated images if it is unclear whether they count stored or upright pixels. */
  turned: ArchiveImportQuery['turned']
  /** What to do where a category here has keypoints of other names. */
  definitions: CocoImportQuery['definitions']
  /** Of a dry run: paths of the images that would be stored before the file is imported. */
  coming?: string[]
}

/** Everything that a step of an import works with. */
export interface CocoRun {
  options: CocoOptions
  source: CocoSource
  /** The COCO file. */
  blob: Blob
  state: CocoState
  memory: Memory
}

/** A range of consecutive ids. */
export interface Spare {
  first: number
  count: number
}

export type Counts = Pick<ImportResult, 'images' | 'categories' | 'annotations'>

export interface CocoState {
  phase: 'stage' | 'categories' | 'rearrange' | 'images' | 'annotations' | 'places' | 'finish'
  /** Number of staged records, by list. */
  chunks: { images: number; categories: number; top: number; annotations: number; places: number }
  /** Where reading continues; null at the beginning. */
  position: Position | null
  /** The file is small enough for its annotations to be buffered in memory; they are not staged. */
  held: boolean
  /** Number of buckets in which annotations are staged by image, so that each bucket fits in memory. */
  buckets: number
  /** Largest valid ids in the file. */
  largest: { annotation: number; image: number }
  /** The file was made here, of label files that give annotations no ids: that they get new ones is nothing to say. */
  isMade?: boolean
  /** Of a list of results: all of its annotations are predictions. */
  isResults?: boolean
  import_id: number
  /** Entries that had NaN or Infinity, to be named. */
  literals?: string[]
  /** Changes of keypoints of stored annotations whose categories the file redefines. */
  rearrangements?: KeypointRearrangement[]
  /** The last ids used before this import. */
  used: IdsUsed
  /** Ids reserved for annotations of the next step; absent: none. */
  spare?: Spare
  /** Index of what is next in the phase: the record of images, the bucket, or the part of the locations. */
  at: number
  /** Number of images of the current bucket that are done. */
  within: number
  counts: Counts
  /** Deltas of totals, which the last phase adds. */
  totals: Record<string, number>
  notes: Notes
}

const MAX_BUCKETS = 256

export function newCocoState(size: number): CocoState {
  const held = size <= sizes.buffered
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
 * Upgrades a checkpoint of an older version, which has no `totals`: the file is read again from the beginning. Annotations that were
 * stored are recognised. Staged locations are kept, because nothing else records where those annotations are.
 */
export const upgradeState = (state: CocoState, size: number): CocoState =>
  'totals' in state
    ? state
    : {
        ...newCocoState(size),
        chunks: { ...newCocoState(size).chunks, places: (state as CocoState).chunks.places },
        notes: (state as CocoState).notes,
      }

/** Largest id that an import may bring. */
export const MAX_ID = 2 ** 48

export const isOurId = (id: unknown): id is number =>
  Number.isInteger(id) && (id as number) >= 1 && (id as number) <= MAX_ID
