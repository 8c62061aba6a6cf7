// Search by name. Schemas: src/contract/search.ts
import { http } from 'msw'
import { SearchQuery } from '@/contract/search'
import { searchByName } from '../db/datasets/search'
import { json, path, readQuery } from './http/request'

const MOST = 1000

export const searchHandlers = [
  http.get(path('/search'), async ({ request }) => {
    const { q, limit } = readQuery(request, SearchQuery)
    return json(await searchByName(q, Math.min(MOST, Math.max(1, limit))))
  }),
]
