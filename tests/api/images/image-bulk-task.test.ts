import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DatasetImages, DatasetSplits } from '@/contract/dataset'
import { BulkCounts, type BulkTaskResult } from '@/contract/image'
import { Task } from '@/contract/task'
import { annotations } from '@/server/db/annotations/annotations'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { history } from '@/server/db/history/history'
import { images as imageRows } from '@/server/db/images/images'
import { db } from '@/server/db/store/schema'
import { bulkSizes } from '@/server/tasks/bulkChange'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'
import { draw, scene } from '../support/scene'

const usual = { ...bulkSizes }

beforeEach(freshDatabase)
afterEach(() => {
  hooks.beforeCommit = hooks.afterCommit = undefined
  Object.assign(bulkSizes, usual)
})

const begin = (body: object) => answered(Task, 'POST', '/image/bulk/task', json(body))
const task = (id: number) => answered(Task, 'GET', `/tasks/${id}`)

async function toEnd({ id }: { id: number }) {
  await wakeTasks()
  return task(id)
}

const run = async (body: object) => toEnd(await begin(body))
const undo = async (id: number) => toEnd(await answered(Task, 'POST', `/tasks/${id}/undo`))
const resultOf = ({ result }: Task) => result as BulkTaskResult
const categoriesOf = async (image: number) => (await annotations.ofImage(image)).map(({ category_id }) => category_id)

async function drawn() {
  const all = await scene(['a.jpg', 'b.jpg', 'c.jpg'])
  const [first, second] = all.images
  for (const [image, category] of [
    [first, all.cat],
    [first, all.dog],
    [second, all.cat],
    [second, all.cat],
  ] as const)
    await draw(image!, category)
  const fig = await categories.create({ name: 'fig', color: '#0000aa' })
  return { ...all, fig: fig.id }
}

describe('what a change of many images would touch', () => {
  it('is counted by state and category, and nothing is changed', async () => {
    const { images, cat, dog } = await drawn()
    await api('DELETE', `/image/${images[2]}`)
    const before = await db.changes.count()
    const counts = await answered(BulkCounts, 'POST', '/image/bulk/count', json({ ids: images }))
    expect(counts).toEqual({
      images: 2,
      annotations: 4,
      states: { in_progress: 2 },
      splits: { '': 2 },
      categories: [
        { id: cat, name: 'cat', annotations: 3 },
        { id: dog, name: 'dog', annotations: 1 },
      ],
      combinations: [
        { categories: [cat, dog], images: 1 },
        { categories: [cat], images: 1 },
      ],
    })
    expect(await db.changes.count()).toBe(before)
  })
})

describe('a change of split', () => {
  const splitsOf = (dataset: number) => answered(DatasetSplits, 'GET', `/dataset/${dataset}/splits`)

  it('goes in steps, is counted, found by the filter, and one undo gives each image its own back', async () => {
    const { dataset, images } = await drawn()
    await run({ ids: [images[0]], action: 'split', split: 'test' })
    Object.assign(bulkSizes, { split: 1 })
    const done = await run({ ids: images, action: 'split', split: 'val' })
    expect(done).toMatchObject({ name: 'Set the split of 3 images', result: { images: 3, skipped: 0 } })
    expect(await splitsOf(dataset)).toEqual({ splits: { val: 3 }, none: 0 })
    await undo(done.id)
    expect(await splitsOf(dataset)).toEqual({ splits: { test: 1 }, none: 2 })
    const found = async (split: string) =>
      (await answered(DatasetImages, 'GET', `/dataset/${dataset}/data?split=${split}`)).images.map(({ id }) => id)
    expect([await found('test'), await found('none')]).toEqual([[images[0]], images.slice(1)])
    await expectConsistent()
  })
})

