/** Import and export of COCO files. */
import { PROBLEM_KINDS } from '@/core/coco/check/problem'
import { Id, Timestamp } from './common'
import { FormatId, Loss } from './formats'
import { boolParam, intParam } from './params'
import { Task } from './task'
import { z } from './zod'

export const CocoImportQuery = z.object({
  upload: z.string().optional().describe('Id of an upload; then there is no body'),
  dry_run: boolParam.default(false).describe('Answer what would happen, change nothing'),
  add_missing: boolParam.default(false).describe('Add images that the dataset lacks as placeholders'),
  definitions: z
    .enum(['auto', 'map', 'separate', 'replace'])
    .default('auto')
    .describe(
      'Where a category has keypoints of other names here. auto, separate: a category of its own; map: points by name, others left out; replace: the definition of the file, and the annotations here are rearranged',
    ),
  result_ids: z
    .enum(['auto', 'ours', 'imported'])
    .default('auto')
    .describe(
      'Of a list of results, whose annotations become predictions: whose ids name its images and categories. auto: those that know more of them',
    ),
  turned: z
    .enum(['no', 'yes'])
    .default('no')
    .describe(
      'Of images that are stored turned, where nothing tells whether the file counts their stored pixels. no: it counts the upright ones; yes: its annotations are turned',
    ),
})

/** The images of an archive are added even if its COCO files need an answer first. */
export const ArchiveImportQuery = CocoImportQuery.extend({
  dry_run: boolParam
    .default(false)
    .describe('Answer what would happen, store nothing: images of the archive count as matched'),
  preview: boolParam
    .default(false)
    .describe('As dry_run, where the label files are of a format other than COCO; else the archive is imported'),
  format: z
    .enum(['auto', ...FormatId.options])
    .default('auto')
    .describe(
      'Format of the label files. auto: told from what is in them; where two fit, the answer is 400 with `candidates`',
    ),
  names: z
    .string()
    .optional()
    .describe('Names of the classes, separated by commas or each on a line of its own, where no file names them'),
  turned: z
    .enum(['no', 'yes', 'ask'])
    .default('no')
    .describe(
      'As for a COCO file. ask: where nothing tells, the images come in and no annotation: `dry_run` of the answer is true, and the same archive again with yes or no imports them',
    ),
})

/** A notice or an error of an import. */
export const ImportNote = z
  .object({
    category: z.string().optional().describe('Name of the category it is about'),
    file_name: z.string().optional().describe('The image it is about'),
    annotation: z.union([z.number(), z.string()]).optional().describe('Id in the file of the annotation it is about'),
    image_id: z.union([z.number(), z.string()]).optional().describe('Id in the file of its image'),
    field: z.string().optional().describe('Of the annotation'),
    severity: z.enum(['error', 'warning']).optional().describe('warning: it stays as it came'),
    repair: z.string().optional().describe('What was done; absent with severity error: refused'),
    kind: z
      .enum(['renumbered'])
      .optional()
      .describe('renumbered: nothing is lost, the annotation got another id than in the file'),
    message: z.string().describe('One sentence for people'),
  })
  .meta({ id: 'ImportNote' })

export const ImportResult = z
  .object({
    id: z.number().int().describe('The task'),
    name: z.string().describe('Name of the task'),
    dry_run: z.boolean().describe('Nothing was changed: it is what would happen'),
    errors: z.array(ImportNote).describe('At most 100 of a kind; all of them in the logs of the task'),
    images: z
      .object({
        total: z.number().int().describe('In the file'),
        matched: z.number().int().describe('Are in the dataset'),
        added: z.number().int().describe('As placeholders'),
        missing: z.number().int().describe('Are not in the dataset'),
        ambiguous: z.number().int().describe('Fit several images of the dataset'),
        turned: z
          .number()
          .int()
          .describe('Their annotations count the stored pixels of an image that EXIF turns, and are turned with it'),
        unclear: z
          .number()
          .int()
          .describe('Nothing tells which pixels of a turned image their annotations count: `turned` decides'),
      })
      .describe('Images'),
    categories: z
      .object({
        total: z.number().int().describe('In the file'),
        created: z.number().int().describe('Are new'),
        matched: z.number().int().describe('Were there, by name'),
        differing: z.number().int().describe('Have keypoints of other names here: `definitions` decides'),
      })
      .describe('Categories'),
    annotations: z
      .object({
        total: z.number().int().describe('In the file'),
        created: z.number().int().describe('Are new'),
        updated: z.number().int().describe('Were there and got fields they lacked'),
        unchanged: z.number().int().describe('Were there as they are'),
        skipped: z.number().int().describe('Their image or category is not in the dataset'),
        refused: z.number().int().describe('Cannot be used; errors says why'),
        renumbered: z.number().int().describe('Got another id than in the file'),
      })
      .describe('Annotations'),
  })
  .meta({ id: 'ImportResult' })

