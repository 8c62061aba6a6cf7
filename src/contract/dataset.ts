import { Category } from './category'
import { Id, Metadata, pageFields, stampFields } from './common'
import { ImageState } from './image'
import { MOST_IDS, MOST_IMAGES } from './limits'
import { boolParam, intListParam, intParam, PageQuery, positiveIntParam } from './params'
import { z } from './zod'

export const Dataset = z
  .object({
    id: Id,
    name: z.string().describe('Unique over all datasets, those in the trash included'),
    directory: z.string().describe('Virtual: /data/datasets/<name>/'),
    categories: z.array(z.number().int()).describe('Category ids'),
    default_annotation_metadata: Metadata.describe('Given to every new annotation'),
    owner: z.string().describe('Who made it'),
    users: z.array(z.string()).describe('For older clients: always empty'),
    annotate_url: z.string().describe('Where an older client asks for annotations, as it stored it; may be empty'),
    ...stampFields,
  })
  .meta({ id: 'Dataset' })

const CategoryReference = z
  .union([z.number().int(), z.string()])
  .describe('A number is a category id; a text is a name, made when it is new')

export const NewDataset = z
  .object({
    name: z.string().describe('Unique over all datasets, those in the trash included; no slashes'),
    categories: z.array(CategoryReference).nullish().describe('Its categories'),
    provisional: boolParam
      .optional()
      .describe('Made for an import: not listed until something has come in. Confirm it when the import is over.'),
  })
  .meta({ id: 'NewDataset' })

export const DatasetConfirmed = z
  .object({ kept: z.boolean().describe('false: nothing had come in, and it is gone') })
  .meta({ id: 'DatasetConfirmed' })

export const DatasetUpdate = z
  .object({
    categories: z.array(CategoryReference).nullish().describe('In place of those it has'),
    default_annotation_metadata: Metadata.nullish().describe('Given to every new annotation; in place of what it has'),
  })
  .meta({ id: 'DatasetUpdate' })

export const DatasetRename = z
  .object({ name: z.string().describe('Unique over all datasets, those in the trash included; no slashes') })
  .meta({ id: 'DatasetRename' })

export const Permissions = z
  .object({
    owner: z.boolean().describe('Always true'),
    edit: z.boolean().describe('Always true'),
    share: z.boolean().describe('Always true'),
    generate: z.boolean().describe('Always true'),
    delete: z.boolean().describe('Always true'),
    download: z.boolean().describe('Always true'),
  })
  .describe('The one user may do everything')
  .meta({ id: 'Permissions' })

export const DatasetSummary = Dataset.extend({
  numberImages: z.number().int().describe('That are not deleted'),
  numberAnnotated: z.number().int().describe('Of those, the ones with annotations'),
  numberAnnotations: z.number().int().describe('That are not deleted'),
  first_image_id: Id.optional().describe('In the order of the dataset; absent without images'),
  permissions: Permissions,
}).meta({ id: 'DatasetSummary' })

export const DatasetListQuery = PageQuery.extend({
  folder: z.string().default('').describe('Only answered again, for older clients'),
  order: z.string().optional().describe('For older clients: has no effect'),
})

export const DatasetPage = z
  .object({
    ...pageFields,
    folder: z.string().describe('As it was asked for'),
    datasets: z.array(DatasetSummary).describe('Of this page; all, when neither page nor limit is given'),
    categories: z.array(Category).describe('All that are not deleted'),
  })
  .meta({ id: 'DatasetPage' })

/** An empty parameter counts as absent. */
const absent = z.literal('').transform(() => undefined)

const imageFilter = {
  folder: z.string().default('').describe('A folder inside the dataset, with those below it; empty: all'),
  order: z
    .enum(['path', '-path', 'natural', '-natural', 'file_name', '-file_name', 'id', '-id'])
    .default('path')
    .describe('natural: img2 before img10; a leading - turns the order round'),
  file_name__icontains: z.string().optional().describe('A part of the file name, in upper or lower case'),
  annotated: z
    .union([absent, z.literal(' '), boolParam])
    .optional()
    .describe('A single space answers no image'),
  category_ids__in: intListParam
    .optional()
    .describe(
      'With annotated=true: images that have one of these categories; without annotated: also those that have no annotation',
    ),
  state: z.union([absent, ImageState]).optional().describe('Images in this state only'),
  split: z.string().optional().describe('Images of this part of a training set; none: those of no part; empty: all'),
  query: z
    .string()
    .optional()
    .describe(
      'A query, as `category:fig annotations:>5 -state:done` (docs/query.md); holds besides the other parameters',
    ),
}

export const DatasetImagesQuery = PageQuery.extend(imageFilter)

const runQuery = (most: number) =>
  z.object({
    ...imageFilter,
    start: intParam.default(0).describe('Place in the list, from 0'),
    limit: positiveIntParam.default(most).describe(`How many at most; never more than ${most.toLocaleString('en')}`),
  })

export const ImageIdsQuery = runQuery(MOST_IDS)
export const ImageRunQuery = runQuery(MOST_IMAGES).extend({
  ids: intListParam
    .optional()
    .describe(
      'Only these images of the dataset, in this order, whatever the filters say; those in the trash are left out',
    ),
})

export const ImageIds = z
  .object({
    total: z.number().int().describe('In the whole list'),
    ids: z.array(Id).describe('From the place asked for'),
  })
  .meta({ id: 'ImageIds' })

