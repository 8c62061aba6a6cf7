/** The editor's reading and writing of one image: GET, POST /annotator/data and POST /annotator/changes. */
import { Annotation, Keypoints } from './annotation'
import { Category } from './category'
import { Id, Metadata } from './common'
import { Dataset, Permissions } from './dataset'
import { Image } from './image'
import { boolParam } from './params'
import { Shape } from './shape'
import { z } from './zod'

/** What a change may set on an annotation; absent fields stay as they are. */
export const AnnotationState = z
  .object({
    category_id: Id,
    shape: Shape.nullable(),
    keypoints: Keypoints,
    iscrowd: z.boolean(),
    color: z.string(),
    metadata: Metadata,
    milliseconds: z.number().min(0),
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
    image_id: Id,
    label: z.string().max(200).describe('For the history: "Draw polygon"'),
    changes: z.array(AnnotationChange).min(1).max(10_000),
  })
  .meta({ id: 'AnnotatorChanges' })

/** One undoable step, as the history keeps it. */
export const HistoryEntry = z
  .object({
    seq: z.number().int().describe('Ascending within the image'),
    label: z.string(),
    at: z.number().describe('Milliseconds since 1970-01-01, UTC'),
    undone: z.boolean(),
  })
  .meta({ id: 'HistoryEntry' })

export const AnnotatorChangesResult = z
  .object({
    success: z.literal(true),
    seq: z.number().int().describe('Number of the change in the stored sequence'),
    annotations: z.array(Annotation).describe('As they are now, in the order of the changes; deleted ones included'),
    image: Image,
    history: z.array(HistoryEntry),
  })
  .meta({ id: 'AnnotatorChangesResult' })

/** 409: annotations have changed since the revision that a change was made on; nothing was stored. */
export const AnnotatorConflict = z
  .object({
    success: z.literal(false),
    message: z.string(),
    conflicts: z.array(z.object({ stored: Annotation, posted: AnnotationChange })).describe('Both versions'),
  })
  .meta({ id: 'AnnotatorConflict' })

/** POST /annotator/undo and /annotator/redo. */
export const HistoryStep = z.object({ image_id: Id }).meta({ id: 'HistoryStep' })

export const AnnotatorDataQuery = z.object({
  paper_object: boolParam.default(true).describe('false: without the form for older clients, which takes time to make'),
})

export const AnnotatorData = z
  .object({
    image: Image.extend({ previous: Id.nullable(), next: Id.nullable() }),
    categories: z.array(
      Category.extend({ show: z.boolean(), visualize: z.boolean(), annotations: z.array(Annotation) }),
    ),
    dataset: Dataset,
    settings: z.array(z.unknown()),
    preferences: z.record(z.string(), z.unknown()),
    permissions: z.object({ dataset: Permissions, image: z.object({ delete: z.boolean(), download: z.boolean() }) }),
    position: z.object({ index: z.number().int().describe('From 0'), total: z.number().int() }),
    history: z.array(HistoryEntry),
  })
  .meta({ id: 'AnnotatorData' })

const PostedAnnotation = z.looseObject({
  id: z.number().int(),
  color: z.string().nullish(),
  metadata: Metadata.nullish(),
  compoundPath: z.unknown().optional(),
  keypoints: Keypoints.nullish(),
  isbbox: z.boolean().nullish(),
  sessions: z.array(z.looseObject({ milliseconds: z.number().min(0) })).nullish(),
})

const PostedCategory = z.looseObject({
  id: z.number().int(),
  color: z.string().nullish(),
  keypoint_labels: z.array(z.string()).nullish(),
  keypoint_edges: z.array(z.tuple([z.number().int(), z.number().int()])).nullish(),
  keypoint_colors: z.array(z.string()).nullish(),
  annotations: z.array(PostedAnnotation).nullish(),
})

/** The whole-image save of older clients. Unknown ids are passed over, unknown fields ignored. */
export const PostedAnnotatorData = z
  .looseObject({
    image: z.looseObject({
      id: z.number().int(),
      metadata: Metadata.nullish(),
      category_ids: z.array(z.number().int()).nullish(),
    }),
    categories: z.array(PostedCategory).nullish(),
  })
  .meta({ id: 'PostedAnnotatorData' })

export type AnnotationState = z.infer<typeof AnnotationState>
export type AnnotationChange = z.infer<typeof AnnotationChange>
export type AnnotatorChanges = z.infer<typeof AnnotatorChanges>
export type AnnotatorChangesResult = z.infer<typeof AnnotatorChangesResult>
export type AnnotatorData = z.infer<typeof AnnotatorData>
export type HistoryEntry = z.infer<typeof HistoryEntry>
export type PostedAnnotatorData = z.infer<typeof PostedAnnotatorData>
