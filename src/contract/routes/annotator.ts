import {
  AnnotatorChanges,
  AnnotatorChangesResult,
  AnnotatorConflict,
  AnnotatorData,
  AnnotatorDataQuery,
  HistoryConflict,
  HistoryEntry,
  HistoryStep,
  PostedAnnotatorData,
  SavedAnnotatorData,
} from '../annotator'
import { z } from '../zod'
import { BUSY, SESSION, type Route } from './route'

const noImage = '`Image does not exist`'
const changedSince =
  'What the step did was changed since, by another session or past the history; `ids` and `previous` say what and what can be undone instead.'

export const annotatorRoutes: Route[] = [
  {
    method: 'POST',
    path: '/annotator/data',
    origin: 'wiki',
    summary: 'Save a whole image, as older clients do',
    description:
      'JSON, whatever the content type says. `compoundPath` is a paper.js shape; unknown ids are passed over. Answers what was posted.',
    body: { json: PostedAnnotatorData, required: true },
    answer: SavedAnnotatorData,
    errors: { 400: noImage, 409: BUSY },
    example: {
      body: {
        image: { id: 1, metadata: {} },
        categories: [{ id: 1, annotations: [{ id: 1, color: '#c98b3f', metadata: { name: 'first' } }] }],
      },
    },
  },
  {
    method: 'GET',
    path: '/annotator/data/{id}',
    origin: 'wiki',
    summary: 'All that an editor needs of an image',
    description:
      'The image with the ones before and after it, the categories of its dataset with the annotations, its history.',
    query: AnnotatorDataQuery,
    answer: AnnotatorData,
    errors: { 400: `${noImage} or \`Could not find associated dataset\`` },
  },
  {
    method: 'POST',
    path: '/annotator/changes',
    origin: 'ours',
    summary: 'One step of an editor: store it, with its entry in the history',
    description: 'All of it in one transaction, or nothing.',
    body: { json: AnnotatorChanges, required: true },
    headers: SESSION,
    answer: AnnotatorChangesResult,
    errors: {
      400: noImage,
      409: 'An annotation was changed since `base_revision`; `conflicts` has both versions. Or an import is publishing.',
    },
    conflict: AnnotatorConflict,
    example: {
      body: {
        image_id: 1,
        label: 'Draw polygon',
        changes: [
          {
            before: null,
            after: {
              category_id: 1,
              shape: { kind: 'polygons', parts: [{ outer: [10, 10, 60, 10, 60, 60], holes: [] }] },
            },
          },
        ],
      },
    },
  },
  {
    method: 'POST',
    path: '/annotator/undo',
    origin: 'ours',
    summary: 'Take back the last step on an image',
    description:
      'Of those of the session that asks and of those that no session was named for; without a session, of all.',
    body: { json: HistoryStep, required: true },
    headers: SESSION,
    answer: AnnotatorChangesResult,
    errors: { 400: `${noImage}, or \`There is nothing to undo.\``, 409: changedSince },
    conflict: HistoryConflict,
    example: { body: { image_id: 1 } },
  },
  {
    method: 'POST',
    path: '/annotator/redo',
    origin: 'ours',
    summary: 'Do again what was taken back',
    body: { json: HistoryStep, required: true },
    headers: SESSION,
    answer: AnnotatorChangesResult,
    errors: { 400: `${noImage}, or \`There is nothing to redo.\``, 409: changedSince },
    conflict: HistoryConflict,
    example: { body: { image_id: 1 } },
  },
  {
    method: 'GET',
    path: '/annotator/history/{id}',
    origin: 'ours',
    summary: 'The history of an image, oldest first',
    answer: z.array(HistoryEntry),
    errors: { 400: noImage },
  },
]
