import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { applyChanges, type AnnotationChange } from '@/server/db/annotations/annotationChanges'
import { stepHistory } from '@/server/db/history/annotationHistory'
import { annotations } from '@/server/db/annotations/annotations'
import type { NewAnnotationRow } from '@/server/db/annotations/annotationRow'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { history } from '@/server/db/history/history'
import { images } from '@/server/db/images/images'
import { readTotal, totals } from '@/server/db/store/counters'
import { db, useDatabase } from '@/server/db/store/schema'
import { expectConsistent } from '../../../api/support/recount'

let databases = 0
beforeEach(() => void useDatabase(`annotations-${process.pid}-${++databases}`))

const shape = { kind: 'polygons' as const, parts: [{ outer: [10, 10, 30, 10, 30, 30], holes: [] }] }
const drawn = (category_id: number, fields: Partial<NewAnnotationRow> = {}): NewAnnotationRow => ({
  category_id,
  shape,
  keypoints: [],
  area: 200,
  bbox: [10, 10, 20, 20],
  iscrowd: false,
  isbbox: false,
  color: '#ff0000',
  metadata: {},
  ...fields,
})

async function scene(howMany = 1) {
  const cats = [await categories.create({ name: 'cat' }), await categories.create({ name: 'dog' })].map(({ id }) => id)
  const dataset = await datasets.create({ name: 'set', categories: cats })
  const rows = await images.insertAll(
    Array.from({ length: howMany }, (_none, index) => ({
      dataset_id: dataset.id,
      path: `${index}.jpg`,
      width: 100,
      height: 80,
    })),
  )
  return { dataset: dataset.id, images: rows.map(({ id }) => id), image: rows[0]!.id, cat: cats[0]!, dog: cats[1]! }
}

const draw = (image_id: number, category_id: number): AnnotationChange => ({
  kind: 'create',
  image_id,
  fields: { category_id, measured: { shape, area: 200, bbox: [10, 10, 20, 20], width: 100, height: 80 } },
})
const edit = (image_id: number, ...changes: AnnotationChange[]) =>
  applyChanges(changes, { history: { image_id, label: 'Edit', by: null } })

describe('an image', () => {
  it('counts its annotations by category, and is in progress with the first shape', async () => {
    const { image, cat, dog } = await scene()
    await annotations.insertForImages([{ imageId: image, rows: [drawn(cat, { shape: null })] }])
    expect(await images.find(image)).toMatchObject({ state: 'unlabelled', num_annotations: 1, revision: 2 })
    await annotations.insertForImages([{ imageId: image, rows: [drawn(cat), drawn(dog)] }])
    expect(await images.find(image)).toMatchObject({
      state: 'in_progress',
      num_annotations: 3,
      category_counts: { [cat]: 2, [dog]: 1 },
      revision: 3,
    })
  })

  it('keeps the state that the user gave it', async () => {
    const { image, cat } = await scene()
    await images.setState([image], 'done')
    await annotations.insertForImages([{ imageId: image, rows: [drawn(cat)] }])
    expect((await images.find(image))!.state).toBe('done')
  })

  it('packs 128 annotations in a sheet, each found by its id', async () => {
    const { image, cat } = await scene()
    const rows = await annotations.insertForImages([
      { imageId: image, rows: Array.from({ length: 300 }, () => drawn(cat)) },
    ])
    expect((await db.annotationChunks.toArray()).map((sheet) => sheet.annotations.length)).toEqual([128, 128, 44])
    expect(await annotations.find(rows[200]!.id)).toEqual(rows[200])
    expect(await annotations.find(301)).toBeUndefined()
    await expectConsistent()
  })

  it('is saved by one sheet, however many shapes it has', async () => {
    const { image, cat } = await scene()
    const rows = await annotations.insertForImages([
      { imageId: image, rows: Array.from({ length: 3000 }, () => drawn(cat)) },
    ])
    const touched: string[] = []
    const table = db.annotationChunks as unknown as { core: { getMany: unknown; mutate: unknown } }
    const { getMany, mutate } = table.core as {
      getMany: (request: { keys: unknown[] }) => unknown
      mutate: (request: { values?: unknown[] }) => unknown
    }
    table.core.getMany = (request: { keys: unknown[] }) => (
      touched.push(`read ${request.keys.length}`),
      getMany(request)
    )
    table.core.mutate = (request: { values?: unknown[] }) => (
      touched.push(`write ${request.values?.length}`),
      mutate(request)
    )
    await edit(image, { kind: 'update', id: rows[1500]!.id, fields: { iscrowd: true } })
    expect(touched).toEqual(['read 1', 'write 1'])
    expect((await annotations.find(rows[1500]!.id))!.iscrowd).toBe(true)
  })
})

