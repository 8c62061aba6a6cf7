import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AnnotatorChangesResult } from '@/contract/annotator'
import { CategoryMergeResult } from '@/contract/category'
import { annotations } from '@/server/db/annotations/annotations'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { mergeSizes } from '@/server/tasks/categoryMerge'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'
import { draw, scene } from '../support/scene'

const { images: usual } = mergeSizes

beforeEach(freshDatabase)
afterEach(() => {
  hooks.beforeCommit = hooks.afterCommit = undefined
  mergeSizes.images = usual
})

const merge = (from: number, into: number) =>
  answered(CategoryMergeResult, 'POST', `/category/${from}/merge`, json({ into }))
const categoriesOf = async (image: number) => (await annotations.ofImage(image)).map(({ category_id }) => category_id)

it('moves the annotations of all datasets and puts the empty category into the trash', async () => {
  const {
    dataset,
    images: [first, second],
    cat,
    dog,
  } = await scene(['a.jpg', 'b.jpg'])
  const other = await datasets.create({ name: 'other', categories: [cat] })
  const [third] = await addImages(other.id, ['c.jpg'])
  for (const [image, category] of [
    [first, cat],
    [first, dog],
    [first, cat],
    [third!.id, cat],
    [second, dog],
  ] as const)
    await draw(image!, category)
  expect(await merge(cat, dog)).toEqual({ images: 2, annotations: 3 })
  expect(await Promise.all([first!, second!, third!.id].map(categoriesOf))).toEqual([[dog, dog, dog], [dog], [dog]])
  expect((await categories.find(cat))!.deleted).toBe(true)
  expect(await categories.counts([cat, dog])).toEqual([0, 5])
  expect((await datasets.find(dataset))!.categories).toEqual([dog])
  expect((await datasets.find(other.id))!.categories).toEqual([dog])
  await expectConsistent()
})

it('is a step in the history of each image, which can undo it; that brings the category back', async () => {
  const { image, dataset, cat, dog } = await scene()
  const { id } = await draw(image, cat)
  await merge(cat, dog)
  const undone = await answered(AnnotatorChangesResult, 'POST', '/annotator/undo', json({ image_id: image }))
  expect(undone.history.at(-1)).toMatchObject({ label: 'Merge cat into dog' })
  expect((await annotations.find(id))!.category_id).toBe(cat)
  expect((await categories.find(cat))!.deleted).toBe(false)
  expect((await datasets.find(dataset))!.categories.sort()).toEqual([cat, dog])
  await expectConsistent()
})

it('reaches images in the trash, and leaves annotations in the trash', async () => {
  const {
    images: [gone, there],
    cat,
    dog,
  } = await scene(['a.jpg', 'b.jpg'])
  await draw(gone!, cat)
  const { id } = await draw(there!, cat)
  await api('DELETE', `/image/${gone}`)
  await api('DELETE', `/annotation/${id}`)
  expect(await merge(cat, dog)).toEqual({ images: 1, annotations: 1 })
  expect(await categoriesOf(gone!)).toEqual([dog])
  expect((await annotations.find(id))!.category_id).toBe(cat)
  await expectConsistent()
})

it('killed at any step, goes on to the same end', async () => {
  mergeSizes.images = 1
  const { images: all, cat, dog } = await scene(['a.jpg', 'b.jpg', 'c.jpg'])
  for (const image of all) await draw(image, cat)
  for (const when of ['beforeCommit', 'afterCommit'] as const) {
    for (const at of [0, 1, 2, 3]) {
      const fresh = await categories.create({ name: `fresh ${when} ${at}` })
      for (const image of all) await draw(image, fresh.id)
      hooks[when] = ({ steps }) => {
        if (steps !== at) return
        hooks[when] = undefined
        throw new Killed()
      }
      await api('POST', `/category/${fresh.id}/merge`, json({ into: dog }, { Prefer: 'respond-async' }))
      await wakeTasks().catch(() => undefined)
      await wakeTasks()
      expect((await categories.find(fresh.id))!.deleted).toBe(true)
      expect(await categories.counts([fresh.id])).toEqual([0])
      await expectConsistent()
    }
  }
  expect(await categories.counts([cat, dog])).toEqual([3, 24])
})

it('takes what is drawn in the meantime too', async () => {
  mergeSizes.images = 1
  const {
    images: [first, second],
    cat,
    dog,
  } = await scene(['a.jpg', 'b.jpg'])
  await draw(first!, cat)
  await draw(second!, cat)
  let late: Promise<unknown> | undefined
  hooks.afterCommit = () => {
    late ??= draw(first!, cat)
  }
  await merge(cat, dog)
  await late
  expect(await categories.counts([cat, dog])).toEqual([0, 3])
})

it('keeps keypoints: it is refused where both categories have others', async () => {
  const person = await categories.create({ name: 'person', keypoint_labels: ['head', 'foot'] })
  const human = await categories.create({ name: 'human', keypoint_labels: ['head'] })
  const message =
    '“person” and “human” have different keypoints. Give both the same keypoints, in the same order, then merge them.'
  expect(await refused('POST', `/category/${person.id}/merge`, json({ into: human.id }))).toEqual([400, message])
  await categories.update(human.id, { keypoint_labels: ['head', 'foot'] })
  expect(await merge(person.id, human.id)).toEqual({ images: 0, annotations: 0 })
})

it('needs two categories that are there', async () => {
  const { cat, dog } = await scene()
  const no = (from: number, body: object) => refused('POST', `/category/${from}/merge`, json(body))
  expect(await no(cat, { into: cat })).toEqual([400, 'A category cannot be merged into itself.'])
  expect(await no(9, { into: cat })).toEqual([400, 'Invalid category id'])
  expect(await no(cat, { into: 9 })).toEqual([400, 'Invalid category id'])
  expect(await no(cat, {})).toEqual([400, 'Input payload validation failed'])
  await categories.softDelete(dog)
  expect(await no(cat, { into: dog })).toEqual([400, 'Invalid category id: it is in the trash.'])
})
