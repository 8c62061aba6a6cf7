/** Bins of a histogram as rows of a plot. */
import type { DatasetDistributions } from '@/contract/distributions'

export type Bin = DatasetDistributions['areas'][number]

/** Bins from the first to the last that is not empty. */
export function trimmed(bins: Bin[]): Bin[] {
  const first = bins.findIndex(({ count }) => count > 0)
  const last = bins.findLastIndex(({ count }) => count > 0)
  return first < 0 ? [] : bins.slice(first, last + 1)
}

/** "2–5", "≤ 2", "> 5". */
export function rangeText(above: number | null, most: number | null, text: (value: number) => string): string {
  if (above === null) return most === null ? '' : `≤ ${text(most)}`
  return most === null ? `> ${text(above)}` : `${text(above)}–${text(most)}`
}
