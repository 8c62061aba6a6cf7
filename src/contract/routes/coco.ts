import {
  ArchiveImportQuery,
  ArchiveResult,
  CocoExportQuery,
  CocoFile,
  CocoImportQuery,
  Export,
  ExportTask,
  ImportResult,
  Upload,
  UploadQuery,
  ValidationRepair,
  ValidationResult,
} from '../coco'
import { Success } from '../common'
import { ExportPreview, Formats } from '../formats'
import { z } from '../zod'
import { NO_ROOM, type Route } from './route'

const noDataset = '`Invalid dataset ID`'
const noExport = '`Invalid export ID`'

/** Parameters of a JSON export. Only an archive has images and several files. */
const FileQuery = CocoExportQuery.omit({
  pictures: true,
  split: true,
  seed: true,
  format: true,
  joins: true,
  exact: true,
})

export const datasetCocoRoutes: Route[] = [
  {
    method: 'GET',
    path: '/dataset/{id}/coco',
    origin: 'wiki',
    summary: 'The dataset as a COCO file',
    query: FileQuery,
    isTask: true,
    answer: CocoFile,
    errors: { 400: noDataset, 507: NO_ROOM },
  },
  {
    method: 'POST',
    path: '/dataset/{id}/coco',
    origin: 'wiki',
    summary: 'Import a COCO file',
    description:
      'As a part of a form, as the body itself, or an upload named in the query. With `dry_run` it answers what would happen.',
    query: CocoImportQuery,
    isTask: true,
    body: { form: { files: { coco: 'The COCO file' } }, file: 'The COCO file' },
    answer: ImportResult,
    errors: { 400: `${noDataset}, or what is wrong with the file: the byte, the annotation.`, 507: NO_ROOM },
  },
  {
    method: 'POST',
    path: '/dataset/{id}/zip',
    origin: 'ours',
    summary: 'Import an archive of images and label files of any known format',
    query: ArchiveImportQuery,
    isTask: true,
    body: { form: { files: { zip: 'The archive' } }, file: 'The archive' },
    answer: ArchiveResult,
    errors: {
      400: `${noDataset}, or why the archive is refused: with \`candidates\` where several formats fit.`,
      507: NO_ROOM,
    },
  },
  {
    method: 'GET',
    path: '/dataset/{id}/export.zip',
    origin: 'ours',
    summary: 'The dataset as an archive: images and label files of a format',
    query: CocoExportQuery,
    isTask: true,
    answer: {
      media: ['application/zip'],
      description:
        '`images/<path>` and `annotations/instances.json`; with a split, a folder and a file for each part; other formats in their own layout',
    },
    errors: { 400: `${noDataset}, or an option that the format does not have.`, 507: NO_ROOM },
  },
  {
    method: 'GET',
    path: '/dataset/{id}/export/preview',
    origin: 'ours',
    summary: 'What an export would hold, and what it would lose',
    query: CocoExportQuery,
    isTask: true,
    answer: ExportPreview,
    errors: { 400: `${noDataset}, or an option that the format does not have.` },
  },
  {
    method: 'GET',
    path: '/dataset/{id}/validate',
    origin: 'ours',
    summary: 'What trainers and evaluation would trip over',
    isTask: true,
    answer: ValidationResult,
    errors: { 400: noDataset },
  },
  {
    method: 'POST',
    path: '/dataset/{id}/validate/repair',
    origin: 'ours',
    summary: 'Repair problems that were found',
    isTask: true,
    body: { json: ValidationRepair, required: true },
    answer: ValidationResult,
    errors: { 400: `${noDataset}, or nothing was named.` },
    example: { body: { kinds: ['area-contradicts', 'bbox-contradicts'] } },
  },
  {
    method: 'GET',
    path: '/dataset/{id}/export',
    origin: 'later',
    summary: 'Make a COCO file and keep it',
    description: 'Answers the task at once.',
    query: FileQuery,
    answer: ExportTask,
    errors: { 400: noDataset },
  },
  {
    method: 'GET',
    path: '/dataset/{id}/exports',
    origin: 'later',
    summary: 'The COCO files that are kept, newest first',
    answer: z.array(Export),
    errors: { 400: noDataset },
  },
]

export const exportRoutes: Route[] = [
  {
    method: 'GET',
    path: '/export/{id}',
    origin: 'later',
    summary: 'A kept COCO file: what it is',
    answer: Export,
    errors: { 400: noExport },
  },
  {
    method: 'GET',
    path: '/export/{id}/download',
    origin: 'later',
    summary: 'A kept COCO file',
    answer: CocoFile,
    errors: { 400: noExport },
  },
  {
    method: 'DELETE',
    path: '/export/{id}',
    origin: 'later',
    summary: 'Drop a kept COCO file',
    answer: Success,
    errors: { 400: noExport },
    example: { answer: { success: true } },
  },
]

export const uploadRoutes: Route[] = [
  {
    method: 'POST',
    path: '/uploads',
    origin: 'ours',
    summary: 'Store a large file for imports',
    description:
      'Imports name it with `upload=<id>`: it goes up once for the dry run and the real one. It is dropped after a day.',
    query: UploadQuery,
    body: { file: 'The file', required: true },
    answer: Upload,
    errors: { 400: 'The body is empty.', 507: NO_ROOM },
  },
]

export const formatRoutes: Route[] = [
  {
    method: 'GET',
    path: '/formats',
    origin: 'ours',
    summary: 'The formats that datasets come in and leave in',
    answer: Formats,
  },
]
