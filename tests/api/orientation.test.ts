import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { BlobReader, configure, TextWriter, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/server/db/schema'
import { exportSizes } from '@/server/tasks/export/state'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { blank, turnedJpeg, turnedTiff } from '../support/turned'
import { addDataset, api, freshDatabase, raw } from './support/coco'
import { fakeCanvas } from './support/canvas'

configure({ useWebWorkers: false })
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

type Entry = Record<string, unknown> & { id: number; file_name: string; width: number; height: number; atoll?: { orientation?: string } }
interface Coco {
  images: Entry[]
  annotations: (Record<string, unknown> & { image_id: number })[]
}

/** 100 x 80 upright. */
const photo = (orientation: number) => turnedJpeg(orientation < 5 ? blank(100, 80) : blank(80, 100), orientation)
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../data/formats/${name}`, import.meta.url)))
const put = async (path: string, bytes: Uint8Array<ArrayBuffer>, to = dataset) => {
  const { status, body } = await api<{ id: number; message: string }>('POST', `/image/?dataset_id=${to}&file_name=${encodeURIComponent(path)}`, { body: new Blob([bytes]) })
  expect([status, body.message]).toEqual([200, undefined])
  return body.id
}

async function unzip(query = '', from = dataset) {
  const response = await raw('GET', `/dataset/${from}/export.zip?empty=all&${query}`)
  expect(response.status, await response.clone().text()).toBe(200)
  const entries = (await new ZipReader(new BlobReader(await response.blob())).getEntries()).filter((entry): entry is FileEntry => !entry.directory)
  const files = new Map<string, Uint8Array>()
  let coco: Coco = { images: [], annotations: [] }
  for (const entry of entries) {
    if (entry.filename.endsWith('.json')) coco = JSON.parse(await entry.getData(new TextWriter(), { checkSignature: true })) as Coco
    else files.set(entry.filename.replace('images/', ''), await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }))
  }
  return { files, coco }
}
const text = (bytes?: Uint8Array) => new TextDecoder().decode(bytes)
const sizes = ({ images }: Coco) => Object.fromEntries(images.map(({ file_name, width, height }) => [file_name, `${width} x ${height}`]))

describe('an archive', () => {
  beforeEach(() => fakeCanvas())

  it('has turned pictures upright, and the others byte for byte', async () => {
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
    await put('a.tif', turnedTiff({ width: 80, height: 100 }, 8))
    await put('b.webp', fixture('hopper_orientation_6.webp'))
    await put('c.avif', fixture('avif_rot1mir0.avif'))
    await put('no ending', turnedTiff({ width: 80, height: 100 }, 5))
    const { files, coco } = await unzip()
    expect([...files].map(([name, bytes]) => [name, text(bytes)])).toEqual([
      ['a.png', 'image/png 100 x 80'], ['b.webp', 'image/webp 128 x 128 1 VP8L'], ['c.png', 'image/png 640 x 427'], ['no ending.png', 'image/png 100 x 80'],
    ])
    expect(coco.images.map(({ file_name }) => file_name)).toEqual([...files.keys()])
  })

  it('has a WebP as PNG where the browser cannot write it without loss', async () => {
    fakeCanvas({ writes: (type) => (type === 'image/webp' ? 'image/png' : type) })
    await put('b.webp', fixture('hopper_orientation_6.webp'))
    expect([...(await unzip()).files.keys()]).toEqual(['b.png'])
  })

  it('gives no name twice, whatever the case of its letters', async () => {
    const tiff = turnedTiff({ width: 80, height: 100 }, 6)
    for (const path of ['a.tif', 'A.tiff', 'x.webp', 'deep.tif']) await put(path, path === 'x.webp' ? fixture('hopper_orientation_3.webp') : tiff)
    await put('a.PNG', photo(1))
    await put('deep (2).png', photo(1))
    await put('DEEP.png', photo(1))
    const { files, coco } = await unzip()
    expect([...files.keys()]).toEqual(['A (2).png', 'DEEP.png', 'a.PNG', 'a (3).png', 'deep (2).png', 'deep (3).png', 'x.webp'])
    expect(coco.images.map(({ file_name }) => file_name)).toEqual([...files.keys()])
  })

  it('gives the same names wherever it is killed, and over the parts of a split', async () => {
    for (const path of ['a.tif', 'A.tif', 'b.tif', 'a.tiff']) await put(path, turnedTiff({ width: 80, height: 100 }, 6))
    const undisturbed = await unzip()
    exportSizes.images = 1
    const done = new Set<number>()
    hooks.beforeCommit = ({ steps, status }) => {
      if (status === 'succeeded' || done.has(steps)) return
      done.add(steps)
      throw new Killed()
    }
    const { body: task } = await api<{ id: number }>('GET', `/dataset/${dataset}/export.zip?empty=all`, { headers: { Prefer: 'respond-async' } })
    while (await wakeTasks().then(() => false, () => true));
    expect(done.size).toBeGreaterThan(4)
    const { result } = (await api<{ result: { export: number } }>('GET', `/tasks/${task.id}`)).body
    const killed = (await api<Coco>('GET', `/export/${result.export}/download`)).body
    expect(killed.images.map(({ file_name }) => file_name)).toEqual(undisturbed.coco.images.map(({ file_name }) => file_name))
    hooks.beforeCommit = undefined
    const { files } = await unzip('split=train:0.5,val:0.5')
    expect([...files.keys()].map((name) => name.replace(/^\w+\//, '')).sort()).toEqual([...undisturbed.files.keys()].sort())
  })

  it('says in its log what a picture loses, and keeps all of it on request', async () => {
    const deep = turnedTiff({ width: 80, height: 100 }, 6, 16)
    await put('deep.tif', deep)
    await unzip()
    const [task] = await db.tasks.toArray()
    expect(task!.warnings).toBe(1)
    expect((await api<{ logs: string[] }>('GET', `/tasks/${task!.id}/logs`)).body.logs.join()).toContain('deep.tif: written upright it has only 8 of its 16 bits a channel. orientation=original keeps')
    expect((await unzip('orientation=original')).files.get('deep.tif')).toEqual(deep)
  })

  it('leaves a picture as it came that was replaced by an upright one, and turns what older versions stored', async () => {
    const id = await put('old.jpg', photo(6))
    await db.images.update(id, { orientation: undefined })
    expect(text((await unzip()).files.get('old.jpg'))).toBe('image/jpeg 100 x 80 0.95')
    await api('POST', `/image/?dataset_id=${dataset}&file_name=old.jpg&on_conflict=replace`, { body: new Blob([photo(1)]) })
    expect((await unzip()).files.get('old.jpg')).toEqual(photo(1))
  })

  it('is refused before its first byte when a picture cannot be made, with the way out', async () => {
    await put('a.jpg', photo(6))
    fakeCanvas({ writes: () => 'image/png' })
    const { status, body } = await api('GET', `/dataset/${dataset}/export.zip`)
    expect([status, body.message]).toEqual([400, 'a.jpg cannot be written upright. This browser wrote image/png when it was asked for image/jpeg. Export with orientation=original: the pictures then leave as they came, and the coordinates are turned back.'])
  })
})

describe('without a canvas', () => {
  it('an archive with a turned picture names the way out', async () => {
    await put('plain.jpg', photo(1))
    expect([...(await unzip()).files.keys()]).toEqual(['plain.jpg'])
    await put('turned.jpg', photo(6))
    const { status, body } = await api('GET', `/dataset/${dataset}/export.zip`)
    expect([status, body.message]).toEqual([400, 'turned.jpg is stored turned, and this browser cannot write it upright. Export with orientation=original: the pictures then leave as they came, and the coordinates are turned back.'])
    expect((await unzip('orientation=original')).files.get('turned.jpg')).toEqual(photo(6))
  })

  it('an archive that leaves the turned ones out is written', async () => {
    const plain = await put('plain.jpg', photo(1))
    await put('turned.jpg', photo(6))
    await api('PUT', `/image/${plain}`, { body: JSON.stringify({ state: 'done' }), headers: { 'Content-Type': 'application/json' } })
    expect([...(await unzip('pictures=listed&states=done')).files.keys()]).toEqual(['plain.jpg'])
  })
})

describe('with orientation=original', () => {
  const pixel = (width: number, height: number, x: number, y: number) => ({ size: [height, width], counts: [x * height + y, 1, width * height - x * height - y - 1] })

  it('coordinates count the stored pixels, whatever they are', async () => {
    const id = await put('a.jpg', photo(6))
    const upright = [
      { segmentation: [[10, 20, 30, 20, 30, 50, 10, 50]], area: 600, bbox: [10, 20, 20, 30], keypoints: [10, 20, 2, 0, 0, 0, 40.5, 10, 1], num_keypoints: 2 },
      { segmentation: pixel(100, 80, 10, 20), area: 1, bbox: [10, 20, 1, 1] },
      { bbox: [1, 2, 30, 40], area: 1200 },
    ]
    // a quarter turn counter-clockwise of 100 x 80: x is y, y is 100 - x
    const stored = [
      { segmentation: [[20, 90, 20, 70, 50, 70, 50, 90]], area: 600, bbox: [20, 70, 30, 20], keypoints: [20, 90, 2, 0, 0, 0, 10, 59.5, 1], num_keypoints: 2 },
      { segmentation: pixel(80, 100, 20, 89), area: 1, bbox: [20, 89, 1, 1] },
      { bbox: [2, 69, 40, 30], area: 1200 },
    ]
    const annotations = upright.map((each, index) => ({ id: index + 1, image_id: 1, category_id: 1, iscrowd: 0, ...each }))
    const file = { images: [{ id: 1, file_name: 'a.jpg', width: 100, height: 80 }], categories: [{ id: 1, name: 'cat', keypoints: ['a', 'b', 'c'], skeleton: [] }], annotations }
    await api('POST', `/dataset/${dataset}/coco`, { body: JSON.stringify(file) })

    const { files, coco } = await unzip('orientation=original')
    expect(files.get('a.jpg')).toEqual(photo(6))
    expect(sizes(coco)).toEqual({ 'a.jpg': '80 x 100' })
    expect(coco.images[0]!.atoll).toMatchObject({ orientation: 'original' })
    expect(coco.annotations).toMatchObject(stored.map(({ segmentation, ...rest }) => ({ ...rest, ...(Array.isArray(segmentation) ? { segmentation } : {}) })))

    for (const path of [`/dataset/${dataset}/coco`, `/image/${id}/coco`]) {
      const turned = (await api<Coco>('GET', `${path}?orientation=original&segmentation=rle`)).body
      expect(turned.images[0]).toMatchObject({ width: 80, height: 100 })
      expect(turned.annotations).toMatchObject([{ width: 80, height: 100 }, { segmentation: { size: [100, 80] } }, { bbox: [2, 69, 40, 30] }])
      const asItIs = (await api<Coco>('GET', path)).body
      expect(asItIs.images[0]).toMatchObject({ width: 100, height: 80, atoll: { orientation: 'upright' } })
      expect(asItIs.annotations).toMatchObject(upright.map(({ bbox, area }) => ({ bbox, area })))
    }
    expect((await api<{ message: string }>('GET', `/dataset/${dataset}/coco?orientation=sideways`)).status).toBe(400)
  })
})
