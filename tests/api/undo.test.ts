import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Success } from '@/contract/common'
import { DeletedObject } from '@/contract/trash'
import { z } from '@/contract/zod'
import { annotations } from '@/server/db/annotations/annotations'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from './support/api'
import { expectConsistent } from './support/recount'

beforeEach(async () => {
  await freshDatabase()
  await addDataset('set')
  await api('POST', '/category', json({ name: 'cat' }))
  await addImages(1, ['sub/a.jpg'])
  await annotations.insertForImages([
    {
      imageId: 1,
      rows: [
        {
          shape: null,
          keypoints: [],
          area: 1,
          bbox: [0, 0, 1, 1],
          iscrowd: false,
          isbbox: false,
          color: '#ff0000',
          metadata: {},
          category_id: 1,
        },
      ],
    },
  ])
})
afterEach(expectConsistent)

const INSTANCES = ['annotation', 'category', 'image', 'dataset'] as const
const list = (query = '') => answered(z.array(DeletedObject), 'GET', `/undo/${query}`)

/** Deletes all four, a second apart. */
async function deleteAll() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 2, 3, 4, 5, 678) })
  for (const instance of INSTANCES) {
    if (instance === 'annotation') await annotations.softDelete(1)
    else await api('DELETE', `/${instance}/1`)
    vi.setSystemTime(Date.now() + 1000)
  }
}

describe('the trash', () => {
  it('lists what was deleted, newest first', async () => {
    await deleteAll()
    const rows = await list()
    vi.useRealTimers()
    expect(rows).toEqual([
      { id: 1, name: 'set', instance: 'dataset', ago: '1 second', date: '2026-01-02 03:04:08.678000' },
      { id: 1, name: 'a.jpg', of: 'set', instance: 'image', ago: '2 seconds', date: '2026-01-02 03:04:07.678000' },
      { id: 1, name: 'cat', instance: 'category', ago: '3 seconds', date: '2026-01-02 03:04:06.678000' },
      { id: 1, name: '-', of: 'a.jpg', instance: 'annotation', ago: '4 seconds', date: '2026-01-02 03:04:05.678000' },
    ])
  })

  it('is listed by type, with a limit, at two paths', async () => {
    await deleteAll()
    vi.useRealTimers()
    expect((await list('?type=image')).map(({ instance }) => instance)).toEqual(['image'])
    expect((await list('list/?limit=2&type=all')).map(({ instance }) => instance)).toEqual(['dataset', 'image'])
    expect(await list('?limit=0')).toHaveLength(1)
    expect(await list('?limit=99999')).toHaveLength(4)
    expect(await refused('GET', '/undo/?type=x')).toEqual([400, 'Input payload validation failed'])
  })

  it('is empty at first', async () => expect(await list()).toEqual([]))
})

describe.each(INSTANCES)('a deleted %s', (instance) => {
  const at = `/undo/?id=1&instance=${instance}`

  it('comes back as it was', async () => {
    await deleteAll()
    vi.useRealTimers()
    expect(await answered(Success, 'POST', at)).toEqual({ success: true })
    expect(await list(`?type=${instance}`)).toEqual([])
    const row =
      instance === 'annotation'
        ? await annotations.find(1)
        : await { category: db.categories, image: db.images, dataset: db.datasets }[instance].get(1)
    expect(row).toMatchObject({ deleted: false })
    expect(row).not.toHaveProperty('deleted_date')
    expect(await answered(Success, 'POST', at)).toEqual({ success: true })
  })

  it('is deleted for good only from the trash', async () => {
    expect(await refused('DELETE', at)).toEqual([
      400,
      'It is not in the trash. Delete it first, then delete it for good.',
    ])
    await deleteAll()
    vi.useRealTimers()
    expect(await answered(Success, 'DELETE', at)).toEqual({ success: true })
    expect(await list(`?type=${instance}`)).toEqual([])
    for (const method of ['POST', 'DELETE']) expect(await refused(method, at)).toEqual([400, 'Invalid id'])
  })
})

describe('an undo', () => {
  it('takes its arguments from the query, a form or JSON', async () => {
    for (const init of [
      json({ id: 1, instance: 'image' }),
      { body: new URLSearchParams({ id: '1', instance: 'image' }) },
    ]) {
      await api('DELETE', '/image/1')
      expect((await api('POST', '/undo', init)).body).toEqual({ success: true })
      expect(await list()).toEqual([])
    }
  })

  it('is refused for what there is not', async () => {
    for (const method of ['POST', 'DELETE']) {
      expect(await refused(method, '/undo/?id=1&instance=Image')).toEqual([400, 'Instance not found'])
      expect(await refused(method, '/undo/?id=1&instance=constructor')).toEqual([400, 'Instance not found'])
      expect(await refused(method, '/undo/?id=9&instance=image')).toEqual([400, 'Invalid id'])
      expect((await api(method, '/undo/?id=x')).body.errors).toEqual({
        id: "invalid literal for int() with base 10: 'x'",
        instance: 'Missing required parameter in the JSON body or the post body or the query string',
      })
    }
  })
})
