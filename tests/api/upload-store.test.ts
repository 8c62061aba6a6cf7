import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/server/db/schema'
import { uploads } from '@/server/db/uploads'
import { api, freshDatabase } from './support/coco'

beforeEach(freshDatabase)

it('stores the body and answers its id and size', async () => {
  const { status, body } = await api<{ id: string; size: number }>('POST', '/uploads?file_name=a.json', { body: 'hello' })
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
  expect(await api('POST', '/uploads', { body: '' })).toMatchObject({ status: 400, body: { message: expect.stringContaining('empty') as string } })
})

it('drops what nobody came for in a day', async () => {
  await db.uploads.add({ id: 'old', blob: new Blob(['x']), name: '', type: '', created_at: Date.now() - 25 * 3600 * 1000 })
  await api('POST', '/uploads', { body: 'hello' })
  expect(await db.uploads.get('old')).toBeUndefined()
})
