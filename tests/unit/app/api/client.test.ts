import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { apiUrl, messageOf, request } from '@/app/api/client'
import { datasetsApi } from '@/app/api/datasets'
import { exportUrl } from '@/app/api/coco'
import { thumbnailUrl } from '@/app/api/images'
import { followTask } from '@/app/api/tasks'
import { ApiError } from '@/contract/errors'
import type { Task } from '@/contract/task'

const fetched = vi.fn<typeof fetch>()
const keyOf = (call: number) => (fetched.mock.calls[call]![1]!.headers as Record<string, string>)['Idempotency-Key']

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => {
  fetched.mockReset()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('what is not given stays out of the address', () => {
  expect(apiUrl('/dataset/data')).toBe('/api/dataset/data')
  expect(apiUrl('/x', { page: 2, folder: '', name: undefined, state: null, annotated: false })).toBe(
    '/api/x?page=2&annotated=false',
  )
  expect(apiUrl('/x', { name: 'a&b=ä' })).toBe('/api/x?name=a%26b%3D%C3%A4')
})

test('a request without an answer is sent again under the same key, a write with another key', async () => {
  fetched
    .mockRejectedValueOnce(new TypeError('network'))
    .mockRejectedValueOnce(new TypeError('network'))
    .mockImplementation(async () => Response.json({ success: true }))
  const answer = request('POST', '/dataset/1', { json: {} })
  await vi.runAllTimersAsync()
  expect(await answer).toEqual({ success: true })
  expect(fetched).toHaveBeenCalledTimes(3)
  expect(keyOf(0)).toBeTruthy()
  expect([keyOf(1), keyOf(2)]).toEqual([keyOf(0), keyOf(0)])
  await request('POST', '/dataset/1', { json: {} })
  expect(keyOf(3)).not.toBe(keyOf(0))
})

test('a given key is used as it is', async () => {
  fetched.mockResolvedValue(Response.json({}))
  await request('POST', '/annotator/changes', { json: {}, key: 'mine' })
  expect(keyOf(0)).toBe('mine')
})

test('an answer that refuses is not asked for again, and its words reach people', async () => {
  fetched.mockResolvedValue(
    Response.json({ message: 'Input payload validation failed', errors: { name: 'Missing' } }, { status: 400 }),
  )
  const error = await request('POST', '/dataset/', { json: {} }).catch((each: unknown) => each)
  expect(error).toBeInstanceOf(ApiError)
  expect((error as ApiError).status).toBe(400)
  expect(messageOf(error)).toBe('Input payload validation failed – name: Missing')
  expect(fetched).toHaveBeenCalledTimes(1)
})

test('a refusal that is no JSON still says something', async () => {
  fetched.mockResolvedValue(new Response('<html>', { status: 502 }))
  await expect(request('GET', '/dataset/')).rejects.toThrow('The request failed (502).')
})

test('what was cancelled is not sent again', async () => {
  const stop = new AbortController()
  fetched.mockImplementation(async () => {
    stop.abort()
    throw new DOMException('aborted', 'AbortError')
  })
  await expect(request('GET', '/dataset/', { signal: stop.signal })).rejects.toThrow('aborted')
  expect(fetched).toHaveBeenCalledTimes(1)
})

test('a query goes into the address as it is', async () => {
  fetched.mockResolvedValue(Response.json({ images: [] }))
  await datasetsApi.images(7, { page: 1, query: 'category:"brazil nut" -state:done' })
  expect(new URL(String(fetched.mock.calls[0]![0]), 'http://x').searchParams.get('query')).toBe(
    'category:"brazil nut" -state:done',
  )
})

test('images and exports have plain addresses', () => {
  expect(thumbnailUrl({ id: 5, revision: 2 }, 320)).toBe('/api/image/5?width=320&thumbnail=true&asAttachment=false&v=2')
  expect(exportUrl(1, 'zip', { empty: 'all', categories: '' })).toBe('/api/dataset/1/export.zip?empty=all')
  expect(exportUrl(1, 'json')).toBe('/api/dataset/1/coco')
})

const task = (part: Partial<Task>): Task => ({
  id: 4,
  group: 'g',
  name: 'n',
  status: 'running',
  completed: false,
  progress: 0,
  errors: 0,
  warnings: 0,
  updated_at: { $date: 0 },
  ...part,
})

test('a task is followed to its result', async () => {
  fetched.mockResolvedValueOnce(Response.json(task({ progress: 50 })))
  fetched.mockResolvedValueOnce(
    Response.json(task({ progress: 100, completed: true, status: 'succeeded', result: { done: 1 } })),
  )
  const seen: number[] = []
  const result = followTask(task({}), { onProgress: ({ progress }) => seen.push(progress) })
  await vi.runAllTimersAsync()
  expect(await result).toEqual({ done: 1 })
  expect(seen).toEqual([0, 50, 100])
})

test('a task that failed says why', async () => {
  await expect(
    followTask(task({ completed: true, status: 'failed', message: 'This is not JSON.' }), {}),
  ).rejects.toThrow('This is not JSON.')
})
