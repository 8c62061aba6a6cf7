/** The editor's reading and writing of one image: GET, POST /annotator/data and POST /annotator/changes. */
import { Annotation, Keypoints } from './annotation'
import { Category } from './category'
import { Id, Metadata } from './common'
import { Dataset, Permissions } from './dataset'
import { Image } from './image'
import { boolParam } from './params'
import { remarkFields } from './remarks'
import { Shape } from './shape'
import { z } from './zod'

/** Fields that a change may set on an annotation. Absent fields do not change. */
export const AnnotationState = z
  .object({
    category_id: Id.describe('Its category'),
    shape: Shape.nullable().describe('null: none'),
    keypoints: Keypoints,
    iscrowd: z.boolean().describe('A group of things that are not told apart'),
    color: z.string().describe('Any CSS colour'),
    metadata: Metadata,
    milliseconds: z.number().min(0).describe('Time spent on it'),
    prediction: z.boolean().describe('false: accepted'),
  })
  .partial()
  .meta({ id: 'AnnotationState' })

export const AnnotationChange = z
  .object({
    id: Id.optional().describe('Absent: a new annotation'),
    base_revision: z.number().int().optional().describe('The revision the change was made on; a stale one answers 409'),
    before: AnnotationState.nullable().describe('null: it did not exist'),
    after: AnnotationState.nullable().describe('null: it is deleted'),
  })
  .meta({ id: 'AnnotationChange' })

export const AnnotatorChanges = z
  .object({
    image_id: Id.describe('No other image may be touched'),
    label: z.string().max(200).describe('For the history: "Draw polygon"'),
    changes: z.array(AnnotationChange).min(1).max(10_000).describe('All of them are stored, or none'),
  })
  .meta({ id: 'AnnotatorChanges' })

/** One undoable step of the history. */
export const HistoryEntry = z
  .object({
    seq: z.number().int().describe('Ascending within the image'),
    label: z.string().describe('What was done'),
    at: z.number().describe('Milliseconds since 1970-01-01, UTC'),
    undone: z.boolean().describe('It was taken back, and can be done again'),
    by: z.string().nullable().describe('Session that did it, or took it back; null: none was named'),
  })
  .meta({ id: 'HistoryEntry' })

export const AnnotatorChangesResult = z
  .object({
    success: z.literal(true).describe('It is done'),
    seq: z.number().int().describe('Number of the change in the stored sequence'),
    annotations: z.array(Annotation).describe('As they are now, in the order of the changes; deleted ones included'),
    image: Image.describe('As it is now'),
    history: z.array(HistoryEntry).describe('Of the image, oldest first'),
    step: z.number().int().nullable().describe('`seq` of the entry that this is about; null: nothing has changed'),
  })
  .meta({ id: 'AnnotatorChangesResult' })

/** 409: annotations have changed since the revision that the change is based on. Nothing was stored. */
export const AnnotatorConflict = z
  .object({
    success: z.literal(false).describe('Nothing was stored'),
    message: z.string().describe('One sentence for people: what is wrong and what to do'),
    code: z.string().describe('For programs: what is wrong, in a word'),
    conflicts: z
      .array(
        z.object({
          stored: Annotation.describe('As it is now'),
          posted: AnnotationChange.optional().describe('As it was posted'),
        }),
      )
      .describe('Both versions'),
  })
  .meta({ id: 'AnnotatorConflict' })

/** POST /annotator/undo and /annotator/redo. */
export const HistoryStep = z
  .object({
    image_id: Id.describe('Whose history'),
    seq: z
      .number()
      .int()
      .optional()
      .describe('Which step; absent: the next one of this session, without a session the next one of all'),
  })
  .meta({ id: 'HistoryStep' })

/** 409: the result of the step was changed since, by another session or without the history. Nothing was stored. */
export const HistoryConflict = z
  .object({
    success: z.literal(false).describe('Nothing was stored'),
    message: z.string().describe('One sentence for people: what is wrong and what to do'),
    code: z.string().describe('For programs: what is wrong, in a word'),
    reason: z.literal('changed_since').describe('To undo or redo it would lose the later change'),
    seq: z.number().int().describe('The step'),
    label: z.string().describe('What it did'),
    ids: z.array(Id).describe('Annotations that were changed since'),
    previous: z
      .number()
      .int()
      .nullable()
      .describe(
        'The step of this session before it, which may be undone instead; null: there is none, or it was a redo',
      ),
  })
  .meta({ id: 'HistoryConflict' })

export const AnnotatorDataQuery = z.object({
  paper_object: boolParam.default(true).describe('false: without the form for older clients, which takes time to make'),
  lean: boolParam.default(false).describe('true: of the annotations only what an editor shows: a third less to read'),
})

