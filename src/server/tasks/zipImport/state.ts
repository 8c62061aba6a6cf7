/** Where an import of an archive stands: its checkpoint. Plain data. */
import type { CocoState, Counts } from '../cocoImport/state'
import { newCocoState } from '../cocoImport/state'
import type { Notes } from '../cocoImport/report'

/** A dry run of the COCO files of an archive, before they are imported. */
export interface Trial {
  isOver: boolean
  /** The notes before the trial. Its own notes are dropped, because the import makes them again. */
  notes: Notes
}

export interface ZipState {
  phase: 'inspect' | 'verify' | 'pictures' | 'coco'
  /** Of the phase: the entry, the picture or the COCO file that is next. */
  at: number
  files: number
  /** COCO files that are none, by number. */
  passed: number[]
  /** Of the COCO file at `at`; null before it is unpacked. */
  coco: CocoState | null
  /** Bytes of that file. Absent in tasks of older versions. */
  cocoSize?: number
  /** Some picture of it is stored turned. Absent: none so far. */
  hasTurned?: boolean
  /** Of its COCO files; null: they need none. Absent before the first of them, and in tasks of older versions. */
  trial?: Trial | null
  pictures: { total: number; added: number; skipped: number; refused: number }
  counts: Counts
  notes: Notes
}

/** What the archive holds, staged once: numbers of its files. */
export interface ZipPlan {
  pictures: { file: number; path: string }[]
  cocos: { file: number; name: string; folder: string }[]
}

export const newZipState = (): ZipState => ({
  phase: 'inspect',
  at: 0,
  files: 0,
  passed: [],
  coco: null,
  pictures: { total: 0, added: 0, skipped: 0, refused: 0 },
  counts: newCocoState(0).counts,
  notes: { kept: [], kinds: {} },
})

/** Adds the counts of one COCO file to those before it. */
export function addCounts(before: Counts, more: Counts): Counts {
  const add = <Group extends Record<string, number>>(a: Group, b: Group) =>
    Object.fromEntries(Object.entries(a).map(([name, number]) => [name, number + (b[name] ?? 0)])) as Group
  return {
    images: add(before.images, more.images),
    categories: add(before.categories, more.categories),
    annotations: add(before.annotations, more.annotations),
  }
}
