import { Success } from '../common'
import { DeletedObject, UndoArguments, UndoListQuery } from '../trash'
import { z } from '../zod'
import { BUSY, type Route } from './route'

const wrong = '`Instance not found`, `Invalid id`, or the object is not in the trash.'
const done = { answer: { success: true } }

export const trashRoutes: Route[] = [
  {
    method: 'GET',
    path: '/undo/',
    origin: 'wiki',
    summary: 'What is in the trash, newest first',
    query: UndoListQuery,
    answer: z.array(DeletedObject),
  },
  {
    method: 'GET',
    path: '/undo/list/',
    origin: 'later',
    summary: 'The same list, as older clients ask for it',
    query: UndoListQuery,
    answer: z.array(DeletedObject),
  },
  {
    method: 'POST',
    path: '/undo/',
    origin: 'wiki',
    summary: 'Take something out of the trash',
    query: UndoArguments,
    answer: Success,
    errors: { 400: wrong, 409: BUSY },
    example: done,
  },
  {
    method: 'DELETE',
    path: '/undo/',
    origin: 'wiki',
    summary: 'Delete something in the trash for good',
    description: 'With it goes what only it owned: images of a dataset, annotations and the file of an image.',
    query: UndoArguments,
    answer: Success,
    errors: { 400: `${wrong} A category that annotations use cannot be deleted.`, 409: BUSY },
    example: done,
  },
]
