// Backup and restore of everything. Schemas: src/contract/backup.ts
import { http } from 'msw'
import { BackupQuery } from '@/contract/backup'
import { badRequest } from '@/contract/errors'
import { backupName } from '@/contract/limits'
import { backupArchive } from '../backup/backupArchive'
import { readBackup, restoreBackup } from '../backup/restore'
import { backup } from '../db/backup/backup'
import { checkFreeSpace } from '../db/store/freeSpace'
import { attachment } from './http/download'
import { answerOnce, isForeign, json, path, readQuery } from './http/request'

export const backupZipHandlers = [
  http.get(path('/backup.zip'), ({ request }) =>
    attachment(backupArchive(!isForeign(request)), backupName(new Date()), 'application/zip'),
  ),
]

export const backupHandlers = [
  http.get(path('/backup'), async () => json(await backup.state())),

  http.post(path('/backup'), async ({ request }) => {
    const { merge } = readQuery(request, BackupQuery)
    const archive = await request.blob()
    if (archive.size === 0) throw badRequest('The body is empty: send the archive itself as the body.')
    await checkFreeSpace(2 * archive.size)
    // a repeated request gets its first answer, whatever is stored now
    if (!merge && !request.headers.has('idempotency-key')) await backup.assertEmpty()
    const contents = await readBackup(archive)
    return answerOnce(request, () => restoreBackup(contents, merge))
  }),
]