/** Result of the import of an archive. */
export const ArchiveResult = ImportResult.extend({
  dry_run: z
    .boolean()
    .describe(
      'It is what would happen: of a dry run, of a preview, or since `turned=ask` has something to ask; then the images are stored',
    ),
  pictures: z
    .object({
      total: z.number().int().describe('In the archive'),
      added: z.number().int().describe('Are new'),
      skipped: z.number().int().describe('There already, under their path'),
      refused: z.number().int().describe('Of no format that can be shown; each is named in errors'),
    })
    .describe('Images'),
  format: FormatId.nullable().describe('Of the label files; null: there are none'),
  losses: z.array(Loss).describe('What of the label files is left out or changed'),
  class_names: z
    .array(z.string())
    .optional()
    .describe('Present where no file names the classes: what they are called. `names` of the import gives others'),
}).meta({ id: 'ArchiveResult' })

export const CocoExportQuery = z.object({
  categories: z.string().optional().describe('Category ids, separated by commas; absent or empty: all'),
  empty: z
    .enum(['none', 'done', 'all'])
    .optional()
    .describe('Which images without annotations are listed; done: those that are marked so'),
  with_empty_images: boolParam.optional().describe('Older spelling of empty: true is all, false is none'),
  predictions: boolParam.default(false).describe('true: also what models predicted and nobody has accepted yet'),
  ids: z
    .enum(['ours', 'imported', 'contiguous'])
    .default('ours')
    .describe('imported: those of the imported file; contiguous: categories from 1 without gaps'),
  segmentation: z
    .enum(['auto', 'polygons', 'rle'])
    .default('auto')
    .describe('polygons: where nothing is lost by it; rle: masks'),
  bbox_only: z
    .enum(['none', 'rectangle'])
    .default('none')
    .describe(
      'Outline of an annotation that is a box alone; rectangle: its four corners, for tools that make masks of all',
    ),
  as_imported: boolParam
    .default(false)
    .describe('export.zip: an annotation of keypoints alone has no box and area where its file had none'),
  compat: z
    .enum(['coco-annotator', 'none'])
    .default('coco-annotator')
    .describe('coco: coco-annotator adds the fields of the API; none: COCO alone, as export.zip has it'),
  orientation: z
    .enum(['upright', 'original'])
    .default('upright')
    .describe(
      'Of images that EXIF or the like turns. upright: coordinates are those of the upright image, and export.zip writes it so; original: coordinates are turned back to the stored pixels, and the bytes stay as they came',
    ),
  states: z.string().optional().describe('States of images, separated by commas; absent or empty: all'),
  pictures: z
    .enum(['all', 'listed', 'none'])
    .default('all')
    .describe('export.zip: every image, those in the JSON, or none'),
  split: z
    .string()
    .optional()
    .describe(
      'export.zip: parts by name and share, as train:0.8,val:0.1,test:0.1; every category is spread over all of them. stored: those that the images have',
    ),
  selection: z
    .string()
    .optional()
    .describe('Id of an upload that holds a JSON list of image ids: of the dataset these only'),
  query: z.string().optional().describe('Only the images that a query finds, as in `GET /dataset/{id}/images`'),
  format: FormatId.default('coco').describe('export.zip: the format of the label files, see GET /formats'),
  joins: z
    .enum(['bridge', 'refuse'])
    .default('bridge')
    .describe(
      'Formats of single outlines: several parts are joined and holes bridged, or such annotations are left out',
    ),
  exact: boolParam.default(false).describe('voc: coordinates are not rounded to whole pixels'),
  seed: intParam.default(1).describe('Of a split: the same seed gives the same parts'),
})

const CocoId = z.union([z.number(), z.string()])

