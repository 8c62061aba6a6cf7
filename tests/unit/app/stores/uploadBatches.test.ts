import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useUploads } from '@/app/stores/uploads'
import type { ImageBatch } from '@/contract/imageBatch'
import type { HandOver } from '@/contract/channels/workerMessages'

/** A worker that answers at once; a test may answer a request itself. */
let handed = new Map<string, Blob[]>()
let batches: ImageBatch[] = []
let keys: string[] = []
let singles: string[] = []
let answer: (batch: ImageBatch, files: Blob[]) => Response | undefined

beforeEach(() => {
  setActivePinia(createPinia())
  ;[handed, batches, keys, singles] = [new Map(), [], [], []]
  answer = () => undefined
  const controller = {
    postMessage({ token, files }: HandOver<Blob>, [port]: [MessagePort]) {
      handed.set(token, files)
      port.postMessage(true)
    },
  }
  vi.stubGlobal('navigator', { serviceWorker: { controller } })
  vi.stubGlobal('fetch', async (url: string, { body, headers }: RequestInit) => {
    if (url.endsWith('/known')) return Response.json({ hashes: [] })
    if (url.includes('/intake/')) return Response.json({ id: 5 })
    if (!url.includes('/image/batch')) {
      singles.push(new URL(url, 'http://atoll').searchParams.get('file_name')!)
      return Response.json({ id: 1, outcome: 'added', notes: [] })
    }
    const batch = JSON.parse(String(body)) as ImageBatch
    batches.push(batch)
    keys.push((headers as Record<string, string>)['Idempotency-Key']!)
    const files = handed.get(batch.handed) ?? []
    return (
      answer(batch, files) ??
      Response.json({ pictures: batch.files.map((_file, id) => ({ id, outcome: 'added', notes: [] })) })
    )
  })
})
afterEach(() => vi.unstubAllGlobals())

const target = { dataset: 9, datasetName: 'Nuts' }
const files = (count: number, bytes = 1) =>
  Array.from({ length: count }, (_none, index) => ({
    file: new File([new Uint8Array(bytes)], `${index}.jpg`),
    folder: index === 0 ? '0 b' : 'a',
  }))
const add = (count: number, bytes?: number) => useUploads().addImageFiles(target, files(count, bytes))

test('many images go in batches, each with its own name, folder and bytes', async () => {
  expect(await add(120)).toMatchObject({ status: 'done', added: 120, problems: [] })
  expect(batches.map(({ files }) => files.length)).toEqual([50, 50, 20])
  expect(batches[0]).toMatchObject({ dataset_id: 9, on_conflict: 'refuse', intake: 5 })
  const names = batches.flatMap(({ files }) => files)
  expect(names.slice(0, 2)).toEqual([
    { file_name: '0.jpg', folder: '0 b' },
    { file_name: '1.jpg', folder: 'a' },
  ])
  expect(batches.flatMap((batch) => handed.get(batch.handed)!).map((file) => (file as File).name)).toEqual(
    names.map(({ file_name }) => file_name),
  )
})

test('large images go in small batches', async () => {
  expect(await add(13, 6_000_000)).toMatchObject({ added: 13 })
  expect(batches.map(({ files }) => files.length)).toEqual([3, 3, 3, 3])
  expect(singles).toEqual(['12.jpg'])
})

test('what is refused in a batch is named, and can be added after all', async () => {
  answer = ({ files }) =>
    Response.json({
      pictures: files.map(({ file_name }, id) => {
        if (file_name === '3.jpg')
          return { outcome: 'refused', file: 'a/3.jpg', message: 'a/3.jpg: This file is not an image.' }
        if (file_name === '4.jpg')
          return {
            outcome: 'refused',
            file: 'a/4.jpg',
            message: 'file already exists: a/4.jpg. Give it another name, or send on_conflict=skip, replace or rename.',
            identical: false,
          }
        return { id, outcome: 'added', notes: [] }
      }),
    })
  const job = await add(20)
  expect(job).toMatchObject({ status: 'done', added: 18 })
  expect(job.problems).toEqual([
    { name: 'a/3.jpg', message: 'This file is not an image.' },
    { name: 'a/4.jpg', message: 'An image with this name already exists.' },
  ])
  expect(job.taken.map(({ file }) => file.name)).toEqual(['4.jpg'])
})

test('the files are handed over again when the worker was stopped in between, under the same key', async () => {
  answer = () =>
    batches.length === 1 ? Response.json({ message: 'Hand them over again.' }, { status: 410 }) : undefined
  expect(await add(20)).toMatchObject({ added: 20, problems: [] })
  expect(batches).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
  expect(new Set(batches.map((batch) => batch.handed)).size).toBe(2)
})

test('a batch that fails as a whole goes in one by one', async () => {
  answer = () => Response.json({ message: 'Internal Server Error' }, { status: 500 })
  expect(await add(20)).toMatchObject({ added: 20, problems: [] })
  expect(singles).toHaveLength(20)
})
