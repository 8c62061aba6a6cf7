import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/server/db/store/schema'
import { exportSizes } from '@/server/tasks/cocoExport/state'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { rotatedTiff } from '../../support/rotated'
import { addDataset, api, freshDatabase } from '../support/coco'
import { fakeCanvas } from '../support/canvas'
import { fixture, photo, put as putInto, sizes, text, unzip as unzipOf, type Coco } from '../support/rotated'

const ordinary = { ...exportSizes }
let dataset = 0
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
})
afterEach(() => {
  vi.unstubAllGlobals()
  Object.assign(exportSizes, ordinary)
  hooks.beforeCommit = undefined
})

const put = (path: string, bytes: Uint8Array<ArrayBuffer>, to = dataset) => putInto(path, bytes, to)
const unzip = (query = '', from = dataset) => unzipOf(from, query)

describe('an archive', () => {
  beforeEach(() => fakeCanvas())

  it('has turned images upright, and the others byte for byte', async () => {
    await put('plain.jpg', photo(1))
    await put('turned.jpg', photo(6))
    await put('mirrored.jpg', photo(2))
    const { files, coco } = await unzip()
    expect(files.get('plain.jpg')).toEqual(photo(1))
    expect(text(files.get('turned.jpg'))).toBe('image/jpeg 100 x 80 0.95')
    expect(text(files.get('mirrored.jpg'))).toBe('image/jpeg 100 x 80 0.95')
    expect(sizes(coco)).toEqual({ 'plain.jpg': '100 x 80', 'turned.jpg': '100 x 80', 'mirrored.jpg': '100 x 80' })
  })

  it('has them in a format that every browser writes, under names that the COCO file has too', async () => {
    await put('a.tif', rotatedTiff({ width: 80, height: 100 }, 8))
    await put('b.webp', fixture('hopper_orientation_6.webp'))
    await put('c.avif', fixture('avif_rot1mir0.avif'))
    await put('no ending', rotatedTiff({ width: 80, height: 100 }, 5))
    const { files, coco } = await unzip()
    expect([...files].map(([name, bytes]) => [name, text(bytes)])).toEqual([
      ['a.png', 'image/png 100 x 80'],
      ['b.webp', 'image/webp 128 x 128 1 VP8L'],
      ['c.png', 'image/png 640 x 427'],
      ['no ending.png', 'image/png 100 x 80'],
    ])
    expect(coco.images.map(({ file_name }) => file_name)).toEqual([...files.keys()])
  })

  it('has a WebP as PNG where the browser cannot write it without loss', async () => {
    fakeCanvas({ writes: (type) => (type === 'image/webp' ? 'image/png' : type) })
    await put('b.webp', fixture('hopper_orientation_6.webp'))
    expect([...(await unzip()).files.keys()]).toEqual(['b.png'])
  })

  it('gives no name twice, whatever the case of its letters', async () => {
    const tiff = rotatedTiff({ width: 80, height: 100 }, 6)
    for (const path of ['a.tif', 'A.tiff', 'x.webp', 'deep.tif'])
      await put(path, path === 'x.webp' ? fixture('hopper_orientation_3.webp') : tiff)
    await put('a.PNG', photo(1))
    await put('deep (2).png', photo(1))
    await put('DEEP.png', photo(1))
    const { files, coco } = await unzip()
    expect([...files.keys()]).toEqual([
      'A (2).png',
      'DEEP.png',
      'a.PNG',
      'a (3).png',
      'deep (2).png',
      'deep (3).png',
      'x.webp',
    ])
    expect(coco.images.map(({ file_name }) => file_name)).toEqual([...files.keys()])
  })

  it('gives the same names wherever it is killed, and over the parts of a split', async () => {
    for (const path of ['a.tif', 'A.tif', 'b.tif', 'a.tiff'])
      await put(path, rotatedTiff({ width: 80, height: 100 }, 6))
    const undisturbed = await unzip()
    exportSizes.images = 1
    const done = new Set<number>()
    hooks.beforeCommit = ({ steps, status }) => {
      if (status === 'succeeded' || done.has(steps)) return
      done.add(steps)
      throw new Killed()
    }
    const { body: task } = await api<{ id: number }>('GET', `/dataset/${dataset}/export.zip?empty=all`, {
      headers: { Prefer: 'respond-async' },
    })
    while (
      await wakeTasks().then(
        () => false,
        () => true,
      )
    );
    expect(done.size).toBeGreaterThan(4)
    const { result } = (await api<{ result: { export: number } }>('GET', `/tasks/${task.id}`)).body
    const killed = (await api<Coco>('GET', `/export/${result.export}/download`)).body
    expect(killed.images.map(({ file_name }) => file_name)).toEqual(
      undisturbed.coco.images.map(({ file_name }) => file_name),
    )
    hooks.beforeCommit = undefined
    const { files } = await unzip('split=train:0.5,val:0.5')
    expect([...files.keys()].map((name) => name.replace(/^\w+\//, '')).sort()).toEqual(
      [...undisturbed.files.keys()].sort(),
    )
  })

  it('says in its log what an image loses, and keeps all of it on request', async () => {
    const deep = rotatedTiff({ width: 80, height: 100 }, 6, 16)
    await put('deep.tif', deep)
    await unzip()
    const [task] = await db.tasks.toArray()
    expect(task!.warnings).toBe(1)
    expect((await api<{ logs: string[] }>('GET', `/tasks/${task!.id}/logs`)).body.logs.join()).toContain(
      'deep.tif: written upright it has only 8 of its 16 bits a channel. orientation=original keeps',
    )
    expect((await unzip('orientation=original')).files.get('deep.tif')).toEqual(deep)
    await put('wide.tif', rotatedTiff({ width: 1000, height: 1100 }, 6, 16))
    await api('PUT', '/user/preferences', {
      body: JSON.stringify({ pictures: { most_megapixels: 1 } }),
      headers: { 'Content-Type': 'application/json' },
    })
    expect([...(await unzip()).files.keys()].sort(), 'a limit that was set since keeps nothing back').toEqual([
      'deep.png',
      'wide.png',
    ])
  })

  it('leaves an image as it came that was replaced by an upright one, and turns what older versions stored', async () => {
    const id = await put('old.jpg', photo(6))
    await db.images.update(id, { orientation: undefined })
    expect(text((await unzip()).files.get('old.jpg'))).toBe('image/jpeg 100 x 80 0.95')
    await api('POST', `/image/?dataset_id=${dataset}&file_name=old.jpg&on_conflict=replace`, {
      body: new Blob([photo(1)]),
    })
    expect((await unzip()).files.get('old.jpg')).toEqual(photo(1))
  })

  it('is refused before its first byte when an image cannot be made, with the way out', async () => {
    await put('a.jpg', photo(6))
    fakeCanvas({ writes: () => 'image/png' })
    const { status, body } = await api('GET', `/dataset/${dataset}/export.zip`)
    expect([status, body.message]).toEqual([
      400,
      'a.jpg cannot be written upright. This browser wrote image/png when it was asked for image/jpeg. Export with orientation=original: the images then leave as they came, and the coordinates are turned back.',
    ])
  })
})

describe('without a canvas', () => {
  it('an archive with a turned image names the way out', async () => {
    await put('plain.jpg', photo(1))
    expect([...(await unzip()).files.keys()]).toEqual(['plain.jpg'])
    await put('turned.jpg', photo(6))
    const { status, body } = await api('GET', `/dataset/${dataset}/export.zip`)
    expect([status, body.message]).toEqual([
      400,
      'turned.jpg is stored rotated, and this browser cannot write it upright. Export with orientation=original: the images then leave as they came, and the coordinates are turned back.',
    ])
    expect((await unzip('orientation=original')).files.get('turned.jpg')).toEqual(photo(6))
  })

  it('an archive that leaves the turned ones out is written', async () => {
    const plain = await put('plain.jpg', photo(1))
    await put('turned.jpg', photo(6))
    await api('PUT', `/image/${plain}`, {
      body: JSON.stringify({ state: 'done' }),
      headers: { 'Content-Type': 'application/json' },
    })
    expect([...(await unzip('pictures=listed&states=done')).files.keys()]).toEqual(['plain.jpg'])
  })
})