/** Fields that `lean` leaves out: those that repeat the image, and those that only API clients read. */
const AnnotationOfImage = Annotation.partial({
  image_id: true,
  dataset_id: true,
  segmentation: true,
  bbox: true,
  isbbox: true,
  width: true,
  height: true,
  uuid: true,
  updated_at: true,
  creator: true,
  deleted: true,
}).meta({ id: 'AnnotationOfImage' })

export const AnnotatorData = z
  .object({
    image: Image.extend({
      previous: Id.nullable().describe('The image before it; null: none'),
      next: Id.nullable().describe('The image after it; null: none'),
    }).meta({ id: 'ImageInOrder' }),
    categories: z
      .array(
        Category.extend({
          show: z.boolean().describe('For older clients: always true'),
          visualize: z.boolean().describe('For older clients: always false'),
          annotations: z.array(AnnotationOfImage).describe('Of this image, not deleted, by id'),
        }).meta({ id: 'CategoryWithAnnotations' }),
      )
      .describe('Of the dataset, those without annotations too'),
    dataset: Dataset.describe('The dataset of the image'),
    settings: z.array(z.unknown()).describe('For older clients: always empty'),
    preferences: z.record(z.string(), z.unknown()).describe('As an older client or PUT /user/preferences stored them'),
    permissions: z
      .object({
        dataset: Permissions,
        image: z
          .object({ delete: z.boolean().describe('Always true'), download: z.boolean().describe('Always true') })
          .describe('What may be done to the image'),
      })
      .describe('The one user may do everything'),
    position: z
      .object({ index: z.number().int().describe('From 0'), total: z.number().int().describe('Images of the dataset') })
      .describe('Where the image stands in the order of the dataset'),
    history: z.array(HistoryEntry).describe('Of the image, oldest first'),
  })
  .meta({ id: 'AnnotatorData' })

const Whatever = z.unknown().optional()

const PostedAnnotation = z.looseObject({
  id: z.number().int().describe('Of an annotation on this image; others are passed over'),
  color: Whatever.describe('Any CSS colour'),
  metadata: Whatever.describe('Free key and value pairs'),
  compoundPath: Whatever.describe('paper.js: [class, properties], from the centre of the image'),
  keypoints: Whatever.describe(
    'x, y, visibility for each; null is 0, numeric text its number. Absent beside `sessions`: they were deleted',
  ),
  isbbox: Whatever.describe('It is a box'),
  sessions: Whatever.describe('Time spent on it since the last save: a list of `{milliseconds}`'),
})

const PostedCategory = z.looseObject({
  id: z.number().int().describe('Unknown ones are passed over'),
  color: Whatever.describe('Any CSS colour'),
  keypoint_labels: Whatever.describe('Names of the keypoints, in order'),
  keypoint_edges: Whatever.describe('Skeleton: pairs of keypoint numbers, from 1'),
  keypoint_colors: Whatever.describe('A colour for each keypoint; null: one is chosen'),
  annotations: z.array(PostedAnnotation).nullish().describe('Of this image'),
})

/** The whole-image save of older clients. Only its outline is checked here: unusable parts are skipped and named in the answer. */
export const PostedAnnotatorData = z
  .looseObject({
    image: z
      .looseObject({
        id: z.number().int().describe('Of the image'),
        metadata: Whatever.describe('Free key and value pairs'),
        category_ids: Whatever.describe('Categories marked on the image itself'),
      })
      .describe('What is stored of the image'),
    mode: Whatever.describe('`label`: `category_ids` are all that is listed of the image'),
    dataset: Whatever.describe('Of it, `annotate_url` is stored'),
    categories: z.array(PostedCategory).nullish().describe('With the annotations of this image'),
    user: Whatever.describe('Preferences; stored unless empty'),
  })
  .meta({ id: 'PostedAnnotatorData' })

/** The posted data, with `success`. */
export const SavedAnnotatorData = z
  .looseObject({ success: z.literal(true).describe('It is done'), ...remarkFields })
  .meta({ id: 'SavedAnnotatorData' })

export type AnnotationState = z.infer<typeof AnnotationState>
export type AnnotationChange = z.infer<typeof AnnotationChange>
export type AnnotatorChanges = z.infer<typeof AnnotatorChanges>
export type AnnotatorChangesResult = z.infer<typeof AnnotatorChangesResult>
export type AnnotatorData = z.infer<typeof AnnotatorData>
export type AnnotationOfImage = AnnotatorData['categories'][number]['annotations'][number]
export type HistoryEntry = z.infer<typeof HistoryEntry>
export type HistoryConflict = z.infer<typeof HistoryConflict>
