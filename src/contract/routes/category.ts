import {
  Category,
  CategoryMerge,
  CategoryMergeResult,
  CategoryPage,
  CategoryUpdate,
  CategoryUpdateResult,
  MadeCategory,
  NewCategory,
} from '../category'
import { Success } from '../common'
import { PageQuery } from '../params'
import { z } from '../zod'
import type { Route } from './route'

const noCategory = '`Invalid category id`'
const taken = '`Category already exists. Check the undo tab to fully delete the category.`'

export const categoryRoutes: Route[] = [
  {
    method: 'GET',
    path: '/category/',
    origin: 'wiki',
    summary: 'All categories, those in the trash included',
    answer: z.array(Category),
  },
  {
    method: 'POST',
    path: '/category/',
    origin: 'wiki',
    summary: 'Make a category',
    body: { json: NewCategory, required: true },
    answer: MadeCategory,
    errors: { 400: `The name is missing or empty, or ${taken}` },
    example: { body: { name: 'walnut', supercategory: 'food', color: '#c98b3f' } },
  },
  {
    method: 'GET',
    path: '/category/data',
    origin: 'wiki',
    summary: 'A page of the categories with how many annotations each has',
    query: PageQuery,
    answer: CategoryPage,
  },
  {
    method: 'GET',
    path: '/category/{id}',
    origin: 'wiki',
    summary: 'A category, also from the trash',
    answer: Category,
    errors: { 400: noCategory },
  },
  {
    method: 'PUT',
    path: '/category/{id}',
    origin: 'later',
    summary: 'Change a category',
    isTask: true,
    description:
      'Fields that are absent stay as they are. Other keypoints rearrange those of its annotations by name, or pad them; each image can undo it.',
    body: { json: CategoryUpdate, required: true },
    answer: CategoryUpdateResult,
    errors: { 400: `${noCategory}, \`Invalid category name to update\`, or ${taken}` },
    example: { body: { name: 'hazelnut' }, answer: { success: true } },
  },
  {
    method: 'POST',
    path: '/category/{id}/merge',
    origin: 'ours',
    summary: 'Give its annotations to another category, and put it into the trash',
    isTask: true,
    description:
      'In all datasets, images in the trash included; annotations in the trash stay as they are. A step in the history of each image, which can undo it. The datasets that list it list the other one from then on.',
    body: { json: CategoryMerge, required: true },
    answer: CategoryMergeResult,
    errors: { 400: `${noCategory}, both are the same, one is in the trash, or their keypoints differ.` },
    example: { body: { into: 2 }, answer: { images: 1, annotations: 3 } },
  },
  {
    method: 'DELETE',
    path: '/category/{id}',
    origin: 'wiki',
    summary: 'Put a category into the trash',
    answer: Success,
    errors: { 400: noCategory },
    example: { answer: { success: true } },
  },
]
