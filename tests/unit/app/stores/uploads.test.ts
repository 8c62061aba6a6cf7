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
const files = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ file: new File(['x'], nameOf(index)), folder: '' }))
const target = { dataset: 9, datasetName: 'Nuts' }
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

beforeEach(() => {
  setActivePinia(createPinia())
  asked = []
  vi.stubGlobal(
    'fetch',
    (url: string, { signal }: RequestInit) =>
      new Promise<Response>((give, reject) => {
        const query = new URL(url, 'http://atoll').searchParams
        asked.push({ name: query.get('file_name')!, query, give })
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
      }),
  )
})
afterEach(() => vi.unstubAllGlobals())

const came = (image = {}) => Response.json({ id: 1, notes: [], ...image })
const taken = () => Response.json({ message: 'file already exists' }, { status: 400 })

async function answerAll(response: () => Response) {
  for (let done = 0; done < asked.length; done++) {
    asked[done]!.give(response())
    await settled()
  }
}

test('three images travel at a time, with their dataset', async () => {
  const uploads = useUploads()
  const job = uploads.addImageFiles(target, files(5))
  await settled()
  expect(asked.map(({ name }) => name)).toEqual(['0.jpg', '1.jpg', '2.jpg'])
  expect(Object.fromEntries(asked[0]!.query)).toEqual({
    dataset_id: '9',
    file_name: '0.jpg',
    on_conflict: 'refuse',
    on_duplicate: 'keep',
  })
  asked[1]!.give(came())
  await settled()
  expect(asked).toHaveLength(4)
  await answerAll(came)
  expect(await job).toMatchObject({ status: 'done', added: 5, problems: [] })
})

test('one that is refused is named, and the others go on', async () => {
  const uploads = useUploads()
  const job = uploads.addImageFiles(target, files(2))
  await settled()
  asked[0]!.give(Response.json({ message: 'This is no image.' }, { status: 400 }))
  asked[1]!.give(came())
  expect(await job).toMatchObject({
    status: 'done',
    added: 1,
    problems: [{ name: '0.jpg', message: 'This is no image.' }],
    taken: [],
  })
})

test('names that are taken are kept, so that they can be added after all', async () => {
  const uploads = useUploads()
  const first = uploads.addImageFiles(target, files(1))
  await settled()
  asked[0]!.give(taken())
  const { taken: kept } = await first
  expect(kept.map(({ file }) => file.name)).toEqual(['0.jpg'])
  void uploads.addImageFiles(target, kept, { onConflict: 'replace' })
  await settled()
  expect(asked[1]!.query.get('on_conflict')).toBe('replace')
})

test('a pause lets what is under way arrive and starts nothing new', async () => {
  const uploads = useUploads()
  const done = uploads.addImageFiles(target, files(4))
  await settled()
  const [job] = uploads.jobs
  job!.pause()
  await answerAll(came)
  expect(job).toMatchObject({ status: 'paused', added: 3 })
  job!.resume()
  await settled()
  asked[3]!.give(came())
  expect(await done).toMatchObject({ status: 'done', added: 4 })
})

test('cancel stops what is under way, and keeps what has arrived', async () => {
  const uploads = useUploads()
  const done = uploads.addImageFiles(target, files(5))
  await settled()
  asked[0]!.give(came())
  await settled()
  uploads.jobs[0]!.cancel()
  expect(await done).toMatchObject({ status: 'cancelled', added: 1, problems: [] })
  expect(asked).toHaveLength(4)
})

test('a full storage pauses, so that room can be made, and loses no image', async () => {
  const uploads = useUploads()
  const done = uploads.addImageFiles(target, files(1))
  await settled()
  asked[0]!.give(Response.json({ message: 'The storage is full.' }, { status: 507 }))
  await settled()
  const [job] = uploads.jobs
  expect(job).toMatchObject({ status: 'paused', notice: 'The storage is full.', problems: [] })
  job!.resume()
  await settled()
  asked[1]!.give(came())
  expect(await done).toMatchObject({ status: 'done', added: 1, notice: '' })
})

test('images go in by their names, numbers by their value, and one after the other when asked for so', async () => {
  const named = ['10.jpg', 'b2.jpg', '9.jpg', 'b10.jpg'].map((name) => ({ file: new File(['x'], name), folder: '' }))
  const done = useUploads().addImageFiles(target, named, { inTurn: true })
  for (let count = 0; count < named.length; count++) {
    await settled()
    expect(asked).toHaveLength(count + 1)
    asked[count]!.give(came())
  }
  await done
  expect(asked.map(({ name }) => name)).toEqual(['9.jpg', '10.jpg', 'b2.jpg', 'b10.jpg'])
})

test('an image that is there already is named with the other, and kept', async () => {
  const done = useUploads().addImageFiles(target, files(1))
  await settled()
  asked[0]!.give(came({ id: 7, duplicate_of: 3, notes: ['It is the same image as "y.jpg".'] }))
  const message = 'It is the same image as "y.jpg".'
  expect(await done).toMatchObject({ added: 1, notes: [], copies: [{ name: '0.jpg', image: 7, message }] })
})

test('a dataset that is gone ends it, with the reason', async () => {
  const done = useUploads().addImageFiles(target, files(9))
  await settled()
  asked[0]!.give(Response.json({ message: 'dataset does not exist' }, { status: 400 }))
  expect(await done).toMatchObject({ status: 'stopped', notice: 'This dataset does not exist.', problems: [] })
  expect(asked).toHaveLength(3)
})

test('a file that went since it was chosen is named so', async () => {
  const gone = { file: new File(['x'], 'gone.jpg'), folder: '' }
  gone.file.slice = () =>
    ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }) as unknown as Blob
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  const { problems } = await useUploads().addImageFiles(target, [gone])
  expect(problems).toEqual([
    { name: 'gone.jpg', message: 'Can’t read this file: it was changed, moved or deleted after you chose it.' },
  ])
})
