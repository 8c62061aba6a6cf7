import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { BackupResult, BackupState } from '@/contract/backup'
import { db } from '@/server/db/store/schema'
import { answered, api, freshDatabase, json, raw, refused } from '../support/api'
import { changed } from '../support/archive'
import { expectConsistent } from '../support/recount'
import { box, draw, frame, scene } from '../support/scene'

beforeEach(freshDatabase)

const picture = readFileSync(new URL('../../data/formats/1_trns.png', import.meta.url))

async function store() {
  const there = await scene(['a.jpg', 'b.jpg'])
  // facts without images
  await db.images.toCollection().modify({ placeholder: true })
  await api('POST', `/image/?dataset_id=${there.dataset}&file_name=${encodeURIComponent('größe.png')}&folder=x`, {
    body: picture,
  })
  await draw(there.images[0]!, there.cat, frame)
  const second = await draw(there.images[1]!, there.dog, box)
  await api('PUT', `/image/${there.images[1]}`, json({ state: 'needs_fix', metadata: { why: 'blur' } }))
  await api('PUT', '/user/preferences', json({ brush: 12 }))
  await api('DELETE', `/annotation/${second.id}`)
  return there
}

const backUp = async () => (await raw('GET', '/backup.zip')).blob()
const restore = (archive: Blob) => answered(BackupResult, 'POST', '/backup', { body: archive })

/** All that a client sees. */
async function everything() {
  const paths = [
    '/dataset/data',
    '/category/',
    '/image/',
    '/annotation/',
    '/annotator/data/1',
    '/annotator/data/2',
    '/dataset/1/data',
    '/undo/',
    '/user/preferences',
    '/dataset/1/stats',
  ]
  const bodies = await Promise.all(paths.map(async (path) => (await api('GET', path)).body))
  // the history of images is not in a backup, nor how long ago something was
  return JSON.parse(
    JSON.stringify(bodies, (key, value: unknown) => (key === 'history' || key === 'ago' ? undefined : value)),
  )
}

describe('a backup', () => {
  it('restored into an empty store gives back everything: objects, images, the trash, preferences', async () => {
    await store()
    const before = await everything()
    const archive = await backUp()
    await freshDatabase()
    expect(await restore(archive)).toEqual({
      success: true,
      datasets: 1,
      categories: 2,
      images: 3,
      annotations: 2,
      files: 1,
    })
    expect(await everything()).toEqual(before)
    const bytes = await (await raw('GET', '/image/3')).arrayBuffer()
    expect(Buffer.from(bytes).equals(picture)).toBe(true)
    await expectConsistent()
  })

  it('is noted when it was read to its end, and whether something was changed since', async () => {
    const { dataset } = await store()
    const state = () => answered(BackupState, 'GET', '/backup')
    expect(await state()).toEqual({ last_at: null, changed: true })
    await (await raw('GET', '/backup.zip')).body!.cancel()
    expect((await state()).last_at).toBeNull()
    const before = Date.now()
    await backUp()
    await expect.poll(state).toEqual({ last_at: expect.any(Number), changed: false })
    expect((await state()).last_at).toBeGreaterThanOrEqual(before)
    await api('POST', `/dataset/${dataset}/rename`, json({ name: 'other' }))
    expect((await state()).changed).toBe(true)
    await expectConsistent()
  })

  it('holds images of any type that comes in, and how they are stored', async () => {
    const { dataset } = await store()
    for (const name of ['hopper.ico', 'hopper_bigtiff.tif', 'avif_rot1mir0.avif', 'exif_Landscape_6.jpg']) {
      const bytes = readFileSync(new URL(`../../data/formats/${name}`, import.meta.url))
      expect((await api('POST', `/image/?dataset_id=${dataset}&file_name=${name}`, { body: bytes })).status).toBe(200)
    }
    const facts = async () => [
      await db.images.orderBy('id').toArray(),
      (await db.files.toArray()).map(({ type, orientation, hash }) => [type, orientation, hash]),
    ]
    const before = await facts()
    const archive = await backUp()
    await freshDatabase()
    await restore(archive)
    expect(await facts()).toEqual(before)
  })

  it('never gives an id again that was spent', async () => {
    const { image, cat } = await store()
    const { id } = await draw(image, cat)
    await api('DELETE', `/annotation/${id}`)
    await api('DELETE', `/undo/?id=${id}&instance=annotation`)
    const archive = await backUp()
    await freshDatabase()
    await restore(archive)
    expect((await draw(image, cat)).id).toBe(id + 1)
  })

  it('is not restored over what is there', async () => {
    await store()
    const before = await everything()
    expect(await refused('POST', '/backup', { body: await backUp() })).toEqual([
      409,
      expect.stringContaining('Something is stored here already'),
    ])
    expect(await everything()).toEqual(before)
  })

  it('of an empty store is one too', async () => {
    const archive = await backUp()
    expect(await restore(archive)).toEqual({
      success: true,
      datasets: 0,
      categories: 0,
      images: 0,
      annotations: 0,
      files: 0,
    })
  })
})

describe('a bad backup is refused, and nothing is stored', () => {
  const bad: [string, string, (text: string) => string | null, RegExp][] = [
    ['no backup', 'backup.json', () => '{}', /is no backup/],
    ['of a later version', 'backup.json', (text) => text.replace('"version":1', '"version":2'), /later version/],
    ['without a table', 'rows/images.jsonl', () => null, /not complete/],
    ['cut in a row', 'rows/images.jsonl', (text) => text.slice(0, -20), /is not JSON/],
    [
      'with a path that leads out',
      'rows/images.jsonl',
      (text) => text.replace('"path":"a.jpg"', '"path":"../a.jpg"'),
      /path: is no path/,
    ],
    [
      'with a shape that is none',
      'rows/annotations.jsonl',
      (text) => text.replace('"kind":"polygons"', '"kind":"star"'),
      /shape: is no shape/,
    ],
    [
      'with a page for an image',
      'rows/files.jsonl',
      (text) => text.replace('image/png', 'text/html'),
      /files\.jsonl, type/,
    ],
    ['with a row twice', 'rows/categories.jsonl', (text) => text + text, /is there twice/],
    ['without an image', 'files/3', () => null, /file of image 3 is not in it/],
  ]

  it.each(bad)('%s', async (_what, name, change, message) => {
    await store()
    const archive = await changed(await backUp(), name, change)
    await freshDatabase()
    expect(await refused('POST', '/backup', { body: archive })).toEqual([400, expect.stringMatching(message)])
    expect([await db.datasets.count(), await db.images.count(), await db.files.count()]).toEqual([0, 0, 0])
  })

  it.each([
    ['text', 'hello'],
    ['nothing', ''],
  ])('%s', async (_what, text) => {
    expect((await refused('POST', '/backup', { body: new Blob([text]) }))[0]).toBe(400)
  })
})
