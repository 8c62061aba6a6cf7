/** Where the writing of a COCO file stands: its checkpoint. Plain data. */
import type { Position } from '@/core/coco/parts'

export interface ExportState {
  phase: 'start' | 'write' | 'join' | 'verify'
  /** Images that are written. */
  at: number
  total: number
  /** Records staged so far, of each list. */
  chunks: number
  /** What the lists of each file hold. */
  counts: { images: number; annotations: number }[]
  /** Id of the kept file; 0 before there is one. */
  export: number
  /** The file that is read back, and how far that is. */
  file: number
  position: Position | null
  isVerified: boolean
}

/** How much one step does. Tests make the steps smaller. */
export const exportSizes = {
  images: 300,
  /** Annotations, about. */
  annotations: 2500,
  /** Bytes read back. */
  slice: 2 * 1024 * 1024,
}

export const newExportState = (files: number): ExportState => ({
  phase: 'start',
  at: 0,
  total: 0,
  chunks: 0,
  counts: Array.from({ length: files }, () => ({ images: 0, annotations: 0 })),
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
