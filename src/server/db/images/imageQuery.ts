/** Answers queries (docs/query.md) from the rows of images and annotations. */
import { badRequest } from '@/contract/errors'
import { compileQuery, type CompiledQuery } from '@/core/query/compile'
import type { ImageFacts } from '@/core/query/facts'
import { parseQuery } from '@/core/query/parse'
import { QueryError } from '@/core/query/queryError'
import { categories } from '../datasets/categories'
import type { AnnotationRow, ImageRow, OrderEntry } from '../store/rows'
import { db } from '../store/schema'
import { chunksOf } from '../annotations/annotationChunks'
import { categoryIds } from './imageCounts'

export interface ImageQuery extends CompiledQuery {
  /** Equal for queries that have the same answer while nothing is changed. */
  key: string
}

/** Images read at a time. */
const BATCH = 500
const HOUR = 60 * 60 * 1000

/** Throws 400 with the code of the mistake. */
export async function readImageQuery(text: string): Promise<ImageQuery> {
  const now = Date.now()
  try {
    const context = {
      categories: await categories.listLive(),
      categoriesOf: (image: ImageFacts) => categoryIds(image as ImageRow),
      now,
    }
    return { ...compileQuery(parseQuery(text), context), key: `${text} ${Math.floor(now / HOUR)}` }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    throw badRequest(error.message, { code: `query-${error.code}`, params: error.params })
  }
}

/** The entries that fit, in their order. Reads images and annotations only where the query asks for them. */
export async function withQuery(entries: OrderEntry[], query: ImageQuery): Promise<OrderEntry[]> {
  if (query.needs === 'path') return entries.filter(([path, id]) => query.fits({ path, id } as ImageFacts, []))
  const found: OrderEntry[] = []
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH)
    const fitting = await fittingIds(batch, query)
    found.push(...batch.filter(([, id]) => fitting.has(id)))
  }
  return found
}

async function fittingIds(entries: OrderEntry[], query: ImageQuery): Promise<Set<number>> {
  const ids = entries.map(([, id]) => id)
  return db.transaction('r', [db.images, db.annotationChunks, db.chunkPacks], async () => {
    const rows = (await db.images.bulkGet(ids)).filter((row) => row !== undefined)
    const annotations = query.needs === 'annotations' ? await annotationsOf(rows) : undefined
    return new Set(rows.filter((row) => query.fits(row, annotations?.get(row.id) ?? [])).map(({ id }) => id))
  })
}

/** Those that are not deleted, by image id. */
async function annotationsOf(images: ImageRow[]): Promise<Map<number, AnnotationRow[]>> {
  const found = new Map<number, AnnotationRow[]>()
  for (const { image_id, annotations } of await chunksOf(images)) {
    const live = annotations.filter(({ deleted }) => !deleted)
    found.set(image_id, [...(found.get(image_id) ?? []), ...live])
  }
  return found
}