/** An exported COCO file. The COCO format describes its fields. */
export const CocoFile = z
  .looseObject({
    info: z.looseObject({}).optional().describe('About the file'),
    licenses: z.array(z.unknown()).optional().describe('Of the images, as an import had them'),
    images: z
      .array(
        z.looseObject({
          id: CocoId.describe('Of the image'),
          file_name: z.string().describe('Path inside the dataset'),
          width: z.number().describe('Pixels'),
          height: z.number().describe('Pixels'),
        }),
      )
      .describe('Images, with all documented fields'),
    categories: z
      .array(z.looseObject({ id: CocoId.describe('Of the category'), name: z.string().describe('Its name') }))
      .describe('Categories, with keypoints and skeleton where there are some'),
    annotations: z
      .array(
        z.looseObject({
          id: CocoId.describe('Of the annotation'),
          image_id: CocoId.describe('Its image'),
          category_id: CocoId.describe('Its category'),
        }),
      )
      .describe('Annotations: segmentation, area, bbox, iscrowd, keypoints'),
  })
  .meta({ id: 'CocoFile' })

export const ExportTask = Task.extend({
  celery_id: z.string().describe('The same id, as older clients ask for it'),
}).meta({ id: 'ExportTask' })

export const Export = z
  .object({
    id: Id,
    dataset_id: Id.describe('The dataset it was made of'),
    path: z.string().describe('Virtual'),
    tags: z.array(z.string()).describe('COCO, and the names of its categories'),
    categories: z.array(z.number().int()).describe('Ids of its categories'),
    created_at: Timestamp.describe('When it was made'),
    ago: z.string().describe('The largest unit: "3 days"'),
  })
  .meta({ id: 'Export' })

export const ValidationProblem = z
  .object({
    image_id: z.number().int().optional().describe('The image it is on'),
    annotation_id: z.number().int().optional().describe('The annotation it is about'),
    category_id: z.number().int().optional().describe('The category it is about'),
    kind: z.enum(PROBLEM_KINDS).describe('What kind of problem'),
    field: z.string().describe('Which field is wrong'),
    severity: z.enum(['error', 'warning']).describe('error: training or evaluation breaks or goes wrong silently'),
    message: z.string().describe('One sentence for people'),
    repair: z.string().optional().describe('What a repair would do; it is never done unasked'),
  })
  .meta({ id: 'ValidationProblem' })

export const ValidationResult = z
  .object({
    images: z.number().int().describe('That were looked at'),
    annotations: z.number().int().describe('That were looked at'),
    errors: z.number().int().describe('How many there are'),
    warnings: z.number().int().describe('How many there are'),
    repaired: z.number().int().describe('Problems that a repair was asked for and done'),
    kinds: z.record(z.string(), z.number().int()).describe('How many there are of each kind'),
    problems: z.array(ValidationProblem).describe('The first 1,000, and the first 20 of each kind'),
  })
  .meta({ id: 'ValidationResult' })

/** The repairs to do, by kind or by problem. Nothing else changes. */
export const ValidationRepair = z
  .object({
    kinds: z.array(z.enum(PROBLEM_KINDS)).default([]).describe('All problems of these kinds'),
    problems: z
      .array(
        z.object({
          kind: z.enum(PROBLEM_KINDS).describe('What kind of problem'),
          annotation_id: Id.optional().describe('The annotation it is about'),
          category_id: Id.optional().describe('The category it is about'),
        }),
      )
      .max(10_000)
      .default([])
      .describe('These problems, as the validation lists them'),
  })
  .meta({ id: 'ValidationRepair' })

export const UploadQuery = z.object({ file_name: z.string().optional().describe('The name of the file') })

export const Upload = z
  .object({ id: z.string().describe('For `upload=` of imports'), size: z.number().int().describe('Bytes') })
  .meta({ id: 'Upload' })

export type ImportNote = z.infer<typeof ImportNote>
export type ImportResult = z.infer<typeof ImportResult>
export type ValidationProblem = z.infer<typeof ValidationProblem>
export type ValidationResult = z.infer<typeof ValidationResult>
export type ValidationRepair = z.infer<typeof ValidationRepair>
export type Export = z.infer<typeof Export>
export type ExportTask = z.infer<typeof ExportTask>
export type ArchiveResult = z.infer<typeof ArchiveResult>
export type ArchiveImportQuery = z.infer<typeof ArchiveImportQuery>
export type CocoImportQuery = z.infer<typeof CocoImportQuery>
export type CocoExportQuery = z.infer<typeof CocoExportQuery>
