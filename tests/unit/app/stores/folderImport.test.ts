import { createHash } from 'node:crypto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { foldersOf, isLarge } from '@/app/stores/folderImport'
import { useUploads } from '@/app/stores/uploads'

const target = { dataset: 9, datasetName: 'Nuts' }
const fileAt = (path: string, content = path) => ({
  file: new File([content], path.split('/').pop()!),
  folder: path.split('/').slice(0, -1).join('/'),
})
const hashOf = (content: string) => createHash('sha256').update(content).digest('hex')

/** What was asked of the server: route and body, images by their path. */
let asked: [route: string, body: unknown][] = []
/** Images that are there: their content, by path. */
let there: Record<string, string> = {}
let refuse: (path: string) => Response | undefined = () => undefined

beforeEach(() => {
  setActivePinia(createPinia())
  ;[asked, there, refuse] = [[], {}, () => undefined]
  vi.stubGlobal('navigator', {}) // without locks
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    const { pathname, searchParams } = new URL(url, 'http://atoll')
    const route = pathname.replace('/api', '')
    if (route === '/image/') {
      const path = [searchParams.get('folder'), searchParams.get('file_name')].filter(Boolean).join('/')
      asked.push([`image for ${searchParams.get('intake')}`, path])
      return refuse(path) ?? Response.json({ id: 1, outcome: 'added', notes: [] })
    }
    const sent = body ? (JSON.parse(body as string) as { files?: { path: string; size: number }[] }) : undefined
    asked.push([route, sent])
    if (!route.endsWith('/known')) return Response.json({ id: 5 })
    return Response.json({
      hashes: sent!.files!.map(({ path, size }) => (there[path]?.length === size ? hashOf(there[path]) : null)),
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a folder is begun, handed in and finished as one task', async () => {
  const job = await useUploads().addImageFiles(target, [fileAt('a/2.jpg'), fileAt('a/b/1.jpg')])
  expect(job).toMatchObject({ status: 'done', added: 2, settled: 2, settledBytes: job.bytes, task: 5 })
  expect(asked).toEqual([
    ['/intake/', { dataset_id: 9, folder: 'a', pictures: 2, bytes: 16 }],
    [
      '/intake/5/known',
      {
        files: [
          { path: 'a/2.jpg', size: 7 },
          { path: 'a/b/1.jpg', size: 9 },
        ],
      },
    ],
    ['image for 5', 'a/2.jpg'],
    ['image for 5', 'a/b/1.jpg'],
    ['/intake/5/finish', undefined],
  ])
})

test('what is here is counted and not sent; what only looks like it by its size is sent', async () => {
  there = { 'a/1.jpg': 'same', 'a/2.jpg': 'size' }
  const job = await useUploads().addImageFiles(
    target,
    [fileAt('a/1.jpg', 'same'), fileAt('a/2.jpg', 'diff'), fileAt('a/3.jpg')],
    { task: 5 },
  )
  expect(job).toMatchObject({ status: 'done', added: 2, here: 1, settled: 3 })
  expect(asked.map(([route]) => route)).toEqual([
    '/intake/5/resume',
    '/intake/5/known',
    'image for 5',
    'image for 5',
    '/intake/5/here',
    '/intake/5/finish',
  ])
  expect(asked.at(-2)![1]).toEqual({ pictures: 1, bytes: 4 })
})

test('the worker is asked about a stretch of files at a time, while those before come in', async () => {
  const files = Array.from({ length: 1200 }, (_, index) => fileAt(`a/${index}.jpg`))
  await useUploads().addImageFiles(target, files)
  const asks = asked
    .filter(([route]) => route === '/intake/5/known')
    .map(([, body]) => (body as { files: unknown[] }).files.length)
  expect(asks).toEqual([200, 200, 200, 200, 200, 200])
  expect(asked.findLastIndex(([route]) => route === '/intake/5/known')).toBeGreaterThan(600)
})

test('an image that the worker finds to be here is no problem; another one under its path is', async () => {
  const taken = (identical: boolean) =>
    Response.json(
      {
        message: 'file already exists: x. Give it another name, or send on_conflict=skip, replace or rename.',
        identical,
      },
      { status: 400 },
    )
  refuse = (path) => (path === 'a/1.jpg' ? taken(true) : path === 'a/2.jpg' ? taken(false) : undefined)
  const job = await useUploads().addImageFiles(
    target,
    ['a/1.jpg', 'a/2.jpg', 'a/3.jpg'].map((path) => fileAt(path)),
  )
  expect(job).toMatchObject({ here: 1, added: 1, problems: [{ name: 'a/2.jpg' }] })
  expect(job.taken.map(({ file }) => file.name)).toEqual(['2.jpg'])
})

test('cancelled here, it is cancelled there; stopped by itself, it stays to be gone on with', async () => {
  const uploads = useUploads()
  refuse = () => (uploads.jobs[0]!.cancel(), undefined)
  expect(await uploads.addImageFiles(target, [fileAt('a/1.jpg')])).toMatchObject({ status: 'cancelled' })
  expect(asked.at(-1)![0]).toBe('/tasks/5/cancel')
  refuse = () =>
    Response.json(
      { message: 'This import is over. Begin another one: what is here already is not added twice.' },
      { status: 400 },
    )
  expect(await uploads.addImageFiles(target, [fileAt('a/1.jpg')])).toMatchObject({
    status: 'stopped',
    notice: 'This import is over. Start another one: images that are already here are not added twice.',
  })
  expect(asked.at(-1)![0]).toBe('image for 5')
})

test('folders are named, and a few files alone are no import of a folder', () => {
  expect(foldersOf(['b/x', 'a/c/y', 'z'].map((path) => fileAt(path)))).toBe('a, b')
  expect(foldersOf(['a/x', 'b/x', 'c/x', 'd/x', 'e/x'].map((path) => fileAt(path)))).toBe('a, b, c and 2 more')
  expect(isLarge([fileAt('x')])).toBe(false)
  expect(isLarge([fileAt('x'), fileAt('a/x')])).toBe(true)
})
