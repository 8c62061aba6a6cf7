/** Categories: src/contract/category.ts. */
import type { Category, CategoryPage, CategoryUpdate, NewCategory } from '@/contract/category'
import type { Success } from '@/contract/common'
import { request } from './client'

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
  remove: (id: number) => request<Success>('DELETE', `/category/${id}`),
}
