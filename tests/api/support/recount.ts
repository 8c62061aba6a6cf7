/** Everything that the store keeps rather than counts, counted anew and compared. */
import { expect } from 'vitest'
import { unpackAll } from '@/server/db/annotations/chunkPacks'
import type { AnnotationRow, ImageRow, AnnotationChunkRow } from '@/server/db/store/rows'
import { BLOCK_SIZE, db, CHUNK_SIZE } from '@/server/db/store/schema'

type Numbers = Record<string, number>

const add = (to: Numbers, name: string | number, by = 1) => {
  to[name] = (to[name] ?? 0) + by
}
const withoutZeros = (numbers: Numbers) =>
  Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0))

/** Those in bundles too, each of which its image names. */
export async function allChunks(): Promise<AnnotationChunkRow[]> {
  const bundles = await db.chunkPacks.toArray()
  const named = new Map((await db.images.toArray()).map(({ id, bundle }) => [id, bundle]))
  for (const { id, sheets } of bundles)
    expect(sheets.map(({ image_id }) => named.get(image_id))).toEqual(sheets.map(() => id))
  return [...bundles.flatMap(unpackAll), ...(await db.annotationChunks.toArray())]
}

export async function expectConsistent(): Promise<void> {
  const images = await db.images.toArray()
  const sheets = await allChunks()
  const rows = sheets.flatMap((sheet) => sheet.annotations)
  expect(rows.map(({ id }) => id).length).toBe(new Set(rows.map(({ id }) => id)).size)
  for (const image of images) {
    const own = sheets.filter((sheet) => sheet.image_id === image.id)
    expect(own.map(({ chunk }) => chunk)).toEqual(Array.from({ length: image.sheets }, (_none, chunk) => chunk))
    expect(own.every(({ annotations }) => annotations.length <= CHUNK_SIZE)).toBe(true)
    expectCounts(
      image,
      own.flatMap(({ annotations }) => annotations),
    )
  }
  expect(sheets.filter((sheet) => !images.some(({ id }) => id === sheet.image_id))).toEqual([])
  await expectPlaces()
  await expectTotals(images, rows)
  await expectTrash(images, rows)
  await expectOrder(images)
  await expectHistory(images)
}

function expectCounts(image: ImageRow, rows: AnnotationRow[]) {
  const live = rows.filter((row) => !row.deleted)
  const counts: Numbers = {}
  for (const { category_id } of live) add(counts, category_id)
  expect({ image: image.id, counts: image.category_counts, all: image.num_annotations }).toEqual({
    image: image.id,
    counts,
    all: live.length,
  })
  expect(rows.every((row) => row.image_id === image.id && row.dataset_id === image.dataset_id)).toBe(true)
}

async function expectPlaces() {
  const places: Record<number, [image: number, chunk: number]> = {}
  await db.locations.each(({ block, images, chunks }) => {
    images.forEach((image, slot) => {
      if (image) places[block * BLOCK_SIZE + slot] = [image, chunks[slot]!]
    })
  })
  const expected: typeof places = {}
  for (const { image_id, chunk, annotations } of await allChunks()) {
    for (const { id } of annotations) expected[id] = [image_id, chunk]
  }
  expect(places).toEqual(expected)
}

async function expectTotals(images: ImageRow[], rows: AnnotationRow[]) {
  const totals: Numbers = {}
  for (const image of images.filter(({ deleted }) => !deleted)) {
    add(totals, `dataset:${image.dataset_id}:images`)
    add(totals, `dataset:${image.dataset_id}:annotated`, Number(image.num_annotations > 0))
    add(totals, `dataset:${image.dataset_id}:annotations`, image.num_annotations)
  }
  for (const row of rows.filter(({ deleted }) => !deleted)) add(totals, `category:${row.category_id}:annotations`)
  const kept = (await db.counters.toArray()).filter(({ name }) => /^(dataset|category):/.test(name))
  expect(withoutZeros(Object.fromEntries(kept.map(({ name, value }) => [name, value])))).toEqual(withoutZeros(totals))
}

async function expectTrash(images: ImageRow[], rows: AnnotationRow[]) {
  const trash = await db.trash.toArray()
  const dates = (list: { id: number; deleted: boolean; deleted_date?: number }[]) =>
    list
      .filter(({ deleted }) => deleted)
      .map(({ id, deleted_date }) => [id, deleted_date])
      .sort(([a], [b]) => a! - b!)
  const kept = trash.filter(({ instance }) => instance === 'annotation').map(({ id, date }) => [id, date])
  expect(kept.sort(([a], [b]) => a! - b!)).toEqual(dates(rows))
  expect(trash.flatMap(({ instance, id }) => (instance === 'image' ? [id] : [])).sort((a, b) => a - b)).toEqual(
    dates(images).map(([id]) => id),
  )
}

async function expectOrder(images: ImageRow[]) {
  const listed = (await db.order.toArray()).flatMap(({ dataset_id, entries }) =>
    entries.map(([path, id]) => `${dataset_id} ${path} ${id}`),
  )
  const expected = images
    .filter(({ deleted }) => !deleted)
    .map(({ dataset_id, path, id }) => `${dataset_id} ${path} ${id}`)
  expect(listed.sort()).toEqual(expected.sort())
}

async function expectHistory(images: ImageRow[]) {
  const kept = (await db.history.toArray()).map(({ image_id, seq }) => `${image_id} ${seq}`)
  const heads = await db.historyHeads.toArray()
  expect(kept.sort()).toEqual(
    heads.flatMap(({ image_id, entries }) => entries.map(({ seq }) => `${image_id} ${seq}`)).sort(),
  )
  expect(heads.every(({ image_id }) => images.some(({ id }) => id === image_id))).toBe(true)
}