describe('a change of category', () => {
  it('reaches all annotations of the images, and one undo gives each its own back', async () => {
    const { dataset, images, cat, dog, fig } = await drawn()
    Object.assign(bulkSizes, { category: 1 })
    const done = await run({ ids: images, action: 'category', category_id: fig })
    expect(done).toMatchObject({
      name: 'Change annotations in 3 images to fig',
      status: 'succeeded',
      bulk: { dataset_id: dataset, can_undo: true },
      result: { images: 2, annotations: 4, skipped: 0 },
    })
    expect(await Promise.all(images.map(categoriesOf))).toEqual([[fig, fig], [fig, fig], []])
    const back = await undo(done.id)
    expect(back).toMatchObject({
      name: 'Undo: Change annotations in 3 images to fig',
      status: 'succeeded',
      bulk: { undoes: done.id, can_undo: false },
      result: { images: 2, annotations: 4, skipped: 0 },
    })
    expect(await Promise.all(images.map(categoriesOf))).toEqual([[cat, dog], [cat, cat], []])
    expect((await task(done.id)).bulk).toMatchObject({ can_undo: false })
    expect(await refused('POST', `/tasks/${done.id}/undo`)).toEqual([400, expect.stringMatching(/undone already/)])
    await expectConsistent()
  })

  it('can be limited to those of some categories', async () => {
    const { images, cat, dog, fig } = await drawn()
    const done = await run({ ids: images, action: 'category', category_id: fig, only: [dog] })
    expect(resultOf(done)).toEqual({ images: 1, annotations: 1, skipped: 0 })
    expect(await categoriesOf(images[0]!)).toEqual([cat, fig])
    await undo(done.id)
    expect(await categoriesOf(images[0]!)).toEqual([cat, dog])
    await expectConsistent()
  })

  it('leaves alone, when it is undone, what was changed or deleted since', async () => {
    const {
      images: [first, second],
      cat,
      dog,
      fig,
    } = await drawn()
    const done = await run({ ids: [first, second], action: 'category', category_id: fig })
    const [changed, other] = await annotations.ofImage(first!)
    await api('PUT', `/annotation/${changed!.id}`, json({ category_id: dog }))
    await api('DELETE', `/annotation/${(await annotations.ofImage(second!))[0]!.id}`)
    expect(resultOf(await undo(done.id))).toEqual({ images: 2, annotations: 2, skipped: 2 })
    expect((await annotations.find(changed!.id))!.category_id).toBe(dog)
    expect((await annotations.find(other!.id))!.category_id).toBe(dog)
    expect(await categoriesOf(second!)).toEqual([cat])
    await expectConsistent()
  })

  it('brings a category back that went into the trash since', async () => {
    const { dataset, images, cat, fig } = await drawn()
    const done = await run({ ids: [images[1]], action: 'category', category_id: fig })
    await datasets.update(dataset, { categories: [fig] })
    await api('DELETE', `/category/${cat}`)
    await undo(done.id)
    expect(await categoriesOf(images[1]!)).toEqual([cat, cat])
    expect((await categories.find(cat))!.deleted).toBe(false)
    expect((await datasets.find(dataset))!.categories).toContain(cat)
    await expectConsistent()
  })

  it('and its undo are steps in the history of each image', async () => {
    const {
      images: [image],
      fig,
    } = await drawn()
    const done = await run({ ids: [image], action: 'category', category_id: fig })
    await undo(done.id)
    expect((await history.list(image!)).map(({ label }) => label).slice(-2)).toEqual([
      'Change category to fig',
      'Undo: change category to fig',
    ])
  })
})

