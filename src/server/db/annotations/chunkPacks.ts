/**
 * Chunk packs: the annotation chunks of several images in one record (decisions/0025), because putting a record costs more than
 * its contents. Only images that an import creates are packed, and `ImageRow.bundle` names their pack. The first edit of an image
 * moves its chunk out of the pack. Chunks never move into a pack, so a reader who reads packs first misses none.
 * Call within a transaction, unless a function says otherwise.
 */
import { packChunk, unpackChunk } from './packedChunk'
import type { AnnotationChunkRow, ChunkPackRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'

/** Limits of one pack. */
const LIMITS = { images: 16, annotations: 256 }

/** Packs the chunks of images that have one chunk each, and sets `bundle` on the rows of these images. */
export function makePacks(images: ImageRow[], chunkOf: (image: ImageRow) => AnnotationChunkRow): ChunkPackRow[] {
  const packs: ChunkPackRow[] = []
  let annotations = 0
  for (const image of images) {
    const chunk = chunkOf(image)
    annotations += chunk.annotations.length
    const last = packs.at(-1)
    const fits = last && last.sheets.length < LIMITS.images && annotations <= LIMITS.annotations
    if (fits) last.sheets.push(packChunk(chunk))
    else {
      packs.push({ id: image.id, sheets: [packChunk(chunk)] })
      annotations = chunk.annotations.length
    }
    image.bundle = packs.at(-1)!.id
  }
  return packs
}

/** The chunks of those images that are still in a pack. */
export const chunksInPacks = async (images: ImageRow[], polygons = true): Promise<AnnotationChunkRow[]> =>
  chunksFrom(await readPacks(images), images, polygons)

function chunksFrom(packs: ChunkPackRow[], images: ImageRow[], polygons = true): AnnotationChunkRow[] {
  const wanted = new Set(images.flatMap(({ id, bundle }) => (bundle === undefined ? [] : [id])))
  return packs.flatMap(({ sheets }) =>
    sheets.filter(({ image_id }) => wanted.has(image_id)).map((chunk) => unpackChunk(chunk, polygons)!),
  )
}

/** Pack id by image id, of all packs. */
export async function packsByImage(): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  await db.chunkPacks.each(({ id, sheets }) => sheets.forEach(({ image_id }) => found.set(image_id, id)))
  return found
}

export const unpackAll = ({ sheets }: ChunkPackRow): AnnotationChunkRow[] => sheets.map((chunk) => unpackChunk(chunk)!)

/** Moves the chunks of images into records of their own, where they may be changed. Answers the rows of the images after that. Within a write transaction. */
export async function moveOutOfPacks(images: ImageRow[]): Promise<ImageRow[]> {
  const packed = images.filter(({ bundle }) => bundle !== undefined)
  if (packed.length === 0) return images
  const packs = await readPacks(packed)
  const unpacked = ({ bundle: _bundle, ...row }: ImageRow): ImageRow => row
  await Promise.all([
    db.annotationChunks.bulkPut(chunksFrom(packs, packed)),
    db.images.bulkPut(packed.map(unpacked)),
    storeWithout(packs, packed),
  ])
  return images.map(unpacked)
}

/** Removes the chunks of images from their packs. Within a write transaction. */
export const removeFromPacks = async (images: ImageRow[]): Promise<void> =>
  storeWithout(await readPacks(images), images)

async function storeWithout(packs: ChunkPackRow[], images: ImageRow[]): Promise<void> {
  const removed = new Set(images.map(({ id }) => id))
  const rest = packs.map(({ id, sheets }) => ({ id, sheets: sheets.filter(({ image_id }) => !removed.has(image_id)) }))
  const [filled, empty] = [
    rest.filter(({ sheets }) => sheets.length > 0),
    rest.filter(({ sheets }) => sheets.length === 0),
  ]
  if (filled.length > 0) await db.chunkPacks.bulkPut(filled)
  if (empty.length > 0) await db.chunkPacks.bulkDelete(empty.map(({ id }) => id))
}

async function readPacks(images: ImageRow[]): Promise<ChunkPackRow[]> {
  const ids = [...new Set(images.flatMap(({ bundle }) => bundle ?? []))]
  return ids.length === 0 ? [] : (await db.chunkPacks.bulkGet(ids)).filter((row) => row !== undefined)
}
