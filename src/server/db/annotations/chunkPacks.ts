/**
 * AnnotationChunks of several images in one record, as an import writes them (decisions/0025): to put a record costs more than what is in
 * it. Only images that an import makes are bundled, and their rows say where. The first edit gives an image sheets of its own.
 * Call within a transaction, or read as `chunksOf` does: bundles first, since sheets only ever move out of them.
 */
import { packChunk, unpackChunk, type PackedChunk } from './packedChunk'
import type { ImageRow, AnnotationChunkRow } from '../store/rows'
import { db } from '../store/schema'

export interface ChunkPackRow {
  /** Id of its first image. */
  id: number
  sheets: (PackedChunk | AnnotationChunkRow)[]
}

const MOST = { images: 16, annotations: 256 }

/** Of images of one sheet each, whose rows name their bundle from here on. */
export function packsOf(images: ImageRow[], chunkOf: (image: ImageRow) => AnnotationChunkRow): ChunkPackRow[] {
  const bundles: ChunkPackRow[] = []
  let held = 0
  for (const image of images) {
    const sheet = chunkOf(image)
    held += sheet.annotations.length
    const last = bundles.at(-1)
    const fits = last && last.sheets.length < MOST.images && held <= MOST.annotations
    if (fits) last.sheets.push(packChunk(sheet))
    else {
      bundles.push({ id: image.id, sheets: [packChunk(sheet)] })
      held = sheet.annotations.length
    }
    image.bundle = bundles.at(-1)!.id
  }
  return bundles
}

/** Of those images that are in a bundle still. */
export const packedUpChunks = async (images: ImageRow[]): Promise<AnnotationChunkRow[]> => chunksFrom(await readPacks(images), images)

function chunksFrom(bundles: ChunkPackRow[], images: ImageRow[]): AnnotationChunkRow[] {
  const wanted = new Set(images.flatMap(({ id, bundle }) => (bundle === undefined ? [] : [id])))
  return bundles.flatMap(({ sheets }) => sheets.filter(({ image_id }) => wanted.has(image_id)).map((sheet) => unpackChunk(sheet)!))
}

/** Which bundle each image is in. */
export async function packsByImage(): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  await db.bundles.each(({ id, sheets }) => sheets.forEach(({ image_id }) => found.set(image_id, id)))
  return found
}

/** All sheets of a bundle. */
export const chunksIn = ({ sheets }: ChunkPackRow): AnnotationChunkRow[] => sheets.map((sheet) => unpackChunk(sheet)!)

/** Gives the images sheets of their own, which may be changed. Answers their rows as they are then. Within a write transaction. */
export async function moveOutOfPacks(images: ImageRow[]): Promise<ImageRow[]> {
  const bundled = images.filter(({ bundle }) => bundle !== undefined)
  if (bundled.length === 0) return images
  const bundles = await readPacks(bundled)
  const alone = ({ bundle: _bundle, ...row }: ImageRow): ImageRow => row
  await Promise.all([db.sheets.bulkPut(chunksFrom(bundles, bundled)), db.images.bulkPut(bundled.map(alone)), storeWithout(bundles, bundled)])
  return images.map(alone)
}

/** Takes the sheets of images out of their bundles. Within a write transaction. */
export const leavePacks = async (images: ImageRow[]): Promise<void> => storeWithout(await readPacks(images), images)

async function storeWithout(bundles: ChunkPackRow[], images: ImageRow[]): Promise<void> {
  const gone = new Set(images.map(({ id }) => id))
  const left = bundles.map(({ id, sheets }) => ({ id, sheets: sheets.filter(({ image_id }) => !gone.has(image_id)) }))
  const [full, empty] = [left.filter(({ sheets }) => sheets.length > 0), left.filter(({ sheets }) => sheets.length === 0)]
  if (full.length > 0) await db.bundles.bulkPut(full)
  if (empty.length > 0) await db.bundles.bulkDelete(empty.map(({ id }) => id))
}

async function readPacks(images: ImageRow[]): Promise<ChunkPackRow[]> {
  const ids = [...new Set(images.flatMap(({ bundle }) => bundle ?? []))]
  return ids.length === 0 ? [] : (await db.bundles.bulkGet(ids)).filter((row) => row !== undefined)
}
