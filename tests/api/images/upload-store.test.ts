import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/server/db/store/schema'
import { uploads } from '@/server/db/tasks/uploads'
import { api, freshDatabase } from '../support/coco'

beforeEach(freshDatabase)

it('stores the body and answers its id and size', async () => {
  const { status, body } = await api<{ id: string; size: number }>('POST', '/uploads?file_name=a.json', {
    body: 'hello',
  })
  expect([status, body.size]).toEqual([200, 5])
  const row = await uploads.get(body.id)
  expect([row.name, await row.blob.text()]).toEqual(['a.json', 'hello'])
})

it('stores once for an Idempotency-Key', async () => {
  const send = () => api('POST', '/uploads/', { body: 'hello', headers: { 'Idempotency-Key': 'k' } })
  expect((await send()).body).toEqual((await send()).body)
  expect(await db.uploads.count()).toBe(1)
})

it('refuses an empty body', async () => {
  expect(await api('POST', '/uploads', { body: '' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('empty') as string },
  })
})

it('drops what nobody came for in a day', async () => {
  await db.uploads.add({
    id: 'old',
    blob: new Blob(['x']),
    name: '',
    type: '',
    created_at: Date.now() - 25 * 3600 * 1000,
  })
  await api('POST', '/uploads', { body: 'hello' })
  expect(await db.uploads.get('old')).toBeUndefined()
})

it('keeps what a task took out of an archive, and is not disturbed by a folder that is being taken in', async () => {
  const {
    body: { id },
  } = await api<{ id: number }>('POST', '/dataset/', { body: JSON.stringify({ name: 'folders' }) })
  const { body: task } = await api<{ id: number }>('POST', '/intake/', {
    body: JSON.stringify({ dataset_id: id, folder: 'photos', pictures: 2, bytes: 10 }),
  })
  const created_at = Date.now() - 25 * 3600 * 1000
  for (const old of ['old', `task-${task.id}-coco`])
    await db.uploads.add({ id: old, blob: new Blob(['x']), name: '', type: '', created_at })
  expect(await api('POST', '/uploads', { body: 'hello' })).toMatchObject({ status: 200 })
  expect([await db.uploads.get('old'), (await db.uploads.get(`task-${task.id}-coco`))?.created_at]).toEqual([
    undefined,
    created_at,
  ])
})
