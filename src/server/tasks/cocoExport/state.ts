/** The checkpoint of a COCO export. Plain data. */
import type { Position } from '@/core/coco/parse/parts'

export interface ExportState {
  phase: 'start' | 'write' | 'join' | 'verify'
  /** Number of images written. */
  at: number
  total: number
  /** Number of records staged in each list. */
  chunks: number
  /** Number of elements in the lists of each file. */
  counts: { images: number; annotations: number }[]
  /** Names of the parts of a split; absent: one file. */
  parts?: string[]
  /** Id of the stored export; 0 before there is one. */
  export: number
  /** Index of the file that is read back. */
  file: number
  /** Where reading it back continues. */
  position: Position | null
  isVerified: boolean
}

/** Size of one step. Tests make it smaller. */
export const exportSizes = {
  images: 300,
  /** Approximate number of annotations. */
  annotations: 2500,
  /** Bytes that are read back. */
  slice: 2 * 1024 * 1024,
}

export const noCounts = (files: number): ExportState['counts'] =>
  Array.from({ length: files }, () => ({ images: 0, annotations: 0 }))

export const newExportState = (files: number): ExportState => ({
  phase: 'start',
  at: 0,
  total: 0,
  chunks: 0,
  counts: noCounts(files),
  export: 0,
  file: 0,
  position: null,
  isVerified: false,
})

export function exportProgress({ phase, at, total, file, counts, position }: ExportState): number {
  if (phase === 'start') return 0
  if (phase === 'write') return (80 * at) / Math.max(1, total)
  if (phase === 'join') return 80
  const read = position ? (position.counts.annotations + 1) / (counts[file]!.annotations + 1) : 0
  return Math.min(99, 82 + (17 * (file + read)) / counts.length)
}
