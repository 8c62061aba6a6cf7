/** COCO in and out over the API. */
import { boolParam } from './params'
import { z } from './zod'

export const CocoImportQuery = z.object({
  upload: z.string().optional().describe('Id of an upload; then there is no body'),
  dry_run: boolParam.default(false).describe('Answer what would happen, change nothing'),
  add_missing: boolParam.default(false).describe('Add images that the dataset lacks as placeholders'),
})

/** A notice or an error of an import (D27). */
export const ImportNote = z
  .object({
    category: z.string().optional(),
    file_name: z.string().optional(),
    annotation: z.union([z.number(), z.string()]).optional(),
    image_id: z.union([z.number(), z.string()]).optional(),
    message: z.string(),
  })
  .meta({ id: 'ImportNote' })

export const ImportResult = z
  .object({
    id: z.number().int().describe('The task'),
    name: z.string(),
    dry_run: z.boolean(),
    errors: z.array(ImportNote).describe('At most 100 of a kind; all of them in the logs of the task'),
    images: z.object({
      total: z.number().int(),
      matched: z.number().int(),
      added: z.number().int(),
      missing: z.number().int(),
      ambiguous: z.number().int(),
    }),
    categories: z.object({ total: z.number().int(), created: z.number().int(), matched: z.number().int() }),
    annotations: z.object({
      total: z.number().int(),
      created: z.number().int(),
      updated: z.number().int(),
      unchanged: z.number().int(),
      skipped: z.number().int(),
      refused: z.number().int(),
      renumbered: z.number().int(),
    }),
  })
  .meta({ id: 'ImportResult' })

/** Of an import of an archive. */
export const ArchiveResult = ImportResult.extend({
  pictures: z.object({
    total: z.number().int(),
    added: z.number().int(),
    skipped: z.number().int().describe('There already, under their path'),
    refused: z.number().int().describe('Of no format that can be shown; each is named in errors'),
  }),
}).meta({ id: 'ArchiveResult' })

export const CocoExportQuery = z.object({
  categories: z.string().optional().describe('Category ids, separated by commas; absent or empty: all'),
  empty: z.enum(['none', 'done', 'all']).optional(),
  with_empty_images: boolParam.optional(),
  ids: z.enum(['ours', 'imported', 'contiguous']).default('ours'),
  segmentation: z.enum(['auto', 'polygons', 'rle']).default('auto'),
  pictures: z.enum(['all', 'listed']).default('all').describe('export.zip: every picture, or those in the JSON'),
})

export const ValidationProblem = z
  .object({
    image_id: z.number().int().optional(),
    annotation_id: z.number().int().optional(),
    category_id: z.number().int().optional(),
    field: z.string(),
    severity: z.enum(['error', 'warning']).describe('error: training or evaluation breaks or goes wrong silently'),
    message: z.string(),
    repair: z.string().optional().describe('What a repair would do; it is never done unasked'),
  })
  .meta({ id: 'ValidationProblem' })

export const ValidationResult = z
  .object({
    images: z.number().int(),
    annotations: z.number().int(),
    errors: z.number().int(),
    warnings: z.number().int(),
    problems: z.array(ValidationProblem).describe('At most 1,000'),
  })
  .meta({ id: 'ValidationResult' })

export const Upload = z.object({ id: z.string(), size: z.number().int() }).meta({ id: 'Upload' })

export type ImportNote = z.infer<typeof ImportNote>
export type ImportResult = z.infer<typeof ImportResult>
export type ValidationProblem = z.infer<typeof ValidationProblem>
export type ValidationResult = z.infer<typeof ValidationResult>
export type ArchiveResult = z.infer<typeof ArchiveResult>
export type CocoExportQuery = z.infer<typeof CocoExportQuery>