describe('state, trash and dataset', () => {
  it('a state, limited to images that have another one, and back', async () => {
    const { images } = await drawn()
    const stateOf = async () => (await imageRows.findAll(images)).map(({ state }) => state)
    const done = await run({ ids: images, action: 'state', state: 'done', only: ['unlabelled'] })
    expect(await stateOf()).toEqual(['in_progress', 'in_progress', 'done'])
    const all = await run({ ids: images, action: 'state', state: 'needs_fix' })
    await imageRows.setState([images[0]!], 'done_empty')
    expect(resultOf(await undo(all.id))).toEqual({ images: 2, annotations: 0, skipped: 1 })
    expect(await stateOf()).toEqual(['done_empty', 'in_progress', 'done'])
    expect(resultOf(await undo(done.id))).toEqual({ images: 1, annotations: 0, skipped: 0 })
    expect(await stateOf()).toEqual(['done_empty', 'in_progress', 'unlabelled'])
  })

  it('into the trash and out again', async () => {
    const { images, dataset } = await drawn()
    const done = await run({ ids: images, action: 'delete' })
    expect((await imageRows.findAll(images)).every(({ deleted }) => deleted)).toBe(true)
    await imageRows.restore([images[0]!])
    expect(resultOf(await undo(done.id))).toEqual({ images: 2, annotations: 0, skipped: 1 })
    expect((await api('GET', `/dataset/${dataset}/data`)).body).toMatchObject({ total: 3 })
    await expectConsistent()
  })

  it('into another dataset and back', async () => {
    const { images, dataset } = await drawn()
    const other = await datasets.create({ name: 'other' })
    const done = await run({ ids: images, action: 'move', dataset_id: other.id })
    expect(done.name).toBe('Move 3 images to other')
    expect((await imageRows.findAll(images)).map((row) => row.dataset_id)).toEqual([other.id, other.id, other.id])
    await undo(done.id)
    expect((await imageRows.findAll(images)).map((row) => row.dataset_id)).toEqual([dataset, dataset, dataset])
    await expectConsistent()
  })
})

describe('a change of many images', () => {
  it('goes on after the worker was killed in the middle, and so does its undo', async () => {
    const { images, cat, dog, fig } = await drawn()
    Object.assign(bulkSizes, { category: 1 })
    let commits = 0
    const kill = () => {
      if (++commits === 2) throw new Killed()
    }
    hooks.beforeCommit = kill
    const begun = await begin({ ids: images, action: 'category', category_id: fig })
    await wakeTasks().catch(() => {})
    expect(resultOf(await toEnd(begun))).toEqual({ images: 2, annotations: 4, skipped: 0 })
    commits = 0
    const undone = await answered(Task, 'POST', `/tasks/${begun.id}/undo`)
    await wakeTasks().catch(() => {})
    expect(resultOf(await toEnd(undone))).toEqual({ images: 2, annotations: 4, skipped: 0 })
    expect(await Promise.all(images.map(categoriesOf))).toEqual([[cat, dog], [cat, cat], []])
    await expectConsistent()
  })

  it('that was cancelled can be taken back as far as it came', async () => {
    const { images, cat, dog, fig } = await drawn()
    Object.assign(bulkSizes, { category: 1 })
    hooks.afterCommit = () => {
      hooks.afterCommit = undefined
      throw new Killed()
    }
    const begun = await begin({ ids: images, action: 'category', category_id: fig })
    await wakeTasks().catch(() => {})
    expect(await answered(Task, 'POST', `/tasks/${begun.id}/cancel`)).toMatchObject({
      status: 'cancelled',
      bulk: { can_undo: true },
    })
    expect(await Promise.all(images.map(categoriesOf))).toEqual([[fig, fig], [cat, cat], []])
    await undo(begun.id)
    expect(await Promise.all(images.map(categoriesOf))).toEqual([[cat, dog], [cat, cat], []])
  })

  it('skips images that were deleted since it began', async () => {
    const { images, fig } = await drawn()
    hooks.beforeCommit = () => {
      hooks.beforeCommit = undefined
      throw new Killed()
    }
    const begun = await begin({ ids: images, action: 'category', category_id: fig })
    await wakeTasks().catch(() => {})
    await imageRows.softDelete([images[0]!])
    expect(resultOf(await toEnd(begun))).toEqual({ images: 1, annotations: 2, skipped: 1 })
  })

  it('is refused before it begins when it cannot be done', async () => {
    const {
      images: [image],
    } = await drawn()
    const no = (body: object) => refused('POST', '/image/bulk/task', json(body))
    expect(await no({ ids: [image, 99], action: 'delete' })).toEqual([400, 'Invalid image id 99'])
    expect(await no({ ids: [image], action: 'category', category_id: 99 })).toEqual([400, 'Invalid category id'])
    expect(await no({ ids: [image], action: 'move', dataset_id: 99 })).toEqual([400, 'Invalid dataset id'])
    expect(await db.tasks.count()).toBe(0)
    expect(await refused('POST', '/tasks/99/undo')).toEqual([400, 'Invalid task id'])
  })

  it('is made once for an Idempotency-Key', async () => {
    const { images } = await drawn()
    const once = () =>
      answered(Task, 'POST', '/image/bulk/task', json({ ids: images, action: 'delete' }, { 'Idempotency-Key': 'k' }))
    expect((await once()).id).toBe((await once()).id)
  })
})

