/** Answers queries (docs/query.md) from what is kept of the images, and from annotations where a query asks for them. */
import { badRequest } from '@/contract/errors'
import { compileQuery, type CompiledQuery } from '@/core/query/compile'
import type { AnnotationFacts, ImageFacts } from '@/core/query/facts'
import { parseQuery, type Query } from '@/core/query/parse'
import { QueryError } from '@/core/query/queryError'
import { categories } from '../datasets/categories'
import { readFacts } from '../annotations/annotationColumns'
import type { OrderEntry } from '../store/rows'
import { imageFacts } from './imageFacts'

export interface ImageQuery extends CompiledQuery {
  /** Equal for queries that have the same answer while nothing is changed. */
  key: string
  query: Query
}

/** Images whose annotations are read at a time. */
const BATCH = 500
const HOUR = 60 * 60 * 1000

/** Throws 400 with the code of the mistake. */
export async function readImageQuery(text: string): Promise<ImageQuery> {
  const known = await categories.listLive()
  return asRefusal(() => imageQuery(parseQuery(text), known, text))
}

/** The same query without the terms of one filter, for the counts beside that filter's choices. */
export async function withoutFilter({ query, key }: ImageQuery, filter: string): Promise<ImageQuery> {
  const known = await categories.listLive()
  const rest = query.filter((item) => !('key' in item) || item.key !== filter || item.negated)
  return imageQuery(rest, known, `${key} without ${filter}`)
}

function imageQuery(query: Query, known: { id: number; name: string }[], text: string): ImageQuery {
  const now = Date.now()
  const compiled = compileQuery(query, { categories: known, now })
  return { ...compiled, query, key: `${text} ${Math.floor(now / HOUR)}` }
}

function asRefusal<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    throw badRequest(error.message, { code: `query-${error.code}`, params: error.params })
  }
}

/** The entries that fit, in their order. */
export async function withQuery(datasetId: number, entries: OrderEntry[], query: ImageQuery): Promise<OrderEntry[]> {
  if (query.needs === 'path') return entries.filter(([path, id]) => query.fits({ path, id } as ImageFacts, []))
  const { images, annotations } = await imageFacts(datasetId)
  const isFitting = (id: number, of: readonly AnnotationFacts[]) => {
    const image = images.get(id)
    return image !== undefined && query.fits(image, of)
  }
  if (query.needs === 'image') return entries.filter(([, id]) => isFitting(id, []))
  const found: OrderEntry[] = []
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH)
    const ids = batch.map(([, id]) => id)
    const known = await (query.needs === 'attributes' ? readFacts(ids) : annotations.of(ids))
    found.push(...batch.filter(([, id]) => isFitting(id, known.get(id) ?? [])))
  }
  return found
}
