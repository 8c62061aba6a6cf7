/**
 * What queries look at, of all images of one dataset, in memory. It is read once while the worker lives; after that only the images
 * that the sequence of changes names are read again.
 */
import type { ImageFacts } from '@/core/query/facts'
import { AnnotationColumns } from '../annotations/annotationColumns'
import { changes } from '../store/changes'
import { runs } from '../store/idRuns'
import type { ChangeRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { lastChange } from '../store/write'
import { categoryIds } from './imageCounts'
import { order } from './imageOrder'

/** By image id, without deleted images. */
export interface DatasetFacts {
  images: Map<number, ImageFacts>
  /** Of the images whose annotations were asked for since they changed. */
  annotations: AnnotationColumns
}

interface Kept {
  database: string
  datasetId: number
  /** Number of the newest change that `facts` know of. */
  seq: number
  facts: DatasetFacts
}

/** After more changes than this, everything is read anew. */
const MOST_CHANGES = 2_000
/** Images read at a time. */
const BATCH = 2_000

let kept: Kept | undefined
/** Reads follow each other, so that two questions at a time do not read everything twice. */
let turn: Promise<unknown> = Promise.resolve()

export function imageFacts(datasetId: number): Promise<DatasetFacts> {
  const next = turn.then(() => upToDate(datasetId))
  turn = next.catch(() => {})
  return next
}

async function upToDate(datasetId: number): Promise<DatasetFacts> {
  const isKept = kept?.database === db.name && kept.datasetId === datasetId
  kept = (isKept && (await followed(kept!))) || (await readAll(datasetId))
  return kept.facts
}

/** Without an answer where the changes do not tell which images are touched. */
async function followed(known: Kept): Promise<Kept | undefined> {
  const seq = await lastChange()
  if (seq === known.seq) return known
  const since = await changes.after(known.seq, MOST_CHANGES + 1)
  // some may be forgotten, or the store may be another one under the same name
  if (seq < known.seq || since.length > MOST_CHANGES || since[0]?.seq !== known.seq + 1) return undefined
  const touched = touchedImages(since, known.datasetId)
  if (!touched) return undefined
  for (const id of touched) known.facts.annotations.forget(id)
  for (const row of await rowsOf([...touched])) touched.delete(keep(known, row))
  for (const id of touched) known.facts.images.delete(id)
  return { ...known, seq: since.at(-1)!.seq! }
}

function touchedImages(list: ChangeRow[], datasetId: number): Set<number> | undefined {
  const touched = new Set<number>()
  for (const { instance, ids, image_id, dataset_id } of list) {
    if (instance === 'task' || (dataset_id !== undefined && dataset_id !== datasetId)) continue
    if (instance === 'image') ids.forEach((id) => touched.add(id))
    else if (instance === 'annotation' && image_id !== undefined) touched.add(image_id)
    else return undefined
  }
  return touched
}

async function readAll(datasetId: number): Promise<Kept> {
  // before the rows: what changes meanwhile is read again at the next question
  const all: Kept = {
    database: db.name,
    datasetId,
    seq: await lastChange(),
    facts: { images: new Map(), annotations: new AnnotationColumns() },
  }
  const ids = (await order.all(datasetId)).map(([, id]) => id)
  for (let from = 0; from < ids.length; from += BATCH)
    for (const row of await rowsOf(ids.slice(from, from + BATCH))) keep(all, row)
  return all
}

function keep({ facts, datasetId }: Kept, row: ImageRow): number {
  if (row.deleted || row.dataset_id !== datasetId) facts.images.delete(row.id)
  else facts.images.set(row.id, factsOf(row))
  return row.id
}

const factsOf = (row: ImageRow): ImageFacts => ({
  id: row.id,
  path: row.path,
  state: row.state,
  split: row.split,
  width: row.width,
  height: row.height,
  metadata: row.metadata,
  placeholder: row.placeholder,
  num_annotations: row.num_annotations,
  categories: categoryIds(row),
  created_at: row.created_at,
  updated_at: row.updated_at,
})

async function rowsOf(ids: number[]): Promise<ImageRow[]> {
  const sorted = [...ids].sort((a, b) => a - b)
  const read = await Promise.all(
    runs(sorted).map(([first, last]) => db.images.where('id').between(first, last, true, true).toArray()),
  )
  return read.flat()
}
