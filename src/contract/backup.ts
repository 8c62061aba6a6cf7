/** Backup: everything that is stored, in one archive. */
import { boolParam } from './params'
import { z } from './zod'

/** Version of the archive's contents. Increased with every change of them. */
export const BACKUP_VERSION = 1

export const BackupState = z
  .object({
    last_at: z
      .number()
      .int()
      .nullable()
      .describe('When the last backup was read to its end, in milliseconds since 1970-01-01, UTC; null: none was'),
    changed: z.boolean().describe('Something was changed since that one began'),
  })
  .meta({ id: 'BackupState' })

export type BackupState = z.infer<typeof BackupState>

/** Contents of `backup.json` in an archive. */
export const BackupHead = z.object({
  format: z.literal('atoll backup').describe('What this file is'),
  version: z.number().int().min(1).describe('Of the format'),
  created_at: z.number().describe('Milliseconds since 1970-01-01, UTC'),
})

export const BackupQuery = z.object({
  merge: boolParam.default(false).describe('Merge it into what is stored; else nothing may be stored yet'),
})

const MergeCounts = z
  .object({
    added: z.number().int().describe('That were not here'),
    replaced: z.number().int().describe('Whose state in the archive is the later one'),
    same: z.number().int().describe('That are here as they are in the archive; categories also by their name'),
    kept: z.number().int().describe('Whose state here is the later one'),
    renumbered: z.number().int().describe('Of those added: that got another id, since theirs was used here'),
  })
  .meta({ id: 'MergeCounts' })

const Merged = z
  .object({
    datasets: MergeCounts.describe('The trash included'),
    categories: MergeCounts.describe('The trash included'),
    images: MergeCounts.describe('The trash included'),
    annotations: MergeCounts.describe('The trash included'),
    files: z.number().int().describe('Images that were stored'),
    renamed: z.array(z.string()).describe('Names and paths that were taken: the old one, an arrow, the new one'),
  })
  .meta({ id: 'Merged' })

export type MergeCounts = z.infer<typeof MergeCounts>
export type Merged = z.infer<typeof Merged>

export const BackupResult = z
  .object({
    success: z.literal(true).describe('It is restored'),
    datasets: z.number().int().describe('In the archive, the trash included'),
    categories: z.number().int().describe('In the archive, the trash included'),
    images: z.number().int().describe('In the archive, the trash included'),
    annotations: z.number().int().describe('In the archive, the trash included'),
    files: z.number().int().describe('Images in the archive'),
    merged: Merged.optional().describe('What became of each object, when it was merged'),
  })
  .meta({ id: 'BackupResult' })

export type BackupResult = z.infer<typeof BackupResult>