describe('totals', () => {
  it('of a dataset leave out deleted images, those of a category do not', async () => {
    const {
      dataset,
      images: [first, second],
      cat,
    } = await scene(2)
    await annotations.insertForImages([
      { imageId: first!, rows: [drawn(cat), drawn(cat)] },
      { imageId: second!, rows: [drawn(cat)] },
    ])
    await images.softDelete([first!])
    const read = () =>
      Promise.all([totals.annotations(dataset), totals.annotated(dataset), totals.inCategory(cat)].map(readTotal))
    expect(await read()).toEqual([1, 1, 3])
    await annotations.softDelete((await annotations.ofImage(first!))[0]!.id)
    expect(await read()).toEqual([1, 1, 2])
    await images.restore([first!])
    expect(await read()).toEqual([2, 2, 2])
    await images.softDelete([first!])
    await images.destroy([first!])
    expect(await read()).toEqual([1, 1, 1])
    await expectConsistent()
  })
})

describe('the history of an image', () => {
  it('undoes a creation to nothing, and redo brings the same id back', async () => {
    const { image, cat } = await scene()
    const [made] = await edit(image, draw(image, cat))
    const {
      rows: [gone],
    } = await stepHistory(image, { direction: 'undo', by: null })
    expect(gone).toMatchObject({ id: made!.id, deleted: true, revision: 2 })
    expect(await annotations.find(made!.id)).toBeUndefined()
    expect(await db.trash.count()).toBe(0)
    const [next] = await annotations.insertForImages([{ imageId: image, rows: [drawn(cat)] }])
    expect(next!.id).toBe(made!.id + 1)
    await stepHistory(image, { direction: 'redo', by: null })
    expect(await annotations.find(made!.id)).toMatchObject({ uuid: made!.uuid, shape, deleted: false, revision: 3 })
    await expectConsistent()
  })

  it('puts back what an import gave, to the last number', async () => {
    const { image, cat } = await scene()
    const [imported] = await annotations.insertForImages([
      { imageId: image, rows: [drawn(cat, { area: 200.25, original: { segmentation: null }, extra: { source: 1 } })] },
    ])
    const measured = {
      shape: { kind: 'box' as const, x: 0, y: 0, width: 10, height: 10 },
      area: 100,
      bbox: [0, 0, 10, 10] as [number, number, number, number],
      width: 100,
      height: 80,
    }
    const [changed] = await edit(image, { kind: 'update', id: imported!.id, fields: { measured } })
    expect(changed).toMatchObject({ area: 100, isbbox: true })
    expect(changed!.original).toBeUndefined()
    await stepHistory(image, { direction: 'undo', by: null })
    const { revision: _revision, updated_at: _updated, ...stored } = (await annotations.find(imported!.id))!
    expect(stored).toEqual({ ...imported, revision: undefined, updated_at: undefined })
  })

  it('is cut by a new edit and holds 200 entries', async () => {
    const { image, cat } = await scene()
    const [row] = await edit(image, draw(image, cat))
    await edit(image, { kind: 'update', id: row!.id, fields: { iscrowd: true } })
    await stepHistory(image, { direction: 'undo', by: null })
    await edit(image, { kind: 'update', id: row!.id, fields: { color: '#000000' } })
    expect((await history.list(image)).map(({ seq, undone }) => [seq, undone])).toEqual([
      [1, false],
      [3, false],
    ])
    await expect(stepHistory(image, { direction: 'redo', by: null })).rejects.toThrow('There is nothing to redo.')
    for (let index = 0; index < 210; index++)
      await edit(image, { kind: 'update', id: row!.id, fields: { color: `#${index}` } })
    expect(await history.list(image)).toHaveLength(200)
    await expectConsistent()
  })

  it('holds 16 MB', async () => {
    const { image, cat } = await scene()
    const [row] = await edit(image, draw(image, cat))
    for (let at = 0; at < 24; at++)
      await edit(image, { kind: 'update', id: row!.id, fields: { metadata: { note: String(at).padEnd(600_000) } } })
    const kept = await db.history.toArray()
    const bytes = kept.reduce((sum, { steps }) => sum + JSON.stringify(steps).length, 0)
    expect(bytes).toBeLessThanOrEqual(16 * 1024 * 1024)
    expect(kept.length).toBeGreaterThan(5)
    expect((await history.list(image)).at(-1)!.seq).toBe(25)
  })
})

