import {
  Annotation,
  AnnotationUpdate,
  BulkAnnotations,
  BulkAnnotationsResult,
  MergeAnnotations,
  NewAnnotation,
  RearrangedAnnotations,
  SplitAnnotation,
} from '../annotation'
import { Success } from '../common'
import { z } from '../zod'
import { BUSY, SESSION, type Route } from './route'

const noAnnotation = '`Invalid annotation id`'
const square = [[10, 10, 60, 10, 60, 60, 10, 60]]

export const annotationRoutes: Route[] = [
  {
    method: 'GET',
    path: '/annotation/',
    origin: 'wiki',
    summary: 'All annotations, those in the trash included',
    answer: z.array(Annotation),
  },
  {
    method: 'POST',
    path: '/annotation/',
    origin: 'wiki',
    summary: 'Make an annotation',
    description:
      'Metadata are the defaults of the dataset, overlaid by those posted. Area and box are those of the mask.',
    body: { json: NewAnnotation, required: true },
    answer: Annotation,
    errors: { 400: '`Invalid image id.`, `Invalid category id`, or what is wrong with the shape.', 409: BUSY },
    example: { body: { image_id: 1, category_id: 1, segmentation: square } },
  },
  {
    method: 'GET',
    path: '/annotation/{id}',
    origin: 'wiki',
    summary: 'An annotation, also from the trash',
    answer: Annotation,
    errors: { 400: noAnnotation },
  },
  {
    method: 'PUT',
    path: '/annotation/{id}',
    origin: 'later',
    summary: 'Change an annotation',
    description: 'Fields that are absent stay as they are.',
    body: { json: AnnotationUpdate, required: true },
    answer: Annotation,
    errors: { 400: `${noAnnotation}, \`Invalid category id\`, or what is wrong with the shape.`, 409: BUSY },
    example: { body: { category_id: 2, iscrowd: false } },
  },
  {
    method: 'DELETE',
    path: '/annotation/{id}',
    origin: 'wiki',
    summary: 'Put an annotation into the trash',
    answer: Success,
    errors: { 400: noAnnotation, 409: BUSY },
    example: { answer: { success: true } },
  },
  {
    method: 'POST',
    path: '/annotation/bulk',
    origin: 'ours',
    summary: 'Make, change and delete many annotations at once',
    description: 'All of it in one transaction, or nothing.',
    body: { json: BulkAnnotations, required: true },
    answer: BulkAnnotationsResult,
    errors: { 400: 'Which entry is wrong, and why: `list` and `index` name it.', 409: BUSY },
    example: {
      body: {
        create: [{ image_id: 1, category_id: 1, segmentation: square }],
        update: [{ id: 1, color: '#c98b3f' }],
        delete: [2],
      },
    },
  },
  {
    method: 'POST',
    path: '/annotation/merge',
    origin: 'ours',
    summary: 'Make one annotation of several',
    description:
      'The first one gets the shapes of all; the others go into the trash. One step in the history of the image.',
    body: { json: MergeAnnotations, required: true },
    headers: SESSION,
    answer: RearrangedAnnotations,
    errors: {
      400: `${noAnnotation}, or they are not on one image, not of one category, or one has no shape.`,
      409: BUSY,
    },
    example: { body: { ids: [1, 2] } },
  },
  {
    method: 'POST',
    path: '/annotation/split',
    origin: 'ours',
    summary: 'Make an annotation of each part of one',
    description:
      'The first part stays with the annotation, each other one becomes a new annotation. One step in the history of the image.',
    body: { json: SplitAnnotation, required: true },
    headers: SESSION,
    answer: RearrangedAnnotations,
    errors: { 400: `${noAnnotation}, or it has only one part.`, 409: BUSY },
    example: { body: { id: 3 } },
  },
]
