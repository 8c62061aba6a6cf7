import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Category, CategoryPage, CategoryUpdateResult } from '@/contract/category'
import { Success } from '@/contract/common'
import { z } from '@/contract/zod'
import { addToAll, totals } from '@/server/db/store/counters'
import { db } from '@/server/db/store/schema'
import { addDataset, answered, api, freshDatabase, json, refused } from '../support/api'

beforeEach(freshDatabase)

const create = (fields: object) => answered(Category, 'POST', '/category/', json(fields))
const read = (id: number) => answered(Category, 'GET', `/category/${id}`)
const all = () => answered(z.array(Category), 'GET', '/category/')

describe('a new category', () => {
  it('has what it was given, and a colour', async () => {
    const category = await create({ name: 'cat' })
    expect(category).toMatchObject({
      id: 1,
      name: 'cat',
      supercategory: '',
      metadata: {},
      keypoint_labels: [],
      keypoint_edges: [],
      keypoint_colors: [],
      revision: 1,
      deleted: false,
    })
    expect(category.color).toMatch(/^#[0-9a-f]{6}$/)
    const fields = {
      name: 'dog',
      supercategory: 'animal',
      color: 'white',
      metadata: { legs: 4 },
      keypoint_labels: ['nose', 'tail'],
      keypoint_edges: [[1, 2]],
      keypoint_colors: ['red', 'blue'],
    }
    expect(await create(fields)).toMatchObject({ id: 2, ...fields })
  })

  it('takes null for what older clients leave open', async () => {
    expect(
      (await create({ name: 'cat', color: null, supercategory: null, metadata: null, keypoint_labels: null })).color,
    ).toMatch(/^#/)
  })

  it.each(['', '  '])('needs a name: %j', async (name) => {
    expect(await refused('POST', '/category', json({ name }))).toEqual([400, 'A category needs a name.'])
  })

  it('needs a name that is free, in the trash as well', async () => {
    const { id } = await create({ name: 'Café' })
    await api('DELETE', `/category/${id}`)
    const message = 'Category already exists. Check the undo tab to fully delete the category.'
    expect(await refused('POST', '/category', json({ name: 'Cafe\u0301' }))).toEqual([400, message])
    expect((await create({ name: 'café' })).id).toBe(2)
  })

  it.each([
    { name: 1 },
    { name: 'a', metadata: 'x' },
    { name: 'a', keypoint_labels: 'ab' },
    { name: 'a', keypoint_edges: 'ab' },
  ])('is refused when it is malformed: %j', async (fields) => {
    expect(await refused('POST', '/category', json(fields))).toEqual([400, 'Input payload validation failed'])
  })
})

describe('a category', () => {
  it('that is deleted is still read and listed, marked so', async () => {
    const { id } = await create({ name: 'cat' })
    await create({ name: 'dog' })
    for (let twice = 0; twice < 2; twice++)
      expect(await answered(Success, 'DELETE', `/category/${id}`)).toEqual({ success: true })
    expect(await read(id)).toMatchObject({ deleted: true, deleted_date: { $date: expect.any(Number) } })
    expect((await all()).map(({ name, deleted }) => [name, deleted])).toEqual([
      ['cat', true],
      ['dog', false],
    ])
  })

  it('that nobody knows is 400', async () => {
    expect((await api('GET', '/category/9')).body).toEqual({
      success: false,
      code: 'category-not-found',
      message: 'Invalid category id',
    })
    expect(await refused('DELETE', '/category/9')).toEqual([400, 'Invalid category id'])
    expect(await refused('PUT', '/category/9', json({ name: 'a' }))).toEqual([400, 'Invalid category id'])
  })
})

describe('a change of a category', () => {
  const change = (id: number, fields: object) => answered(CategoryUpdateResult, 'PUT', `/category/${id}`, json(fields))

  it('leaves what is not named as it is', async () => {
    const before = await create({ name: 'cat', supercategory: 'animal', metadata: { legs: 4 } })
    expect(await change(before.id, { name: 'cat', color: '#ff0000' })).toEqual({ success: true })
    const { updated_at: _updated, ...rest } = before
    expect(await read(before.id)).toMatchObject({ ...rest, color: '#ff0000', revision: 2 })
  })

  it('of the metadata alone is a change, and an empty list stands for none', async () => {
    const { id } = await create({ name: 'cat', metadata: { legs: 4 } })
    await change(id, { metadata: { legs: 3 } })
    expect((await read(id)).metadata).toEqual({ legs: 3 })
    await change(id, { metadata: [] })
    expect((await read(id)).metadata).toEqual({})
  })

  it('that changes nothing says so', async () => {
    const { id } = await create({ name: 'cat' })
    expect(await change(id, { name: 'cat' })).toEqual({ success: true, message: 'Nothing to update' })
    expect((await read(id)).revision).toBe(1)
  })

  it('is refused without a name, or with that of another one', async () => {
    const { id } = await create({ name: 'cat' })
    await create({ name: 'dog' })
    expect(await refused('PUT', `/category/${id}`, json({ name: ' ' }))).toEqual([
      400,
      'Invalid category name to update',
    ])
    expect((await refused('PUT', `/category/${id}`, json({ name: 'dog' })))[1]).toContain('Category already exists')
    expect((await read(id)).name).toBe('cat')
  })
})

describe('pages of categories', () => {
  const page = (query: string) => answered(CategoryPage, 'GET', `/category/data${query}`)

  it('have those that are not deleted, with their annotations counted', async () => {
    for (let number = 1; number <= 5; number++) await create({ name: `c${number}` })
    await api('DELETE', '/category/2')
    await db.transaction('rw', db.counters, async () => addToAll(new Map([[totals.inCategory(3), 7]])))
    const shown = await page('?page=1&limit=2')
    expect(shown).toMatchObject({
      start: 0,
      end: 2,
      pages: 2,
      page: 1,
      categoryCount: 4,
      pagination: { start: 0, end: 2, pages: 2, page: 1, total: 4, showing: 2 },
    })
    expect(shown.categories.map(({ id, numberAnnotations }) => [id, numberAnnotations])).toEqual([
      [1, 0],
      [3, 7],
    ])
  })

  it('end at the last one, are one when there is nothing, and hold 20 unless told otherwise', async () => {
    expect(await page('')).toMatchObject({ start: 0, end: 0, pages: 1, page: 1, categories: [] })
    for (let number = 1; number <= 21; number++) await create({ name: `c${number}` })
    expect(await page('?page=99')).toMatchObject({ start: 20, end: 21, pages: 2, page: 2, pagination: { showing: 1 } })
    for (const below of ['0', '-3']) expect(await page(`?page=${below}`)).toMatchObject({ start: 0, page: 1 })
    expect(await page('?limit=100000')).toMatchObject({ end: 21, pages: 1 })
  })

  it.each(['limit=0', 'limit=-1', 'page=a', 'limit=1.5'])('are refused at %s', async (query) => {
    expect(await refused('GET', `/category/data?${query}`)).toEqual([400, 'Input payload validation failed'])
  })
})

describe('a category that is deleted for good', () => {
  const destroy = (id: number) => api('DELETE', `/undo/?id=${id}&instance=category`)

  it('leaves the datasets, and its name is free again, not its id', async () => {
    const dataset = await addDataset()
    await api('POST', `/dataset/${dataset}`, json({ categories: ['cat', 'dog'] }))
    await api('DELETE', '/category/1')
    expect((await destroy(1)).body).toEqual({ success: true })
    expect((await api('GET', `/dataset/${dataset}/data`)).body).toMatchObject({
      dataset: { categories: [2] },
      categories: [{ id: 2 }],
    })
    expect((await create({ name: 'cat' })).id).toBe(3)
  })

  it('must not be in use', async () => {
    await create({ name: 'cat' })
    await db.transaction('rw', db.counters, async () => addToAll(new Map([[totals.inCategory(1), 2]])))
    await api('DELETE', '/category/1')
    expect((await destroy(1)).body).toEqual({
      success: false,
      code: 'category-in-use',
      params: { count: '2' },
      message: '2 annotations use this category. Delete them or give them another one first.',
    })
    expect((await read(1)).name).toBe('cat')
  })
})
