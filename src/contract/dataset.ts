import { Category } from './category'
import { Id, Metadata, Pagination, stampFields } from './common'
import { ImageState } from './image'
import { boolParam, intListParam, intParam, PageQuery } from './params'
import { z } from './zod'

export const Dataset = z
  .object({
    id: Id,
    name: z.string(),
    directory: z.string().describe('Virtual: /data/datasets/<name>/'),
    categories: z.array(z.number().int()).describe('Category ids'),
    default_annotation_metadata: Metadata.describe('Given to every new annotation'),
    owner: z.string(),
    users: z.array(z.string()),
    annotate_url: z.string(),
    ...stampFields,
  })
  .meta({ id: 'Dataset' })

const CategoryReference = z
  .union([z.number().int(), z.string()])
  .describe('A number is a category id; a text is a name, made when it is new')

export const NewDataset = z
  .object({ name: z.string(), categories: z.array(CategoryReference).nullish() })
  .meta({ id: 'NewDataset' })

export const DatasetUpdate = z
  .object({
    categories: z.array(CategoryReference).nullish(),
    default_annotation_metadata: Metadata.nullish(),
  })
  .meta({ id: 'DatasetUpdate' })

export const DatasetRename = z
  .object({ name: z.string().describe('Unique over all datasets, those in the trash included; no slashes') })
  .meta({ id: 'DatasetRename' })

export const Permissions = z.object({
  owner: z.boolean(),
  edit: z.boolean(),
  share: z.boolean(),
  generate: z.boolean(),
  delete: z.boolean(),
  download: z.boolean(),
})

export const DatasetSummary = Dataset.extend({
  numberImages: z.number().int(),
  numberAnnotated: z.number().int(),
  numberAnnotations: z.number().int(),
  first_image_id: Id.optional(),
  permissions: Permissions,
}).meta({ id: 'DatasetSummary' })

export const DatasetListQuery = PageQuery.extend({ folder: z.string().default(''), order: z.string().optional() })

export const DatasetPage = z
  .object({
    start: z.number().int(),
    end: z.number().int(),
    pages: z.number().int(),
    page: z.number().int(),
    folder: z.string(),
    pagination: Pagination,
    datasets: z.array(DatasetSummary),
    categories: z.array(Category),
  })
  .meta({ id: 'DatasetPage' })

/** An empty parameter is none. */
const absent = z.literal('').transform(() => undefined)

export const DatasetImagesQuery = PageQuery.extend({
  folder: z.string().default(''),
  order: z
    .enum(['path', '-path', 'file_name', '-file_name', 'id', '-id'])
    .default('path')
    .describe('A leading - turns the order round'),
  file_name__icontains: z.string().optional().describe('A part of the file name, in upper or lower case'),
  annotated: z.union([absent, z.literal(' '), boolParam]).optional().describe('A single space answers no image'),
  category_ids__in: intListParam
    .optional()
    .describe('With annotated=true: images that have one of these categories; without annotated: also those that have no annotation'),
  state: z.union([absent, ImageState]).optional(),
})

export const NextImageQuery = z.object({
  state: ImageState.default('unlabelled'),
  after: intParam.optional().describe('An image id: the first one after it, going on from the start at the end'),
})

export const NextImage = z.object({ id: Id.nullable().describe('null: no other image is in this state') }).meta({ id: 'NextImage' })

export const DatasetImage = z
  .object({
    id: Id,
    file_name: z.string(),
    path: z.string().describe('Inside the dataset, with forward slashes'),
    width: z.number().int(),
    height: z.number().int(),
    annotations: z.number().int().describe('How many are not deleted'),
    num_annotations: z.number().int(),
    annotated: z.boolean(),
    annotating: z.array(z.string()),
    state: ImageState,
    placeholder: z.boolean(),
    revision: z.number().int(),
  })
  .meta({ id: 'DatasetImage' })

export const DatasetImages = z
  .object({
    start: z.number().int(),
    end: z.number().int(),
    pages: z.number().int(),
    page: z.number().int(),
    imageCount: z.number().int(),
    total: z.number().int(),
    per_page: z.number().int(),
    pagination: Pagination,
    images: z.array(DatasetImage),
    folder: z.string(),
    directory: z.string(),
    dataset: Dataset,
    categories: z.array(z.object({ id: Id, name: z.string(), color: z.string() })),
    subdirectories: z.array(z.string()),
  })
  .meta({ id: 'DatasetImages' })

const Numbers = z.record(z.string(), z.number())

export const DatasetStats = z
  .object({
    total: z.object({
      Users: z.number(),
      Images: z.number(),
      'Annotated Images': z.number(),
      Annotations: z.number(),
      Categories: z.number(),
      'Time Annotating (s)': z.number(),
    }),
    average: z.object({
      'Image Size (px)': z.number().describe('Mean width'),
      'Image Height (px)': z.number(),
      'Annotation Area (px)': z.number(),
      'Time (ms) per Image': z.number(),
      'Time (ms) per Annotation': z.number(),
    }),
    categories: Numbers.describe('Annotations by name of category'),
    images_per_category: Numbers.describe('Images with at least one, by name of category'),
    states: z.record(ImageState, z.number()).describe('Images in each state'),
    users: z.record(z.string(), z.object({ annotations: z.number(), images: z.number() })),
  })
  .meta({ id: 'DatasetStats' })

export type Dataset = z.infer<typeof Dataset>
export type NewDataset = z.infer<typeof NewDataset>
export type DatasetUpdate = z.infer<typeof DatasetUpdate>
export type DatasetSummary = z.infer<typeof DatasetSummary>
export type DatasetPage = z.infer<typeof DatasetPage>
export type DatasetImage = z.infer<typeof DatasetImage>
export type DatasetImages = z.infer<typeof DatasetImages>
export type NextImage = z.infer<typeof NextImage>
export type DatasetStats = z.infer<typeof DatasetStats>
export type DatasetImagesQuery = z.infer<typeof DatasetImagesQuery>
