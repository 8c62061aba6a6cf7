/** COCO in and out over the API. */
import { PROBLEM_KINDS } from '@/core/coco/check/problem'
import { Id, Timestamp } from './common'
import { boolParam, intParam } from './params'
import { Task } from './task'
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
    field: z.string().optional().describe('Of the annotation'),
    severity: z.enum(['error', 'warning']).optional().describe('warning: it stays as it came'),
    repair: z.string().optional().describe('What was done; absent with severity error: refused'),
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
  segmentation: z.enum(['auto', 'polygons', 'rle']).default('auto').describe('polygons: where nothing is lost by it'),
  states: z.string().optional().describe('States of images, separated by commas; absent or empty: all'),
  pictures: z.enum(['all', 'listed']).default('all').describe('export.zip: every picture, or those in the JSON'),
  split: z.string().optional().describe('export.zip: parts by name and share, as train:0.8,val:0.1,test:0.1; every category is spread over all of them'),
  seed: intParam.default(1).describe('Of a split: the same seed gives the same parts'),
})

/** A COCO file as an export has it: what stands in it is described by the format. */
export const CocoFile = z
  .looseObject({
    info: z.looseObject({}),
    licenses: z.array(z.unknown()),
    images: z.array(z.looseObject({ id: z.union([z.number(), z.string()]), file_name: z.string(), width: z.number(), height: z.number() })),
    categories: z.array(z.looseObject({ id: z.union([z.number(), z.string()]), name: z.string() })),
    annotations: z.array(z.looseObject({ id: z.union([z.number(), z.string()]) })),
  })
  .meta({ id: 'CocoFile' })

export const ExportTask = Task.extend({ celery_id: z.string().describe('The same id, as older clients ask for it') }).meta({ id: 'ExportTask' })

export const Export = z
  .object({
    id: Id,
    dataset_id: Id,
    path: z.string().describe('Virtual'),
    tags: z.array(z.string()).describe('COCO, and the names of its categories'),
    categories: z.array(z.number().int()),
    created_at: Timestamp,
    ago: z.string().describe('The largest unit: "3 days"'),
  })
  .meta({ id: 'Export' })

export const ValidationProblem = z
  .object({
    image_id: z.number().int().optional(),
    annotation_id: z.number().int().optional(),
    category_id: z.number().int().optional(),
    kind: z.enum(PROBLEM_KINDS),
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
    repaired: z.number().int().describe('Problems that a repair was asked for and done'),
    kinds: z.record(z.string(), z.number().int()).describe('How many there are of each kind'),
    problems: z.array(ValidationProblem).describe('At most 1,000'),
  })
  .meta({ id: 'ValidationResult' })

/** Which repairs to do: those of some kinds, or of some problems. Nothing else is touched. */
export const ValidationRepair = z
  .object({
    kinds: z.array(z.enum(PROBLEM_KINDS)).default([]),
    problems: z.array(z.object({ kind: z.enum(PROBLEM_KINDS), annotation_id: Id.optional(), category_id: Id.optional() })).max(10_000).default([]),
  })
  .meta({ id: 'ValidationRepair' })

export const Upload = z.object({ id: z.string(), size: z.number().int() }).meta({ id: 'Upload' })

export type ImportNote = z.infer<typeof ImportNote>
export type ImportResult = z.infer<typeof ImportResult>
export type ValidationProblem = z.infer<typeof ValidationProblem>
export type ValidationResult = z.infer<typeof ValidationResult>
export type ValidationRepair = z.infer<typeof ValidationRepair>
export type Export = z.infer<typeof Export>
export type ExportTask = z.infer<typeof ExportTask>
export type ArchiveResult = z.infer<typeof ArchiveResult>
export type CocoExportQuery = z.infer<typeof CocoExportQuery>