export const NextImageQuery = z.object({
  state: ImageState.default('unlabelled').describe('The state to look for'),
  after: intParam.optional().describe('An image id: the first one after it, going on from the start at the end'),
})

export const NextImage = z
  .object({ id: Id.nullable().describe('null: no other image is in this state') })
  .meta({ id: 'NextImage' })

export const DatasetImage = z
  .object({
    id: Id,
    file_name: z.string().describe('Base name'),
    path: z.string().describe('Inside the dataset, with forward slashes'),
    width: z.number().int().describe('Pixels of the upright image'),
    height: z.number().int().describe('Pixels of the upright image'),
    annotations: z.number().int().describe('How many are not deleted'),
    num_annotations: z.number().int().describe('The same, as later clients read it'),
    annotated: z.boolean().describe('Has at least one'),
    annotating: z.array(z.string()).describe('For older clients: always empty'),
    state: ImageState.describe('How far the work on it is'),
    split: z.string().nullable().describe('Part of a training set: train, val, test or another word; null: none'),
    placeholder: z.boolean().describe('True until the image file has been uploaded'),
    revision: z.number().int().describe('One more with every change'),
  })
  .meta({ id: 'DatasetImage' })

export const ImageRun = z
  .object({
    total: z.number().int().describe('In the whole list'),
    images: z.array(DatasetImage).describe('From the place asked for'),
  })
  .meta({ id: 'ImageRun' })

export const DatasetImages = z
  .object({
    ...pageFields,
    imageCount: z.number().int().describe('On all pages'),
    total: z.number().int().describe('On all pages'),
    per_page: z.number().int().describe('The limit that was used'),
    images: z.array(DatasetImage).describe('Of this page'),
    folder: z.string().describe('The folder that is shown, ending in a slash; empty: all'),
    directory: z.string().describe('Virtual: the directory of the dataset and the folder'),
    dataset: Dataset.describe('The dataset itself'),
    categories: z
      .array(z.object({ id: Id, name: z.string().describe('Its name'), color: z.string().describe('Any CSS colour') }))
      .describe('Of the dataset, not deleted'),
    subdirectories: z.array(z.string()).describe('Names of the folders right inside the folder'),
  })
  .meta({ id: 'DatasetImages' })

const Numbers = z.record(z.string(), z.number())

export const DatasetStats = z
  .object({
    total: z
      .object({
        Users: z.number().describe('Who made annotations'),
        Images: z.number().describe('That are not deleted'),
        'Annotated Images': z.number().describe('With at least one annotation'),
        Annotations: z.number().describe('That are not deleted'),
        Categories: z.number().describe('Of the dataset'),
        'Time Annotating (s)': z.number().describe('Seconds'),
      })
      .describe('Sums'),
    average: z
      .object({
        'Image Size (px)': z.number().describe('Mean width'),
        'Image Height (px)': z.number().describe('Mean height'),
        'Annotation Area (px)': z.number().describe('Mean area'),
        'Time (ms) per Image': z.number().describe('Of those that somebody worked on'),
        'Time (ms) per Annotation': z.number().describe('Milliseconds'),
      })
      .describe('Means; 0 where there is nothing'),
    categories: Numbers.describe('Annotations by name of category'),
    images_per_category: Numbers.describe('Images with at least one, by name of category'),
    states: z.record(ImageState, z.number()).describe('Images in each state'),
    splits: Numbers.describe('Images in each split; "" without'),
    annotations_per_image: Numbers.describe(
      'Images by how many annotations they have: 0, 1, 2-5, 6-10, 11-20, 21-50, 51+',
    ),
    areas: z
      .object({
        small: z.number().describe('Below 32 × 32 pixels'),
        medium: z.number().describe('Up to 96 × 96 pixels'),
        large: z.number().describe('Above'),
      })
      .describe('Annotations by area, divided as COCO’s evaluation divides them'),
    users: z
      .record(
        z.string(),
        z.object({
          annotations: z.number().describe('That are not deleted'),
          images: z.number().describe('With at least one of theirs'),
        }),
      )
      .describe('By user name'),
  })
  .meta({ id: 'DatasetStats' })

export const DatasetSplits = z
  .object({
    splits: Numbers.describe('Images by split'),
    none: z.number().int().describe('Images without one'),
  })
  .meta({ id: 'DatasetSplits' })

export const DatasetExportIds = z
  .object({
    imported_ids: z
      .string()
      .nullable()
      .describe(
        'The file that all images and categories came from, where no id of it was given twice: `ids=imported` is a good choice. null: there is none',
      ),
  })
  .meta({ id: 'DatasetExportIds' })

export type DatasetExportIds = z.infer<typeof DatasetExportIds>
export type DatasetSplits = z.infer<typeof DatasetSplits>
export type Dataset = z.infer<typeof Dataset>
export type DatasetConfirmed = z.infer<typeof DatasetConfirmed>
export type NewDataset = z.infer<typeof NewDataset>
export type DatasetUpdate = z.infer<typeof DatasetUpdate>
export type DatasetSummary = z.infer<typeof DatasetSummary>
export type DatasetPage = z.infer<typeof DatasetPage>
export type DatasetImage = z.infer<typeof DatasetImage>
export type ImageRun = z.infer<typeof ImageRun>
export type DatasetImages = z.infer<typeof DatasetImages>
export type NextImage = z.infer<typeof NextImage>
export type DatasetStats = z.infer<typeof DatasetStats>
export type ImageIds = z.infer<typeof ImageIds>
export type DatasetImagesQuery = z.infer<typeof DatasetImagesQuery>
