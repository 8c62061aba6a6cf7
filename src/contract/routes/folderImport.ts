import { FolderImportTotals, ExistingFilesAnswer, ExistingFilesQuestion, NewFolderImport } from '../folderImport'
import { Task } from '../task'
import type { Route } from './route'

const noFolderImport = '`Invalid task id`, it is no import of a folder, or it is over.'

export const folderImportRoutes: Route[] = [
  {
    method: 'POST',
    path: '/intake/',
    origin: 'ours',
    summary: 'Begin the import of a folder',
    description:
      'Then each image goes to `POST /image/` with `intake=<id>`, which counts it, and the reason when it is refused. `POST /tasks/{id}/cancel` ends it; what came in stays.',
    body: { json: NewFolderImport, required: true },
    answer: Task,
    errors: { 400: '`dataset does not exist`' },
    example: { body: { dataset_id: 1, folder: 'holiday', pictures: 2, bytes: 2048 } },
  },
  {
    method: 'POST',
    path: '/intake/{id}/known',
    origin: 'ours',
    summary: 'Which files of the folder may be here already',
    body: { json: ExistingFilesQuestion, required: true },
    answer: ExistingFilesAnswer,
    errors: { 400: noFolderImport },
  },
  {
    method: 'POST',
    path: '/intake/{id}/here',
    origin: 'ours',
    summary: 'Count files that were skipped because the dataset has them',
    body: { json: FolderImportTotals, required: true },
    answer: Task,
    errors: { 400: noFolderImport },
  },
  {
    method: 'POST',
    path: '/intake/{id}/resume',
    origin: 'ours',
    summary: 'Go on after an interruption, with the folder chosen again',
    body: { json: FolderImportTotals, required: true },
    answer: Task,
    errors: { 400: noFolderImport },
  },
  {
    method: 'POST',
    path: '/intake/{id}/finish',
    origin: 'ours',
    summary: 'All files were handed in',
    answer: Task,
    errors: { 400: noFolderImport },
  },
]