/** Numbers from 0 up to `below`, the same for a seed. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

async function randomStep(
  roll: (below: number) => number,
  { images: ids, cat, dog }: Awaited<ReturnType<typeof scene>>,
) {
  const image = ids[roll(ids.length)]!
  const category = roll(2) ? cat : dog
  const row = await images.find(image)
  if (!row) return
  const all = await annotations.ofImage(image, { deleted: true })
  const some = all[roll(Math.max(1, all.length))]
  const live = all.filter(({ deleted }) => !deleted)[0]
  /** Refused where something was changed by other means; then nothing is changed. */
  const step = (direction: 'undo' | 'redo') =>
    stepHistory(image, { direction, by: null }).catch((error: unknown) => expect(error).toMatchObject({ status: 409 }))
  const steps: (() => Promise<unknown>)[] = [
    () =>
      annotations.insertForImages([
        { imageId: image, rows: Array.from({ length: roll(150) }, () => drawn(roll(2) ? cat : dog)) },
      ]),
    () => edit(image, draw(image, category), draw(image, cat)),
    async () =>
      live && edit(image, { kind: 'update', id: live.id, base: live.revision, fields: { category_id: category } }),
    async () => live && edit(image, { kind: 'delete', id: live.id }, draw(image, category)),
    async () => some && annotations.softDelete(some.id),
    async () => some && annotations.restore(some.id),
    async () => some && annotations.destroy(some.id),
    async () => some && annotations.updateAll([{ ...some, category_id: category }]),
    () => (row.deleted ? images.restore([image]) : images.softDelete([image])),
    async () => (await history.list(image)).some(({ undone }) => !undone) && step('undo'),
    async () => (await history.list(image)).some(({ undone }) => !undone) && step('undo'),
    async () => (await history.list(image)).some(({ undone }) => undone) && step('redo'),
    async () => ids.length > 2 && roll(4) === 0 && row.deleted && images.destroy([image]),
  ]
  await steps[roll(steps.length)]!()
}

it.each([1, 2, 3, 4, 5, 6])('whatever is done, what is kept is what a count gives (seed %i)', async (seed) => {
  const roll = dice(seed)
  const there = await scene(4)
  for (let step = 0; step < 120; step++) {
    await randomStep(roll, there)
    if (step % 10 === 9) await expectConsistent()
  }
  await images.softDelete((await images.listLive()).map(({ id }) => id))
  await expectConsistent()
  await datasets.destroy(there.dataset)
  await expectConsistent()
  expect([
    await db.annotationChunks.count(),
    await db.history.count(),
    await db.historyHeads.count(),
    await db.trash.count(),
  ]).toEqual([0, 0, 0, 0])
})
