/** Texts about the progress of uploads. */
import type { FolderImportProgress } from '@/contract/folderImport'
import { t } from '../../i18n'

/** Progress of a folder import. The count of skipped files restarts when the folder is chosen again. */
export const takenIn = ({
  done,
  refused,
  added,
  pictures: count,
}: Pick<FolderImportProgress, 'done' | 'refused' | 'added' | 'pictures'>): string =>
  t('transfer.takenIn', { done: Math.max(added, done - refused), count })

/** "about 3 minutes left"; '' before anyone can tell. `share` is 0 to 1, of what took so many milliseconds. */
export function timeLeft(share: number, milliseconds: number): string {
  if (share <= 0 || milliseconds < 3000) return ''
  const seconds = (milliseconds * (1 - share)) / share / 1000
  if (seconds < 60) return t('transfer.lessThanMinute')
  return seconds < 5400
    ? t('transfer.minutesLeft', { count: Math.round(seconds / 60) })
    : t('transfer.hoursLeft', { count: Math.round(seconds / 3600) })
}
