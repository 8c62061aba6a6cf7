/** Reminds of a backup when the last one is old and something was changed since; at most once a day. */
import type { BackupState } from '@/contract/backup'
import { backupApi, backupUrl } from '../api/backup'
import { readObject, writeJson } from '../deviceStorage'
import { t } from '../i18n'
import { agoText } from '../i18n/format'
import { useMessages } from './messages'

const DAY = 24 * 60 * 60 * 1000
/** A backup is old after so long; without one, what was first changed so long ago. */
const OLD = 7 * DAY
const KEY = `atoll:${import.meta.env.BASE_URL}:backup-reminder`

/** Milliseconds since 1970; on this device. */
interface Remembered {
  /** When changes without any backup were first seen. */
  since?: number
  remindedAt?: number
}

/** What to remember, and whether to remind now. */
export function remindOf(
  { last_at, changed }: BackupState,
  remembered: Remembered,
  now: number,
): { remembered: Remembered; isDue: boolean } {
  if (!changed) return { remembered: {}, isDue: false }
  const since = last_at === null ? (remembered.since ?? now) : undefined
  const isDue = now - (last_at ?? since!) >= OLD && now - (remembered.remindedAt ?? 0) >= DAY
  return { remembered: { since, remindedAt: isDue ? now : remembered.remindedAt }, isDue }
}

export async function remindOfBackup(): Promise<void> {
  const state = await backupApi.state().catch(() => null)
  if (!state) return
  const { remembered, isDue } = remindOf(state, readObject(KEY) as Remembered, Date.now())
  const isStored = writeJson(KEY, remembered)
  // without storage it would remind at every visit
  if (!isDue || !isStored) return
  const text = state.last_at === null ? t('storage.noBackup') : t('storage.oldBackup', { ago: agoText(state.last_at) })
  useMessages().say(text, { label: t('storage.backUp'), run: () => void (location.href = backupUrl) })
}
