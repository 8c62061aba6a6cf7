import { Success } from '../common'
import {
  Dataset, DatasetConfirmed, DatasetImages, DatasetImagesQuery, DatasetListQuery, DatasetPage, DatasetRename, DatasetStats, DatasetUpdate, ImageIds, ImageIdsQuery, ImageRun, ImageRunQuery, NewDataset, NextImage, NextImageQuery,
} from '../dataset'
import { ListedUser } from '../user'
import { z } from '../zod'
import { BUSY, type Route } from './route'

const noDataset = '`Invalid dataset id`: there is none, or it is in the trash.'

const inArguments = z.object({ name: z.string().optional().describe('The name, when it is not in the body') })

export const datasetRoutes: Route[] = [
  { method: 'GET', path: '/dataset/', origin: 'wiki', summary: 'All datasets that are not in the trash', answer: z.array(Dataset) },
  {
    method: 'POST', path: '/dataset/', origin: 'wiki', summary: 'Make a dataset',
    description: 'Arguments in the query, in a form or as JSON. A number in `categories` is an id, a text is a name, made when it is new.',
    body: { json: NewDataset }, query: inArguments, answer: Dataset,
    errors: { 400: 'The name is missing or cannot be one, or `Dataset already exists. Check the undo tab to fully delete the dataset.`' },
    example: { body: { name: 'seeds', categories: ['nut'] } },
  },
  { method: 'GET', path: '/dataset/data', origin: 'wiki', summary: 'The datasets with their counts, and all categories', query: DatasetListQuery, answer: DatasetPage },
  {
    method: 'POST', path: '/dataset/{id}', origin: 'wiki', summary: 'Set categories or default metadata', body: { json: DatasetUpdate }, answer: Success,
    errors: { 400: noDataset, 409: BUSY }, example: { body: { categories: ['nut', 'bolt'], default_annotation_metadata: { checked: false } }, answer: { success: true } },
  },
  {
    method: 'DELETE', path: '/dataset/{id}', origin: 'wiki', summary: 'Put a dataset into the trash', description: 'Its images and annotations stay with it.',
    answer: Success, errors: { 400: noDataset, 409: BUSY }, example: { answer: { success: true } },
  },
  {
    method: 'POST', path: '/dataset/{id}/confirm', origin: 'ours', summary: 'Keep a provisional dataset, or drop it when nothing has come in', answer: DatasetConfirmed,
    description: 'Call it when the import it was made for is over. A dataset that is not provisional stays as it is.', errors: { 400: noDataset }, example: { answer: { kept: true } },
  },
  {
    method: 'POST', path: '/dataset/{id}/rename', origin: 'ours', summary: 'Give a dataset another name', body: { json: DatasetRename, required: true }, answer: Dataset,
    errors: { 400: `${noDataset} Or the name is taken, or cannot be one.`, 409: BUSY }, example: { body: { name: 'kernels' } },
  },
  {
    method: 'GET', path: '/dataset/{id}/data', origin: 'wiki', summary: 'A page of its images, filtered and sorted', query: DatasetImagesQuery, answer: DatasetImages,
    errors: { 400: `${noDataset} Or \`directory does not exist\`.` },
  },
  {
    method: 'GET', path: '/dataset/{id}/images', origin: 'ours', summary: 'Some of its images, from any place of the list, filtered and sorted',
    description: 'The same list as its pages show, with nothing besides: for lists that are scrolled.',
    query: ImageRunQuery, answer: ImageRun, errors: { 400: `${noDataset} Or \`directory does not exist\`.` },
  },
  {
    method: 'GET', path: '/dataset/{id}/ids', origin: 'ours', summary: 'Ids of its images, filtered and sorted', description: 'The same list as its pages show, as ids only.',
    query: ImageIdsQuery, answer: ImageIds, errors: { 400: `${noDataset} Or \`directory does not exist\`.` },
  },
  {
    method: 'GET', path: '/dataset/{id}/next', origin: 'ours', summary: 'The next image in a state, in the order of the dataset', query: NextImageQuery,
    answer: NextImage, errors: { 400: `${noDataset} Or \`Invalid image id\`.` },
  },
  { method: 'GET', path: '/dataset/{id}/stats', origin: 'later', summary: 'Counts and averages', answer: DatasetStats, errors: { 400: noDataset } },
  { method: 'GET', path: '/dataset/{id}/users', origin: 'later', summary: 'Who works on it: the one local user', answer: z.array(ListedUser), errors: { 400: noDataset } },
  {
    method: 'POST', path: '/dataset/{id}/reset/metadata', origin: 'ours', summary: 'Give all annotations the default metadata, and images none', answer: Success,
    errors: { 400: noDataset, 409: BUSY }, example: { answer: { success: true } },
  },
  {
    method: 'GET', path: '/dataset/{id}/reset/metadata', origin: 'later', summary: 'The same, as older clients ask for it', answer: Success,
    errors: { 400: noDataset, 403: 'Opened as a page: it changes something.', 409: BUSY }, example: { answer: { success: true } },
  },
]
