import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { wakeTasks } from '@/server/tasks/runner'
import { api, freshDatabase, raw } from '../support/api'
import { draw, scene } from '../support/scene'

beforeEach(freshDatabase)

it('only what was exported stands under the exports, and its log says what was written', async () => {
  const { dataset, image, cat } = await scene(['a.jpg', 'b.jpg'])
  await draw(image, cat)
  for (const path of ['coco', 'export.zip']) expect((await raw('GET', `/dataset/${dataset}/${path}`)).status).toBe(200)
  const listed = async () => (await api<{ id: number }[]>('GET', `/dataset/${dataset}/exports`)).body
  expect(await listed()).toEqual([])
  const { id } = (await api<{ id: number }>('GET', `/dataset/${dataset}/export?categories=`)).body
  await wakeTasks()
  expect(await listed()).toHaveLength(1)
  const { logs } = (await api<{ logs: string[] }>('GET', `/tasks/${id}/logs`)).body
  expect(logs).toEqual([
    expect.stringContaining('instances.json: 1 images and 1 annotations were written'),
    expect.stringContaining('The dataset has 2 images'),
  ])
})