describe('annotations copied to many images', () => {
  const copy = (ids: number[], annotation_ids: number[]) => ({ action: 'copy', ids, annotation_ids })

  it('are there with their categories, are counted, and one undo takes them back', async () => {
    const { images, cat, dog } = await drawn()
    const [first, second, third] = images as [number, number, number]
    const sources = (await annotations.ofImage(first)).map(({ id }) => id)
    Object.assign(bulkSizes, { copy: 1 })
    const done = await run(copy([first, second, third], sources))
    expect(done).toMatchObject({
      name: 'Copy 2 annotations to 3 images',
      result: { images: 2, annotations: 4, skipped: 1 },
    })
    expect([await categoriesOf(first), await categoriesOf(second), await categoriesOf(third)]).toEqual([
      [cat, dog],
      [cat, cat, cat, dog],
      [cat, dog],
    ])
    await expectConsistent()
    expect(resultOf(await undo(done.id))).toMatchObject({ images: 2, annotations: 4, skipped: 0 })
    expect([await categoriesOf(second), await categoriesOf(third)]).toEqual([[cat, cat], []])
    await expectConsistent()
  })

  it('stay where somebody has changed them since', async () => {
    const { images, dog } = await drawn()
    const [first, , third] = images as [number, number, number]
    const sources = (await annotations.ofImage(first)).map(({ id }) => id)
    const done = await run(copy([third], sources))
    const [changed] = await annotations.ofImage(third)
    await api('PUT', `/annotation/${changed!.id}`, json({ category_id: dog }))
    expect(resultOf(await undo(done.id))).toMatchObject({ annotations: 1, skipped: 1 })
    expect(await categoriesOf(third)).toEqual([dog])
  })

  it('leave out images of another size', async () => {
    const { images } = await drawn()
    const [first, second, third] = images as [number, number, number]
    await db.images.update(third, { width: 7 })
    const [source] = await annotations.ofImage(first)
    const done = await run(copy([second, third], [source!.id]))
    expect(resultOf(done)).toMatchObject({ images: 1, annotations: 1, skipped: 1 })
    await db.images.update(third, { width: (await imageRows.find(first))!.width })
  })

  it('are of one image, and there', async () => {
    const { images } = await drawn()
    const [first, second, third] = images as [number, number, number]
    const [a] = await annotations.ofImage(first)
    const [b] = await annotations.ofImage(second)
    const task = '/image/bulk/task'
    expect(await refused('POST', task, json(copy([third], [a!.id, b!.id])))).toEqual([
      400,
      expect.stringMatching(/of one image/),
    ])
    expect(await refused('POST', task, json(copy([third], [999])))).toEqual([
      400,
      expect.stringMatching(/Invalid annotation id/),
    ])
    expect(await refused('POST', '/image/bulk', json(copy([third], [a!.id])))).toEqual([
      400,
      expect.stringMatching(/as a task/),
    ])
  })
})
