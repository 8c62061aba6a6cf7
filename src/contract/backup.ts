/** Everything that is stored, as one archive. */
import { z } from './zod'

/** One more with every change of what an archive holds. */
export const BACKUP_VERSION = 1

/** `backup.json` of an archive. */
export const BackupHead = z.object({
  format: z.literal('atoll backup').describe('What this file is'),
  version: z.number().int().min(1).describe('Of the format'),
  created_at: z.number().describe('Milliseconds since 1970-01-01, UTC'),
})

export const BackupResult = z
  .object({
    success: z.literal(true).describe('It is restored'),
    datasets: z.number().int().describe('That were restored, the trash included'),
    categories: z.number().int().describe('That were restored, the trash included'),
    images: z.number().int().describe('That were restored, the trash included'),
    annotations: z.number().int().describe('That were restored, the trash included'),
    files: z.number().int().describe('Pictures that were restored'),
  })
  .meta({ id: 'BackupResult' })

export type BackupResult = z.infer<typeof BackupResult>
