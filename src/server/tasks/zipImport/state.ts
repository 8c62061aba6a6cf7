/** Where an import of an archive stands: its checkpoint. Plain data. */
import type { CocoState, Counts } from '../cocoImport/state'
import { newCocoState } from '../cocoImport/state'
import type { Notes } from '../cocoImport/report'
import type { LossCounts } from '@/core/formats/losses'
import type { NamedCategory } from '@/core/formats/toCoco'
import type { FormatId } from '@/core/formats/types'

/** A dry run of the COCO files of an archive, before they are imported. */
export interface Trial {
  isOver: boolean
  /** The notes before the trial. Its own notes are dropped, because the import makes them again. */
  notes: Notes
}

export interface ZipState {
  phase: 'inspect' | 'verify' | 'labels' | 'pictures' | 'coco'
  /** Of the phase: the entry, the image or the COCO file that is next. */
  at: number
  files: number
  /** COCO files that it has, of those that are none the numbers. */
  cocos: number
  passed: number[]
  /** Of the COCO file at `at`; null before it is unpacked. */
  coco: CocoState | null
  /** Bytes of that file. Absent in tasks of older versions. */
  cocoSize?: number
  /** Some image of it is stored turned. Absent: none so far. */
  hasTurned?: boolean
  /** Of its COCO files; null: they need none. Absent before the first of them, and in tasks of older versions. */
  trial?: Trial | null
  pictures: { total: number; added: number; skipped: number; refused: number }
  counts: Counts
  notes: Notes
  /** Of its label files; null: they are COCO files, or there are none. Absent in tasks of older versions, as what follows. */
  format: FormatId | null
  /** Of the label files read so far. */
  categories: NamedCategory[]
  losses: LossCounts
  seen: Record<string, unknown>
  /** Records of label files staged so far. */
  chunks: number
}

/** What the archive holds, staged once: numbers of its files. */
export interface ZipPlan {
  pictures: { file: number; path: string }[]
  /** `file` -1: it is not in the archive, but was made of its label files. */
  cocos: { file: number; name: string; folder: string }[]
  /** Of a format other than COCO. */
  format?: FormatId
  /** All files, without the outer folder. */
  names?: [name: string, file: number][]
  labels?: number[]
}

export const newZipState = (): ZipState => ({
  phase: 'inspect',
  at: 0,
  files: 0,
  cocos: 0,
  passed: [],
  coco: null,
  pictures: { total: 0, added: 0, skipped: 0, refused: 0 },
  counts: newCocoState(0).counts,
  notes: { kept: [], kinds: {} },
  format: null,
  categories: [],
  losses: {},
  seen: {},
  chunks: 0,
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
