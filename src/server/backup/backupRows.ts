/** Schemas of the rows in a backup. A restore validates every row, because an archive is untrusted input. */
import { ImageState } from '@/contract/image'
import { z } from '@/contract/zod'
import { IMAGE_TYPES } from '@/core/image/info'
import { isPath } from '@/core/paths'
import { checkShape } from '@/core/shape/validate'

const Id = z
  .number()
  .int()
  .min(1)
  .max(2 ** 48)
const Numbers = z.array(z.number())
const Free = z.record(z.string(), z.unknown())

const stamp = {
  uuid: z.string().max(100),
  revision: z.number().int().min(1),
  created_at: z.number(),
  updated_at: z.number(),
  creator: z.string().max(200),
  deleted: z.boolean(),
  deleted_date: z.number().optional(),
}

/** Dataset names become folder names. */
const isFolderName = (name: string) => isPath(name) && !name.includes('/')

export const backupRows = {
  datasets: z.object({
    id: Id,
    name: z.string().max(200).refine(isFolderName, 'is no name of a dataset'),
    categories: z.array(Id),
    default_annotation_metadata: Free,
    annotate_url: z.string().optional(),
    provisional: z.boolean().optional(),
    ...stamp,
  }),
  categories: z.object({
    id: Id,
    name: z.string().min(1),
    supercategory: z.string(),
    color: z.string(),
    metadata: Free,
    keypoint_labels: z.array(z.string()),
    keypoint_edges: z.array(z.tuple([z.number().int(), z.number().int()])),
    keypoint_colors: z.array(z.string()),
    imported_as: z.string().optional(),
    extra: Free.optional(),
    ...stamp,
  }),
  images: z.object({
    id: Id,
    dataset_id: Id,
    path: z.string().refine(isPath, 'is no path'),
    file_name: z.string(),
    width: z.number().int().min(0),
    height: z.number().int().min(0),
    orientation: z.number().int().min(1).max(8).optional(),
    metadata: Free,
    state: ImageState,
    milliseconds: z.number().min(0),
    split: z.string().optional(),
    placeholder: z.boolean(),
    category_ids: z.array(Id).optional(),
    unlisted_category_ids: z.array(Id).optional(),
    extra: Free.optional(),
    ...stamp,
  }),
  annotations: z.object({
    id: Id,
    image_id: Id,
    dataset_id: Id,
    category_id: Id,
    shape: z.unknown().refine((shape) => shape === null || checkShape(shape) === null, 'is no shape'),
    keypoints: Numbers,
    area: z.number(),
    bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    iscrowd: z.boolean(),
    isbbox: z.boolean(),
    width: z.number().int().min(0),
    height: z.number().int().min(0),
    color: z.string(),
    metadata: Free,
    paper_object: z.array(z.unknown()).optional(),
    milliseconds: z.number().min(0),
    source: z
      .object({ import_id: Id, id: z.union([z.number(), z.string()]), image_id: z.union([z.number(), z.string()]) })
      .optional(),
    original: Free.optional(),
    extra: Free.optional(),
    ...stamp,
  }),
  /** Files without their bytes, which are the entries `files/<image id>`. */
  files: z.object({
    image_id: Id,
    type: z.enum(IMAGE_TYPES),
    hash: z.string().regex(/^[0-9a-f]{0,64}$/),
    orientation: z.number().int().min(1).max(8),
    has_alpha: z.boolean(),
  }),
  imports: z.object({
    id: Id,
    dataset_id: Id,
    task_id: z.number().int(),
    file_name: z.string(),
    created_at: z.number(),
    top: Free,
    categories: z.array(z.tuple([z.union([z.number(), z.string()]), z.number()])),
    images: z.array(z.tuple([z.union([z.number(), z.string()]), z.number()])),
    largest_annotation: z.number(),
  }),
  preferences: z.object({ name: z.string(), version: z.number().int(), values: Free }),
  /** The last ids that were drawn. */
  sequences: z.object({
    name: z.string().regex(/^sequence:[a-z]+$/),
    value: z
      .number()
      .int()
      .min(0)
      .max(2 ** 48),
  }),
}

export type BackupTable = keyof typeof backupRows

export const backupTables = Object.keys(backupRows) as BackupTable[]

export const rowsFile = (table: BackupTable) => `rows/${table}.jsonl`
