import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/server/db/store/schema'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { sizes } from '@/server/tasks/cocoImport/sizes'
import { addDataset, api, freshDatabase } from './support/coco'

const ordinary = { ...sizes }
beforeEach(freshDatabase)
afterEach(async () => {
  hooks.afterCommit = undefined
  await wakeTasks()
  Object.assign(sizes, ordinary)
})

const images = Array.from({ length: 6 }, (_none, id) => ({ id: id + 1, file_name: `${id}.jpg`, width: 9, height: 9 }))
const annotations = images.map(({ id }) => ({
  id,
  image_id: id,
  category_id: 1,
  segmentation: [[0, 0, 5, 0, 5, 5]],
  area: 10,
  bbox: [0, 0, 5, 5],
  iscrowd: 0,
}))
const file = JSON.stringify({ images, annotations, categories: [{ id: 1, name: 'cat' }] })

const start = async (into?: number) => {
  const dataset = into ?? (await addDataset())
  const { body } = await api<{ id: number }>('POST', `/dataset/${dataset}/coco?add_missing=true`, {
    body: file,
    headers: { Prefer: 'respond-async' },
  })
  return { dataset, id: body.id }
}

describe('a task', () => {
  it('is listed, read, logged and removed', async () => {
    const { id } = await start()
    expect(await api('DELETE', `/tasks/${id}`)).toMatchObject({
      status: 400,
      body: { message: 'Task is not completed' },
    })
    await wakeTasks()
    const task = {
      id,
      group: 'Annotation Import',
      name: 'Import COCO into set',
      status: 'succeeded',
      completed: true,
      progress: 100,
      errors: 0,
      warnings: 0,
      updated_at: { $date: expect.any(Number) as number },
    }
    expect((await api('GET', `/tasks/${id}`)).body).toMatchObject(task)
    expect((await api('GET', '/tasks/')).body).toEqual([task])
    expect((await api('GET', `/tasks/${id}/logs`)).body).toMatchObject({
      logs: [expect.stringContaining('[INFO] Category "cat": Creating category cat.')],
    })
    expect((await api('DELETE', `/tasks/${id}`)).body).toEqual({ success: true })
    expect((await api('GET', '/tasks')).body).toEqual([])
    expect(await db.staging.count()).toBe(0)
  })

  it('that nobody knows is 400', async () => {
    for (const [method, path] of [
      ['GET', '/tasks/9'],
      ['GET', '/tasks/9/logs'],
      ['DELETE', '/tasks/9'],
      ['POST', '/tasks/9/cancel'],
    ] as const) {
      expect(await api(method, path)).toMatchObject({ status: 400, body: { message: 'Invalid task id' } })
    }
  })

  it('grows in progress', async () => {
    Object.assign(sizes, { slice: 100, images: 1, annotations: 1 })
    const seen: number[] = []
    hooks.afterCommit = ({ progress }) => seen.push(progress)
    await start()
    await wakeTasks()
    expect(seen.length).toBeGreaterThan(10)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(100)
  })

  it('is cancelled while it stages, and leaves nothing', async () => {
    Object.assign(sizes, { slice: 100, buffered: 0 })
    const { id, dataset } = await start()
    let cancelled: Promise<unknown> | undefined
    hooks.afterCommit = ({ steps }) => {
      if (steps === 2) cancelled = api('POST', `/tasks/${id}/cancel`)
    }
    await wakeTasks()
    expect(await cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', completed: true } })
    expect(await api('POST', `/tasks/${id}/cancel`)).toMatchObject({
      status: 400,
      body: { message: 'Task is completed' },
    })
    for (const table of [db.staging, db.uploads, db.images, db.categories, db.annotationChunks])
      expect(await table.count()).toBe(0)
    expect((await db.datasets.get(dataset))?.revision).toBe(1)
  })

  it('is not cancelled once it publishes', async () => {
    const { id } = await start()
    let refused: ReturnType<typeof api> | undefined
    hooks.afterCommit = ({ checkpoint }) => {
      if ((checkpoint as { phase?: string } | null)?.phase === 'annotations')
        refused ??= api('POST', `/tasks/${id}/cancel`)
    }
    await wakeTasks()
    expect(await refused).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('can no longer be cancelled') as string },
    })
    expect((await api('GET', `/tasks/${id}`)).body).toMatchObject({ status: 'succeeded' })
  })

  it('keeps others from editing what it publishes', async () => {
    Object.assign(sizes, { slice: 100, images: 1, annotations: 1, buffered: 0 })
    const { id, dataset } = await start()
    const during: Promise<unknown>[] = []
    const before: Promise<unknown>[] = []
    hooks.afterCommit = ({ checkpoint }) => {
      const { phase, at = 0, within = 0 } = (checkpoint ?? {}) as { phase?: string; at?: number; within?: number }
      const send = (method: string, path: string, body?: object) =>
        api(method, path, body && { body: JSON.stringify(body) })
      if (phase === 'annotations' && at + within > 0 && during.length === 0) {
        during.push(
          send('DELETE', `/dataset/${dataset}`),
          send('POST', `/dataset/${dataset}`, { categories: [] }),
          send('POST', `/dataset/${dataset}/rename`, { name: 'a third' }),
          send('POST', '/annotation/', { image_id: 1, category_id: 1 }),
          send('PUT', '/image/1', { state: 'done' }),
          send('POST', '/image/bulk', { action: 'state', ids: [1], state: 'done' }),
        )
      }
      if (phase === 'stage') before.push(send('POST', `/dataset/${dataset}/rename`, { name: 'other' }))
    }
    await wakeTasks()
    const refused = {
      status: 409,
      body: { success: false, task: id, message: expect.stringContaining('is writing into this dataset') as string },
    }
    expect(await Promise.all(during)).toMatchObject(Array.from({ length: 6 }, () => refused))
    expect(before.length).toBeGreaterThan(1)
    expect(await Promise.all(before)).toMatchObject(before.map(() => ({ status: 200 })))
    expect((await api('GET', `/tasks/${id}`)).body).toMatchObject({
      status: 'succeeded',
      result: { annotations: { created: 6 } },
    })
    expect((await api('DELETE', `/dataset/${dataset}`)).status).toBe(200)
  })

  it('lets nobody count or delete what it still adds to', async () => {
    const other = (await api<{ id: number }>('POST', '/category/', { body: JSON.stringify({ name: 'unused' }) })).body
      .id
    await api('DELETE', `/category/${other}`)
    const { id } = await start()
    const refused: ReturnType<typeof api>[] = []
    hooks.afterCommit = ({ checkpoint }) => {
      if ((checkpoint as { phase?: string } | null)?.phase !== 'places') return
      refused.push(
        api('GET', '/integrity'),
        api('POST', '/integrity/repair'),
        api('DELETE', `/undo/?id=${other}&instance=category`),
      )
    }
    await wakeTasks()
    const busy = {
      status: 409,
      body: { task: id, message: expect.stringContaining('is writing into a dataset') as string },
    }
    expect(await Promise.all(refused)).toMatchObject([busy, busy, busy])
    expect((await api('GET', '/integrity')).body).toMatchObject({ ok: true, problems: [] })
  })

  it('that fails while it publishes leaves what it wrote to be found, and the file brings the rest', async () => {
    Object.assign(sizes, { images: 1, annotations: 1 })
    const { id, dataset } = await start()
    hooks.beforeCommit = ({ checkpoint }) => {
      const { phase, within = 0 } = (checkpoint ?? {}) as { phase?: string; within?: number }
      if (phase === 'annotations' && within >= 1) throw new DOMException('No room.', 'QuotaExceededError')
    }
    await wakeTasks()
    hooks.beforeCommit = undefined
    expect((await api('GET', `/tasks/${id}`)).body).toMatchObject({ status: 'failed' })
    const listed = async () =>
      (await api<{ pagination: { total: number } }>('GET', `/dataset/${dataset}/data`)).body.pagination.total
    expect(await listed()).toBe(1)
    expect((await api('GET', '/integrity')).body).toMatchObject({ ok: true, problems: [] })
    const again = await start(dataset)
    await wakeTasks()
    expect((await api('GET', `/tasks/${again.id}`)).body).toMatchObject({ status: 'succeeded' })
    expect(await listed()).toBeGreaterThan(1)
    expect((await api('GET', '/integrity')).body).toMatchObject({ ok: true, problems: [] })
  })

  it('begins again from a checkpoint of a version that kept no totals in it', async () => {
    Object.assign(sizes, { slice: 100, buffered: 0 })
    const { id } = await start()
    hooks.afterCommit = ({ steps }) => {
      if (steps !== 3) return
      hooks.afterCommit = undefined
      throw new Killed()
    }
    await expect(wakeTasks()).rejects.toThrow(Killed)
    const { checkpoint } = (await db.tasks.get(id))!
    await db.tasks.update(id, {
      checkpoint: Object.fromEntries(Object.entries(checkpoint as object).filter(([field]) => field !== 'totals')),
    })
    await wakeTasks()
    expect((await api('GET', `/tasks/${id}`)).body).toMatchObject({
      status: 'succeeded',
      result: { images: { total: 6 }, annotations: { created: 6 } },
    })
    expect((await api('GET', '/integrity')).body).toMatchObject({ ok: true, annotations: 6 })
  })

  it('that was killed goes on when somebody looks at it', async () => {
    hooks.afterCommit = () => {
      hooks.afterCommit = undefined
      throw new Killed()
    }
    const { id } = await start()
    await expect(wakeTasks()).rejects.toThrow(Killed)
    expect((await db.tasks.get(id))?.status).toBe('running')
    while (!(await api('GET', `/tasks/${id}`)).body.completed) await new Promise((resolve) => setTimeout(resolve, 5))
    expect((await db.tasks.get(id))?.status).toBe('succeeded')
  })

  it('runs after the one before it', async () => {
    const [first, second] = [await start(), await addDataset('other')]
    await api('POST', `/dataset/${second}/coco?add_missing=true`, { body: file })
    expect((await api('GET', `/tasks/${first.id}`)).body).toMatchObject({ status: 'succeeded' })
  })
})

it('an export streams, and stops reading when the reader leaves', async () => {
  const { dataset } = await start()
  await wakeTasks()
  const { response } = await api('GET', `/dataset/${dataset}/coco`)
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="set.json"; filename*=UTF-8''set.json`)
  const reader = response.body!.getReader()
  expect((await reader.read()).done).toBe(false)
  await reader.cancel()
})
