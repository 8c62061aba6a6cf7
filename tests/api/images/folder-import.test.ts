import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { ExistingFilesAnswer } from '@/contract/folderImport'
import { Task } from '@/contract/task'
import { db } from '@/server/db/store/schema'
import { wakeTasks } from '@/server/tasks/runner'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from '../support/api'

beforeEach(freshDatabase)

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../data/formats/${name}`, import.meta.url)))
const hopper = file('hopper.jpg')
const cat = file('progressive_cat.jpg')
const BYTES = hopper.length + cat.length

const begin = async (fields: object = {}) =>
  answered(
    Task,
    'POST',
    '/intake/',
    json({ dataset_id: await addDataset('nuts'), folder: 'holiday', pictures: 2, bytes: BYTES, ...fields }),
  )
const post = (
  intake: number,
  name: string,
  bytes: Uint8Array,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
) =>
  api(
    'POST',
    `/image/?${new URLSearchParams({ dataset_id: '1', file_name: name, folder: 'a', intake: String(intake), ...more })}`,
    { body: new Blob([bytes as BlobPart]), headers },
  )
const task = (id: number) => answered(Task, 'GET', `/tasks/${id}`)
const logs = async (id: number) =>
  (await api<{ logs: string[] }>('GET', `/tasks/${id}/logs`)).body.logs.map((line) => line.replace(/^\[.*?\] /, ''))

describe('the import of a folder', () => {
  it('counts what comes in, by images and bytes, and ends with a report', async () => {
    const { id, ...begun } = await begin()
    expect(begun).toMatchObject({
      name: 'Add the folder holiday to nuts',
      group: 'Image Import',
      status: 'waiting',
      completed: false,
      progress: 0,
    })
    await post(id, 'x.jpg', hopper)
    expect(await task(id)).toMatchObject({
      status: 'running',
      progress: Math.round((100 * hopper.length) / BYTES),
      intake: {
        dataset_id: 1,
        folder: 'holiday',
        pictures: 2,
        bytes: BYTES,
        done: 1,
        done_bytes: hopper.length,
        added: 1,
        skipped: 0,
        refused: 0,
      },
    })
    await post(id, 'y.jpg', hopper, { on_duplicate: 'skip' })
    await post(id, 'z.jpg', file('own_text.jpg'))
    expect(await answered(Task, 'POST', `/intake/${id}/finish`)).toMatchObject({
      status: 'succeeded',
      completed: true,
      progress: 100,
      errors: 1,
      warnings: 1,
      intake: { added: 1, skipped: 1, refused: 1 },
    })
    expect(await logs(id)).toEqual([
      '[WARNING] a/y.jpg: It is the same image as "a/x.jpg", and was left out.',
      expect.stringMatching(/^\[ERROR\] a\/z\.jpg: This file is not an image/),
      '[INFO] 1 added, 1 here already or left out, 1 refused.',
    ])
  })

  it('counts a request that comes twice once, whether it is taken or refused', async () => {
    const { id } = await begin()
    for (let time = 0; time < 2; time++) {
      await post(id, 'x.jpg', hopper, {}, { 'Idempotency-Key': 'taken' })
      await post(id, 'z.jpg', file('own_text.jpg'), {}, { 'Idempotency-Key': 'refused' })
    }
    expect((await task(id)).intake).toMatchObject({ done: 2, added: 1, refused: 1 })
  })

  it('waits for the page that feeds it, and holds nobody up', async () => {
    const { id } = await begin()
    await wakeTasks()
    expect((await task(id)).status).toBe('waiting')
    const validated = await api('GET', '/dataset/1/validate')
    expect(validated.status).toBe(200)
  })

  it('goes on with the folder chosen again, and knows what is here by path, size and hash', async () => {
    const { id } = await begin()
    await post(id, 'x.jpg', hopper)
    await addImages(1, ['a/waits.jpg'], { placeholder: true })
    const files = [
      ['a/x.jpg', hopper.length],
      ['a/x.jpg', 5],
      ['a\\x.jpg', hopper.length],
      ['a/waits.jpg', 0],
      ['a/new.jpg', 3],
      ['../x', 3],
    ].map(([path, size]) => ({ path, size }))
    const hash = createHash('sha256').update(hopper).digest('hex')
    expect(await answered(ExistingFilesAnswer, 'POST', `/intake/${id}/known`, json({ files }))).toEqual({
      hashes: [hash, null, hash, null, null, null],
    })

    expect(
      (await answered(Task, 'POST', `/intake/${id}/resume`, json({ pictures: 3, bytes: BYTES + 10 }))).intake,
    ).toMatchObject({ pictures: 3, bytes: BYTES + 10, done: 0, done_bytes: 0, added: 1 })
    expect(
      (await answered(Task, 'POST', `/intake/${id}/here`, json({ pictures: 1, bytes: hopper.length }))).intake,
    ).toMatchObject({ done: 1, done_bytes: hopper.length, skipped: 1 })
    await post(id, 'y.jpg', cat)
    expect((await task(id)).intake).toMatchObject({ done: 2, added: 2, skipped: 1 })
    expect(await logs(id)).toEqual(['[INFO] The folder was chosen again, with 3 files. 1 had been added before.'])
  })

  it('takes nothing more when it was cancelled, and what came in stays', async () => {
    const { id } = await begin()
    await post(id, 'x.jpg', hopper)
    expect(await answered(Task, 'POST', `/tasks/${id}/cancel`)).toMatchObject({
      status: 'cancelled',
      intake: { added: 1 },
    })
    const { status, body } = await post(id, 'y.jpg', cat)
    expect([status, body.message]).toEqual([
      400,
      'This import is over. Begin another one: what is here already is not added twice.',
    ])
    expect(await db.images.count()).toBe(1)
    for (const [path, body] of [
      ['known', { files: [] }],
      ['here', { pictures: 1, bytes: 1 }],
      ['resume', { pictures: 1, bytes: 1 }],
      ['finish', {}],
    ] as const) {
      expect(await refused('POST', `/intake/${id}/${path}`, json(body))).toEqual([
        400,
        expect.stringMatching(/^This import is over/),
      ])
    }
  })

  it('is refused without a dataset, for no task, for another kind of task, and with numbers that are none', async () => {
    expect(await refused('POST', '/intake/', json({ dataset_id: 9, pictures: 1, bytes: 1 }))).toEqual([
      400,
      'dataset does not exist',
    ])
    expect(await refused('POST', '/intake/77/finish')).toEqual([400, 'Invalid task id'])
    await addDataset('nuts')
    await api('GET', '/dataset/1/validate')
    const [other] = (await api<Task[]>('GET', '/tasks/')).body
    expect(await refused('POST', `/intake/${other!.id}/finish`)).toEqual([400, 'This task is no import of a folder.'])
    const { body } = await api<{ errors: object }>(
      'POST',
      '/intake/',
      json({ dataset_id: 1, pictures: -1, bytes: 'x' }),
    )
    expect(Object.keys(body.errors)).toEqual(['pictures', 'bytes'])
    const many = Array.from({ length: 1001 }, () => ({ path: 'a', size: 1 }))
    expect((await api('POST', '/intake/1/known', json({ files: many }))).status).toBe(400)
  })
})
