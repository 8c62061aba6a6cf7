/** Pages of lists: from 1, a page past the end is the last one, at most 1,000 objects. */
import type { Pagination } from '@/contract/common'

const DEFAULT_LIMIT = 20
const MOST = 1000

export interface Page extends Omit<Pagination, 'showing'> {
  limit: number
  pagination: Pagination
}

export function pageOf(
  total: number,
  { page = 1, limit: wanted = DEFAULT_LIMIT }: { page?: number; limit?: number },
): Page {
  const limit = Math.min(wanted, MOST)
  return paged(total, page, limit)
}

/** All objects on one page. */
export const onePage = (total: number): Page => paged(total, 1, Math.max(1, total))

function paged(total: number, wanted: number, limit: number): Page {
  const pages = Math.max(1, Math.ceil(total / limit))
  const page = Math.min(wanted, pages)
  const start = (page - 1) * limit
  const end = Math.min(start + limit, total)
  const shown = { start, end, pages, page, total }
  return { ...shown, limit, pagination: { ...shown, showing: end - start } }
}
