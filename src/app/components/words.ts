/** How numbers, sizes and states are put into words. */
import type { ImageState } from '@/contract/image'
import type { FolderImportProgress } from '@/contract/folderImport'

const numbers = new Intl.NumberFormat()

/** As `toLocaleString`, which takes many times as long. */
export const formatted = (count: number) => numbers.format(count)

export const counted = (count: number, noun: string) => `${formatted(count)} ${count === 1 ? noun : plural(noun)}`

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

/** Of the import of a folder; once it was chosen again, the count of what is here begins anew. */
export const takenIn = ({ done, refused, added, pictures }: FolderImportProgress) =>
  `${Math.max(added, done - refused).toLocaleString()} of ${pictures.toLocaleString()} taken in`

/** "3 h 20 min", "4 min 10 s", "8 s": the two largest units. */
export function timeText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${hours.toLocaleString()} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

/** "about 3 minutes left"; '' before anyone can tell. */
export function timeLeft(share: number, milliseconds: number): string {
  if (share <= 0 || milliseconds < 3000) return ''
  const seconds = (milliseconds * (1 - share)) / share / 1000
  if (seconds < 60) return 'less than a minute left'
  return `about ${seconds < 5400 ? counted(Math.round(seconds / 60), 'minute') : counted(Math.round(seconds / 3600), 'hour')} left`
}
