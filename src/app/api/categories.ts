/** Categories: src/contract/category.ts. */
import type { Category, CategoryMergeResult, CategoryPage, CategoryUpdate, NewCategory } from '@/contract/category'
import type { Success } from '@/contract/common'
import type { Task } from '@/contract/task'
import { request } from './client'
import { followTask, type Following } from './tasks'

export type CountedCategory = CategoryPage['categories'][number]

const PAGE = 1000

export const categoriesApi = {
  /** All of them, with the number of their annotations. */
  async list(): Promise<CountedCategory[]> {
    const all: CountedCategory[] = []
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await request<CategoryPage>('GET', '/category/data', { query: { page, limit: PAGE } })
      pages = answer.pages
      all.push(...answer.categories)
    }
    return all
  },
  create: (category: NewCategory) => request<Category>('POST', '/category/', { json: category }),
  update: (id: number, update: CategoryUpdate) => request<Success>('PUT', `/category/${id}`, { json: update }),
  /** Gives all annotations of a category to another; a task. */
  async merge(id: number, into: number, following: Following = {}) {
    const task = await request<Task>('POST', `/category/${id}/merge`, {
      json: { into },
      headers: { Prefer: 'respond-async' },
      signal: following.signal,
    })
    return followTask<CategoryMergeResult>(task, following)
  },
  remove: (id: number) => request<Success>('DELETE', `/category/${id}`),
}
