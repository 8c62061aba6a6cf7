/** Everything that is stored, out and back in: src/contract/backup.ts. */
import type { BackupResult, BackupState } from '@/contract/backup'
import { apiUrl, request } from './client'

export const backupApi = {
  state: () => request<BackupState>('GET', '/backup'),

  /** Into what is stored here; of two states of an object the later one stays. */
  merge: (file: File) => request<BackupResult>('POST', '/backup', { query: { merge: true }, file }),
}

/** Where the backup is downloaded: a plain link, so that the browser streams it to the disk. */
export const backupUrl = apiUrl('/backup.zip')
