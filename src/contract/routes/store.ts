/** Routes about the whole store: changes, search, integrity, backup, and the OpenAPI document. */
import { BackupQuery, BackupResult, BackupState } from '../backup'
import { EventsQuery } from '../events'
import { Integrity } from '../integrity'
import { SearchQuery, SearchResult } from '../search'
import { z } from '../zod'
import { NO_ROOM, type Route } from './route'

const document = z
  .looseObject({ openapi: z.literal('3.1.0').describe('Version of OpenAPI') })
  .describe('An OpenAPI document')

export const eventRoutes: Route[] = [
  {
    method: 'GET',
    path: '/events',
    origin: 'ours',
    summary: 'Changes as server-sent events',
    description:
      'An answer ends after 25 seconds; an EventSource asks again by itself, and misses nothing. The data of an event is a ChangeEvent. The newest 50,000 are kept: where older ones were asked for, `event: missed` with a MissedEvent comes first, and everything is best read anew.',
    query: EventsQuery,
    headers: { 'Last-Event-ID': 'Number of the last change that is known; wins over `after`' },
    answer: { media: ['text/event-stream'], description: 'id: the number of the change; event: change; data: JSON' },
  },
]

export const searchRoutes: Route[] = [
  {
    method: 'GET',
    path: '/search',
    origin: 'ours',
    summary: 'Datasets, categories and images by a part of their name',
    query: SearchQuery,
    answer: SearchResult,
  },
]

const PUBLISHING = 'An import is just publishing, and what is kept follows when it is done: try again in a moment.'

export const integrityRoutes: Route[] = [
  {
    method: 'GET',
    path: '/integrity',
    origin: 'ours',
    summary: 'Count anew what is kept rather than counted, and compare',
    answer: Integrity,
    errors: { 409: PUBLISHING },
    example: { answer: { ok: true, datasets: 0, images: 0, annotations: 0, problems: [], repaired: 0 } },
  },
  {
    method: 'POST',
    path: '/integrity/repair',
    origin: 'ours',
    summary: 'Set right what can be counted anew',
    description: 'Counters, the order of the images, and where annotations are. Nothing that a user made is changed.',
    answer: Integrity,
    errors: { 409: PUBLISHING },
  },
]

export const backupRoutes: Record<string, Route[]> = {
  'backup.zip': [
    {
      method: 'GET',
      path: '/backup.zip',
      origin: 'ours',
      summary: 'Everything that is stored, as one archive',
      description: 'Rows as JSON and the files of the images; not the undo history, tasks and what can be made again.',
      answer: { media: ['application/zip'], description: '`backup.json`, `rows/<table>.json`, `files/<image id>`' },
    },
  ],
  backup: [
    {
      method: 'GET',
      path: '/backup',
      origin: 'ours',
      summary: 'When everything was backed up last',
      answer: BackupState,
      example: { answer: { last_at: null, changed: true } },
    },
    {
      method: 'POST',
      path: '/backup',
      origin: 'ours',
      summary: 'Restore such an archive, or merge it into what is stored',
      description:
        'All of it, or nothing. Merged, an object is known by its uuid, a category also by its name. Of two states the one with the later `updated_at` stays, then the one with the higher `revision`, whether it is in the trash or not. What is new keeps its id where that was never used here; all references follow. What was deleted here for good comes back. Your preferences stay.',
      query: BackupQuery,
      body: { file: 'The archive', required: true },
      answer: BackupResult,
      errors: {
        400: 'The file is no backup, or of a later version.',
        409: 'Something is stored here already, and it is not to be merged; or an import is just publishing.',
        507: NO_ROOM,
      },
    },
  ],
}

export const documentRoutes: Record<string, Route[]> = {
  'openapi.json': [
    { method: 'GET', path: '/openapi.json', origin: 'ours', summary: 'This document', answer: document },
  ],
  'swagger.json': [
    {
      method: 'GET',
      path: '/swagger.json',
      origin: 'later',
      summary: 'This document, where older servers have theirs',
      answer: document,
    },
  ],
}
