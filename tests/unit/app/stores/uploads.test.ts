import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useUploads } from '@/app/stores/uploads'

/** Answers of the server, held back until a test gives them. */
interface Asked {
  name: string
  query: URLSearchParams
  give(response: Response): void
}

let asked: Asked[] = []
const nameOf = (index: number) => `${index}.jpg`
const files = (count: number) => Array.from({ length: count }, (_, index) => ({ file: new File(['x'], nameOf(index)), folder: index === 0 ? 'a b' : '' }))
const target = { dataset: 9, datasetName: 'Nuts' }
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

beforeEach(() => {
  setActivePinia(createPinia())
  asked = []
  vi.stubGlobal('fetch', (url: string, { signal }: RequestInit) =>
    new Promise<Response>((give, reject) => {
      const query = new URL(url, 'http://atoll').searchParams
      asked.push({ name: query.get('file_name')!, query, give })
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    }),
  )
})
afterEach(() => vi.unstubAllGlobals())

const taken = () => Response.json({ message: 'file already exists' }, { status: 400 })

async function answerAll(response: () => Response) {
  for (let done = 0; done < asked.length; done++) {
    asked[done]!.give(response())
    await settled()
  }
}

test('three pictures travel at a time, with their folder and dataset', async () => {
  const uploads = useUploads()
  const job = uploads.addPictures(target, files(5))
  await settled()
  expect(asked.map(({ name }) => name)).toEqual(['0.jpg', '1.jpg', '2.jpg'])
  expect(Object.fromEntries(asked[0]!.query)).toEqual({ dataset_id: '9', file_name: '0.jpg', folder: 'a b', on_conflict: 'refuse' })
  asked[1]!.give(Response.json({}))
  await settled()
  expect(asked).toHaveLength(4)
  await answerAll(() => Response.json({}))
  expect(await job).toMatchObject({ status: 'done', added: 5, problems: [] })
})

test('one that is refused is named, and the others go on', async () => {
  const uploads = useUploads()
  const job = uploads.addPictures(target, files(2))
  await settled()
  asked[0]!.give(Response.json({ message: 'This is no picture.' }, { status: 400 }))
  asked[1]!.give(Response.json({}))
  expect(await job).toMatchObject({ status: 'done', added: 1, problems: [{ name: 'a b/0.jpg', message: 'This is no picture.' }], taken: [] })
})

test('names that are taken are kept, so that they can be added after all', async () => {
  const uploads = useUploads()
  const first = uploads.addPictures(target, files(1))
  await settled()
  asked[0]!.give(taken())
  const { taken: kept } = await first
  expect(kept.map(({ file }) => file.name)).toEqual(['0.jpg'])
  void uploads.addPictures(target, kept, 'replace')
  await settled()
  expect(asked[1]!.query.get('on_conflict')).toBe('replace')
})

test('a pause lets what is under way arrive and starts nothing new', async () => {
  const uploads = useUploads()
  const done = uploads.addPictures(target, files(4))
  await settled()
  const [job] = uploads.jobs
  job!.pause()
  await answerAll(() => Response.json({}))
  expect(job).toMatchObject({ status: 'paused', added: 3 })
  job!.resume()
  await settled()
  asked[3]!.give(Response.json({}))
  expect(await done).toMatchObject({ status: 'done', added: 4 })
})

test('cancel stops what is under way, and keeps what has arrived', async () => {
  const uploads = useUploads()
  const done = uploads.addPictures(target, files(5))
  await settled()
  asked[0]!.give(Response.json({}))
  await settled()
  uploads.jobs[0]!.cancel()
  expect(await done).toMatchObject({ status: 'cancelled', added: 1, problems: [] })
  expect(asked).toHaveLength(4)
})

test('a full storage pauses, so that room can be made, and loses no picture', async () => {
  const uploads = useUploads()
  const done = uploads.addPictures(target, files(1))
  await settled()
  asked[0]!.give(Response.json({ message: 'The storage is full.' }, { status: 507 }))
  await settled()
  const [job] = uploads.jobs
  expect(job).toMatchObject({ status: 'paused', notice: 'The storage is full.', problems: [] })
  job!.resume()
  await settled()
  asked[1]!.give(Response.json({}))
  expect(await done).toMatchObject({ status: 'done', added: 1, notice: '' })
})
