/** How numbers, sizes and states are put into words. */
import type { ImageState } from '@/contract/image'

export const counted = (count: number, noun: string) => `${count.toLocaleString()} ${count === 1 ? noun : plural(noun)}`

const plural = (noun: string) => (noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`)

export const states: { id: ImageState; label: string }[] = [
  { id: 'unlabelled', label: 'Unlabelled' },
  { id: 'in_progress', label: 'In progress' },
  { id: 'done', label: 'Done' },
  { id: 'done_empty', label: 'Done, nothing in it' },
  { id: 'needs_fix', label: 'Needs fix' },
]

export const stateLabel = (state: ImageState) => states.find(({ id }) => id === state)?.label ?? state

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** Bytes as people read them: "1.4 GB". */
export function sizeText(bytes: number): string {
  const unit = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** unit
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 })} ${UNITS[unit]}`
}
