import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Export, ExportTask } from '@/contract/coco'
import { db } from '@/server/db/store/schema'
import { exportSizes } from '@/server/tasks/cocoExport/state'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { changeStored, addDataset, api, freshDatabase, raw, readData } from '../support/coco'

const ordinary = { ...exportSizes }
let dataset = 0
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, { body: readData('nuts/trainval-present.json') })
})
afterEach(() => {
  Object.assign(exportSizes, ordinary)
  hooks.beforeCommit = hooks.afterCommit = undefined
})

const text = async (path: string) => (await raw('GET', path)).text()
const exported = (query = '') => text(`/dataset/${dataset}/coco?ids=imported${query}`)

describe('an export', () => {
  it('is kept, listed, read, downloaded and dropped', async () => {
    const { body: task } = await api<ExportTask>('GET', `/dataset/${dataset}/export?categories=1`)
    expect(task).toMatchObject({
      celery_id: String(task.id),
      group: 'Annotation Export',
      name: 'Export set as COCO',
      completed: false,
    })
    await wakeTasks()
    const { result } = (await api<{ result: { export: number } }>('GET', `/tasks/${task.id}`)).body
    const [listed, ...others] = (await api<Export[]>('GET', `/dataset/${dataset}/exports`)).body
    expect(listed).toMatchObject({ id: result.export, tags: ['COCO', 'date'], categories: [1], ago: '0 seconds' })
    expect(others).toEqual([])
    expect((await api('GET', `/export/${result.export}`)).body).toMatchObject({
      dataset_id: dataset,
      path: `/data/datasets/set/.exports/coco-1.json`,
      created_at: { $date: expect.any(Number) as number },
    })
    const download = await raw('GET', `/export/${result.export}/download`)
    expect(download.headers.get('content-disposition')).toContain('set-1.json')
    expect(await download.text()).toBe(await text(`/dataset/${dataset}/coco?categories=1`))
    expect((await api('DELETE', `/export/${result.export}`)).body).toEqual({ success: true })
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/download'],
      ['DELETE', ''],
    ] as const) {
      expect(await api(method, `/export/${result.export}${path}`)).toMatchObject({
        status: 400,
        body: { message: 'Invalid export ID' },
      })
    }
  })

  it('keeps the newest ten of a dataset, and nothing of its work', async () => {
    for (let round = 0; round < 12; round++) await api('GET', `/dataset/${dataset}/export`).then(wakeTasks)
    expect((await api<Export[]>('GET', `/dataset/${dataset}/exports`)).body.map(({ id }) => id)).toEqual([
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3,
    ])
    expect((await db.staging.toArray()).filter(({ bucket }) => bucket.startsWith('work:'))).toEqual([])
  })

  it('is of the images that an upload names', async () => {
    const all = JSON.parse(await exported('&empty=all')) as { images: { file_name: string }[] }
    const { images } = (await api<{ images: { id: number; file_name: string }[] }>('GET', `/dataset/${dataset}/data`))
      .body
    const upload = async (body: string) => (await api<{ id: string }>('POST', '/uploads', { body })).body.id
    const some = images.slice(1, 3)
    const file = JSON.parse(
      await exported(`&empty=all&selection=${await upload(JSON.stringify(some.map(({ id }) => id)))}`),
    ) as typeof all
    expect(file.images.map(({ file_name }) => file_name)).toEqual(some.map(({ file_name }) => file_name))
    expect(all.images.length).toBeGreaterThan(2)
    const refusal = async (selection: string) =>
      (await api('GET', `/dataset/${dataset}/coco?selection=${selection}`)).body.message
    expect(await refusal(await upload('[99]'))).toContain('None of the selected images is in the dataset')
    expect(await refusal(await upload('{'))).toContain('no JSON list')
    expect(await refusal('nothing')).toContain('no such upload')
  })

  it('answers 202 and the task when asked to', async () => {
    const { status, body } = await api('GET', `/dataset/${dataset}/coco`, { headers: { Prefer: 'respond-async' } })
    expect([status, body.name]).toEqual([202, 'Export set as COCO'])
    await wakeTasks()
  })

  it('is not offered before it was read back', async () => {
    Object.assign(exportSizes, { slice: 500 })
    const seen: unknown[] = []
    hooks.afterCommit = ({ checkpoint }) => {
      if ((checkpoint as { phase?: string } | null)?.phase === 'verify')
        seen.push(
          db.exports.count(),
          api('GET', `/dataset/${dataset}/exports`).then(({ body }) => body),
        )
    }
    await exported()
    expect((await Promise.all(seen)).slice(0, 2)).toEqual([1, []])
  })

  it('that cannot be read back is not offered', async () => {
    hooks.beforeCommit = ({ checkpoint }) => {
      // a disk that loses what it was given: one piece is gone when they are put together
      if ((checkpoint as { phase?: string } | null)?.phase === 'write')
        void db.staging
          .where(':id')
          .between([0, 'work:export/annotations/0:0'], [99, 'work:export/annotations/0:1'])
          .delete()
    }
    Object.assign(exportSizes, { images: 1 })
    const answer = await api('GET', `/dataset/${dataset}/coco`)
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Nothing of it is offered') as string },
    })
    expect(await db.exports.count()).toBe(0)
  })

  it('names an annotation that cannot be written as it is', async () => {
    await changeStored(({ id }) => (id === 1 ? { area: Infinity } : {}))
    const { status, body } = await api('GET', `/dataset/${dataset}/coco`)
    expect([status, body.message]).toEqual([
      400,
      expect.stringContaining(`Annotation 1 of image 9 cannot be written as it is: area is null, not Infinity`),
    ])
  })

  it('is the same, however small its steps and wherever it is killed', async () => {
    const undisturbed = await exported('&empty=all')
    Object.assign(exportSizes, { images: 1, annotations: 5, slice: 2000 })
    expect(await exported('&empty=all')).toBe(undisturbed)
    for (const when of ['beforeCommit', 'afterCommit'] as const) {
      let last = -1
      hooks[when] = ({ steps }) => {
        if (steps === last) return
        last = steps
        throw new Killed()
      }
      const { body } = await api<{ id: number }>('GET', `/dataset/${dataset}/coco?ids=imported&empty=all`, {
        headers: { Prefer: 'respond-async' },
      })
      while (
        await wakeTasks().then(
          () => false,
          () => true,
        )
      );
      hooks[when] = undefined
      const { result } = (await api<{ result: { export: number } }>('GET', `/tasks/${body.id}`)).body
      expect(await text(`/export/${result.export}/download`)).toBe(undisturbed)
    }
  }, 60_000)

  it('is of the images in some states', async () => {
    const [first, second] = await db.images.toCollection().primaryKeys()
    await db.images.update(first!, { state: 'done' })
    await db.images.update(second!, { state: 'done_empty' })
    const ids = async (query: string) =>
      (JSON.parse(await text(`/dataset/${dataset}/coco?${query}`)) as { images: { id: number }[] }).images.map(
        ({ id }) => id,
      )
    expect(await ids('states=done')).toEqual([first])
    expect(await ids('states=done,done_empty')).toEqual([first, second])
    expect(await api('GET', `/dataset/${dataset}/coco?states=finished`)).toMatchObject({
      status: 400,
      body: { errors: { states: expect.stringContaining('unlabelled') as string } },
    })
  })
})
