/** Where an export in a format other than COCO stands: its checkpoint. Plain data. */
import type { LossCounts } from '@/core/formats/losses'
import type { Totals } from '@/core/formats/types'

export interface FormatState {
  phase: 'start' | 'write' | 'join'
  /** Images that are written. */
  at: number
  total: number
  /** Records staged so far, of each list. */
  chunks: number
  /** Files that images share. */
  shared: string[]
  splits: Totals['splits']
  losses: LossCounts
  /** Of the writer. */
  memo: Record<string, unknown>
  images: number
  annotations: number
  /** The first paths of the archive. */
  first: string[]
  /** Id of the kept export; 0 before there is one, and in a preview. */
  export: number
}

export const newFormatState = (): FormatState => ({
  phase: 'start',
  at: 0,
  total: 0,
  chunks: 0,
  shared: [],
  splits: {},
  losses: {},
  memo: {},
  images: 0,
  annotations: 0,
  first: [],
  export: 0,
})
