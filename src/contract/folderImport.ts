/** Folder imports: tasks whose files a page sends one by one. */
import { Id } from './common'
import { z } from './zod'

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const FolderImportTotals = z
  .object({
    pictures: count.describe('How many files'),
    bytes: count.describe('Of all of them; 0 when that is not known yet'),
  })
  .meta({ id: 'FolderImportTotals' })

export const NewFolderImport = FolderImportTotals.extend({
  dataset_id: Id.describe('Where to'),
  folder: z.string().max(500).default('').describe('Its name, for people'),
}).meta({ id: 'NewFolderImport' })

export const ExistingFilesQuestion = z
  .object({
    files: z
      .array(z.object({ path: z.string().describe('Inside the dataset'), size: count.describe('In bytes') }))
      .max(1000)
      .describe('Files of the folder, at most 1,000 at a time'),
  })
  .meta({ id: 'ExistingFilesQuestion' })

export const ExistingFilesAnswer = z
  .object({
    hashes: z
      .array(z.string().nullable())
      .describe('For each file: the SHA-256 of the image under that path when it has that size, else null'),
  })
  .meta({ id: 'ExistingFilesAnswer' })

/** Progress of a folder import. */
export const FolderImportProgress = z
  .object({
    dataset_id: Id.describe('Where to'),
    folder: z.string().describe('Its name, for people'),
    pictures: count.describe('Files of the folder'),
    bytes: count.describe('Of all of them'),
    done: count.describe('Files that were dealt with'),
    done_bytes: count.describe('Of these'),
    added: count.describe('Images that came in, those before an interruption included'),
    skipped: count.describe('Files skipped because the dataset already has them'),
    refused: count.describe('Files that did not come in'),
  })
  .meta({ id: 'FolderImportProgress' })

export type NewFolderImport = z.infer<typeof NewFolderImport>
export type FolderImportTotals = z.infer<typeof FolderImportTotals>
export type FolderImportProgress = z.infer<typeof FolderImportProgress>
export type ExistingFilesQuestion = z.infer<typeof ExistingFilesQuestion>
export type ExistingFilesAnswer = z.infer<typeof ExistingFilesAnswer>
