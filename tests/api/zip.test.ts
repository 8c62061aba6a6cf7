import 'fake-indexeddb/auto'
import {
  BlobReader,
  BlobWriter,
  configure,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
  type FileEntry,
} from '@zip.js/zip.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArchiveResult } from '@/contract/coco'
import { crc32 } from '@/core/image/crc32'
import { limits } from '@/server/archive/inspect'
import { db } from '@/server/db/store/schema'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { sizes } from '@/server/tasks/cocoImport/sizes'
import type { ZipState } from '@/server/tasks/zipImport/state'
import { expectConsistent } from './support/recount'
import { addImages } from './support/api'
import { addDataset, api, dataFiles, freshDatabase, raw, readData } from './support/coco'

configure({ useWebWorkers: false })
const ordinary = { ...limits }
const usualSizes = { ...sizes }
beforeEach(freshDatabase)
afterEach(() => {
  Object.assign(limits, ordinary)
  hooks.beforeCommit = hooks.afterCommit = undefined
  Object.assign(sizes, usualSizes)
})

const utf8 = (text: string) => new TextEncoder().encode(text)
const picture = new Uint8Array(readData('datumaro-coco/coco/images/train/a.jpg'))
type Files = [name: string, bytes: Uint8Array, options?: object][]

async function zip(files: Files): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const [name, bytes, options] of files) await writer.add(name, new Uint8ArrayReader(bytes), options)
  return writer.close()
}

async function unzip(response: Response): Promise<Map<string, Uint8Array>> {
  const entries = await new ZipReader(new BlobReader(await response.blob())).getEntries()
  const files = entries.filter((entry): entry is FileEntry => !entry.directory)
  return new Map(
    await Promise.all(
      files.map(
        async (entry) =>
          [entry.filename, await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })] as const,
      ),
    ),
  )
}

const post = (dataset: number, body: Blob) =>
  api<ArchiveResult & { message: string }>('POST', `/dataset/${dataset}/zip`, { body })

/** A folder of tests/data as an archive. */
const folder = (name: string): Files =>
  dataFiles('')
    .filter((path) => path.startsWith(`${name}/`) && /\.\w+$/.test(path))
    .map((path) => [path.slice(name.length + 1), new Uint8Array(readData(path))])

const stored = async () =>
  Promise.all([db.images, db.files, db.categories, db.annotationChunks, db.uploads].map((table) => table.count()))

describe('an archive', () => {
  it('of images and COCO files comes in', async () => {
    const dataset = await addDataset()
    const { status, body } = await post(dataset, await zip(folder('datumaro-coco/coco_instances')))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      pictures: { total: 2, added: 2 },
      images: { matched: 2 },
      annotations: { total: 3, created: 3, renumbered: 1 },
    })
    expect((await db.images.toArray()).map(({ path }) => path)).toEqual(['train/a.jpg', 'val/b.jpg'])
  })

  it('in the layout of Roboflow comes in', async () => {
    const { body } = await post(await addDataset(), await zip(folder('datumaro-coco/coco_roboflow')))
    expect(body).toMatchObject({
      pictures: { added: 2 },
      images: { matched: 2, missing: 0 },
      annotations: { created: 3 },
    })
  })

  it('of many kinds of COCO takes those that it can, lets them complete each other, and names the others', async () => {
    const { body } = await post(await addDataset(), await zip(folder('datumaro-coco/coco')))
    expect(body.pictures.added).toBe(2)
    expect(body.errors.map(({ file_name }) => file_name).filter(Boolean)).toEqual([
      'annotations/captions_train.json',
      'annotations/captions_val.json',
      'annotations/panoptic_train.json',
      'annotations/panoptic_val.json',
    ])
    expect(body.annotations).toMatchObject({ refused: 0, skipped: 0 })
    expect(body.annotations.updated + body.annotations.unchanged).toBeGreaterThan(0)
  })

  it('imported again changes nothing', async () => {
    const dataset = await addDataset()
    const archive = await zip(folder('datumaro-coco/coco_instances'))
    await post(dataset, archive)
    const before = await (await raw('GET', `/dataset/${dataset}/coco?empty=all`)).text()
    const { body } = await post(dataset, archive)
    expect(body).toMatchObject({ pictures: { added: 0, skipped: 2 }, annotations: { created: 0, unchanged: 3 } })
    expect(await (await raw('GET', `/dataset/${dataset}/coco?empty=all`)).text()).toBe(before)
  })

  it('comes out with every byte, and in again', async () => {
    const [first, second] = [await addDataset('one'), await addDataset('two')]
    await post(first, await zip(folder('datumaro-coco/coco_instances')))
    const response = await raw('GET', `/dataset/${first}/export.zip?ids=imported`)
    expect(response.headers.get('content-type')).toBe('application/zip')
    const archive = await response.clone().blob()
    expect(response.headers.get('content-length')).toBe(String(archive.size))
    const files = await unzip(response)
    expect([...files.keys()]).toEqual(['annotations/instances.json', 'images/train/a.jpg', 'images/val/b.jpg'])
    expect(files.get('images/train/a.jpg')).toEqual(picture)
    const coco = JSON.parse(new TextDecoder().decode(files.get('annotations/instances.json'))) as {
      annotations: object[]
    }
    expect(Object.keys(coco)).toEqual(['info', 'licenses', 'categories', 'images', 'annotations'])
    expect(Object.keys(coco.annotations[1]!).sort()).toEqual([
      'area',
      'atoll',
      'attributes',
      'bbox',
      'category_id',
      'id',
      'image_id',
      'iscrowd',
      'segmentation',
    ])
    const { body } = await post(second, archive)
    expect(body).toMatchObject({ pictures: { added: 2 }, images: { matched: 2 }, annotations: { created: 3 } })
  })

  it('is split into parts on request, and comes in again', async () => {
    const dataset = await addDataset()
    await post(
      dataset,
      await zip(Array.from({ length: 10 }, (_none, index): Files[number] => [`images/x/${index}.jpg`, picture])),
    )
    const images = Array.from({ length: 10 }, (_none, id) => ({ id, file_name: `x/${id}.jpg`, width: 5, height: 5 }))
    const annotations = images.map(({ id }) => ({
      id: id + 1,
      image_id: id,
      category_id: 1 + (id % 2),
      bbox: [0, 0, 3, 3],
      area: 9,
      iscrowd: 0,
    }))
    const categories = [
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]
    await api('POST', `/dataset/${dataset}/coco`, { body: JSON.stringify({ images, annotations, categories }) })
    const query = 'split=train:0.6,val:0.4&seed=3'
    const response = await raw('GET', `/dataset/${dataset}/export.zip?${query}`)
    const archive = await response.clone().blob()
    const files = await unzip(response)
    const part = (name: string) =>
      JSON.parse(new TextDecoder().decode(files.get(`annotations/instances_${name}.json`))) as Record<
        'images' | 'annotations' | 'categories',
        { id: number; file_name: string; category_id: number }[]
      >
    const [train, val] = [part('train'), part('val')]
    expect([train.images.length, val.images.length]).toEqual([6, 4])
    expect(
      [train, val].map(({ annotations }) => annotations.filter(({ category_id }) => category_id === 1).length),
    ).toEqual([3, 2])
    expect([...train.annotations, ...val.annotations].map(({ id }) => id).sort((a, b) => a - b)).toEqual(
      annotations.map(({ id }) => id),
    )
    for (const { file_name } of train.images) expect(files.get(`images/train/${file_name}`)).toEqual(picture)
    for (const { file_name } of val.images) expect(files.get(`images/val/${file_name}`)).toEqual(picture)
    expect([...(await unzip(await raw('GET', `/dataset/${dataset}/export.zip?${query}`))).keys()]).toEqual([
      ...files.keys(),
    ])
    const { body } = await post(await addDataset('again'), archive)
    expect(body).toMatchObject({
      pictures: { added: 10 },
      images: { matched: 10, missing: 0 },
      annotations: { created: 10 },
    })
    expect(await api('GET', `/dataset/${dataset}/export.zip?split=train:0.6`)).toMatchObject({
      status: 400,
      body: { errors: { split: 'the shares of a split sum to 0.6, not 1' } },
    })
  })

  it('holds every image, or the listed ones', async () => {
    const dataset = await addDataset()
    await post(dataset, await zip([['images/a.jpg', picture]]))
    expect([...(await unzip(await raw('GET', `/dataset/${dataset}/export.zip`))).keys()]).toEqual([
      'annotations/instances.json',
      'images/a.jpg',
    ])
    expect([...(await unzip(await raw('GET', `/dataset/${dataset}/export.zip?pictures=listed`))).keys()]).toEqual([
      'annotations/instances.json',
    ])
  })

  it('with an image that cannot be read brings the others', async () => {
    const { body } = await post(
      await addDataset(),
      await zip([
        ['a.jpg', picture],
        ['b.jpg', utf8('no image')],
      ]),
    )
    expect(body.pictures).toEqual({ total: 2, added: 1, skipped: 0, refused: 1 })
    expect(body.errors).toMatchObject([{ file_name: 'b.jpg' }])
  })

  it('stops being written when the reader leaves', async () => {
    const dataset = await addDataset()
    await post(
      dataset,
      await zip([
        ['images/a.jpg', picture],
        ['images/b.jpg', picture],
      ]),
    )
    const reader = (await raw('GET', `/dataset/${dataset}/export.zip`)).body!.getReader()
    await reader.read()
    await reader.cancel()
    expect((await reader.read()).done).toBe(true)
  })

  it('goes on after a kill at any step', async () => {
    const archive = await zip(folder('datumaro-coco/coco_roboflow'))
    const run = async (kill: boolean) => {
      await freshDatabase()
      const dataset = await addDataset()
      let last = -1
      hooks.beforeCommit = ({ steps }) => {
        if (!kill || steps === last) return
        last = steps
        throw new Killed()
      }
      await api('POST', `/dataset/${dataset}/zip`, { body: archive, headers: { Prefer: 'respond-async' } })
      while (
        await wakeTasks().then(
          () => false,
          () => true,
        )
      );
      return (await raw('GET', `/dataset/${dataset}/coco`)).text()
    }
    expect(await run(true)).toBe(await run(false))
  })
})

describe('an archive that must not come in', () => {
  it.each<[string, () => Promise<Blob>, string]>([
    ['no zip', async () => new Blob(['hello, this is no zip']), 'not a zip archive'],
    [
      'cut short',
      async () => {
        const blob = await zip([['a.jpg', picture]])
        return blob.slice(0, blob.size - 60)
      },
      'damaged or cut short',
    ],
    ['leading out', () => zip([['../../a.jpg', picture]]), 'forbidden name'],
    ['absolute', () => zip([['/etc/a.jpg', picture]]), 'forbidden name'],
    ['of a drive', () => zip([['C:\\a.jpg', picture]]), 'forbidden name'],
    ['encrypted', () => zip([['a.jpg', picture, { password: 'x' }]]), 'encrypted'],
    [
      'with a symbolic link',
      () => zip([['a.jpg', utf8('/etc/passwd'), { unixMode: 0o120777, versionMadeBy: 0x314 }]]),
      'symbolic link',
    ],
    [
      'of everything',
      () =>
        zip([
          ['backup.json', utf8('{}')],
          ['rows/datasets.jsonl', utf8('')],
        ]),
      'Restore it under Storage',
    ],
    ['of nothing', () => zip([['README.txt', utf8('x')]]), 'neither images nor labels of a known format'],
    [
      'of two names that are one',
      () =>
        zip([
          ['\u00e9.jpg', picture],
          ['e\u0301.jpg', picture],
        ]),
      'two entries named',
    ],
    [
      'of broken COCO',
      () =>
        zip([
          ['a.jpg', picture],
          ['annotations/x.json', utf8('{"images":[{"id":1}')],
        ]),
      'annotations/x.json: The file ends too early',
    ],
  ])('%s', async (_name, make, message) => {
    const dataset = await addDataset()
    const { status, body } = await post(dataset, await make())
    expect([status, body.message]).toEqual([400, expect.stringContaining(message)])
    expect(await stored()).toEqual([0, 0, 0, 0, 0])
  })

  it('bombs: too many entries, too large, too tightly packed', async () => {
    const dataset = await addDataset()
    const archive = await zip([
      ['a.jpg', new Uint8Array(100_000)],
      ['b.jpg', picture],
    ])
    for (const [limit, message] of [
      [{ entries: 1 }, '2 entries'],
      [{ total: 10 }, 'unpacks to'],
      [{ small: 100, ratio: 5 }, '5 times'],
    ] as const) {
      Object.assign(limits, ordinary, limit)
      expect(await post(dataset, archive)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining(message) as string },
      })
    }
  })

  it('with damaged bytes: nothing of it comes in', async () => {
    const bytes = new Uint8Array(
      await (
        await zip([
          ['a.jpg', picture, { level: 0 }],
          ['b.jpg', picture, { level: 0 }],
        ])
      ).arrayBuffer(),
    )
    bytes[bytes.length >> 2]! ^= 0xff
    const dataset = await addDataset()
    expect(await post(dataset, new Blob([bytes]))).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('"a.jpg" in the archive is damaged') as string },
    })
    expect(await db.images.count()).toBe(0)
  })

  // two images, then two COCO files with 1 and 2 annotations; the first brings all categories
  it.each<[string, (state: ZipState | null) => boolean, string]>([
    ['is read', (state) => state?.phase !== 'pictures', 'Nothing was changed.'],
    ['brings its first images', (state) => state?.phase === 'pictures', 'Nothing was changed.'],
    [
      'begins with its COCO files',
      (state) => state?.phase === 'coco',
      'What was imported before the failure stays: 2 images.',
    ],
    [
      'ends its first COCO file',
      (state) => state?.coco?.phase === 'finish',
      'stays: 2 images, 3 new categories, 1 annotation.',
    ],
    [
      'stores annotations of its second',
      (state) => state?.at === 1 && state.coco?.phase === 'annotations',
      'stays: 2 images, 3 new categories, 1 annotation.',
    ],
  ])('that fails while it %s: it says what stays, and again it goes on', async (_name, fails, message) => {
    const dataset = await addDataset()
    const archive = await zip(folder('datumaro-coco/coco_instances'))
    hooks.beforeCommit = ({ checkpoint }) => {
      if (fails(checkpoint as ZipState | null)) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' })
    }
    const { status, body } = await post(dataset, archive)
    expect([status, body.message]).toEqual([507, expect.stringContaining(message)])
    expect(await db.images.count()).toBe(message.includes('2 images') ? 2 : 0)
    hooks.beforeCommit = undefined
    await post(dataset, archive)
    expect((await api<{ annotations: object[] }>('GET', `/dataset/${dataset}/coco`)).body.annotations).toHaveLength(3)
    await expectConsistent()
  })

  it('with a COCO file that is read in slices: the progress rises step by step', async () => {
    Object.assign(sizes, { buffered: 0, slice: 100 })
    const progress: number[] = []
    hooks.afterCommit = (task) => void (task.status === 'running' && progress.push(task.progress))
    await post(await addDataset(), await zip(folder('datumaro-coco/coco_instances')))
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    // the first of two files ends where its share does
    expect(progress.filter((percent) => percent > 61 && percent < 80).length).toBeGreaterThan(5)
  })

  it('of no dataset: 400', async () => {
    expect(await post(9, await zip([]))).toMatchObject({ status: 400, body: { message: 'Invalid dataset ID' } })
    expect(await api('GET', '/dataset/9/export.zip')).toMatchObject({
      status: 400,
      body: { message: 'Invalid dataset ID' },
    })
    expect(await api('GET', '/dataset/9/coco')).toMatchObject({ status: 400, body: { message: 'Invalid dataset ID' } })
    expect(await api('GET', '/image/9/coco')).toMatchObject({ status: 400, body: { message: 'Invalid image ID' } })
  })
})

describe('names that do not unpack everywhere', () => {
  it('are others in the archive and in its JSON, listed in the report, and nothing is lost', async () => {
    const paths = ['a.png', 'a.png/b.png', 'con.jpg', 'A.PNG', 'dots..jpg', 'end. ']
    const dataset = await addDataset('names')
    const stored = await addImages(dataset, paths)
    await db.files.bulkPut(
      stored.map(({ id }) => ({
        image_id: id,
        dataset_id: dataset,
        blob: new Blob([`image ${id}`]),
        type: 'image/png',
        crc32: crc32(new TextEncoder().encode(`image ${id}`)),
        hash: String(id),
        orientation: 1,
        has_alpha: false,
      })),
    )
    const response = await raw('GET', `/dataset/${dataset}/export.zip?empty=all`)
    const entries = (await new ZipReader(new BlobReader(await response.blob())).getEntries()) as FileEntry[]
    const names = entries
      .map(({ filename }) => filename)
      .filter((name) => name.startsWith('images/'))
      .map((name) => name.slice(7))
    expect(names.sort()).toEqual(['A (2).PNG', '_con.jpg', 'a (3).png', 'a.png/b.png', 'dots..jpg', 'end__'].sort())
    const file = JSON.parse(
      await (await entries.find(({ filename }) => filename.endsWith('.json'))!.getData(new BlobWriter())).text(),
    ) as { images: { file_name: string }[] }
    expect(file.images.map(({ file_name }) => file_name).sort()).toEqual(names.sort())
    const task = (await db.tasks.toArray()).at(-1)!
    const { logs } = (await api<{ logs: string[] }>('GET', `/tasks/${task.id}/logs`)).body
    expect(logs.join('\n')).toContain('con.jpg: it is _con.jpg in the archive')
    // what only JSON holds keeps its names
    const json = JSON.parse(await (await raw('GET', `/dataset/${dataset}/coco?empty=all`)).text()) as {
      images: { file_name: string }[]
    }
    expect(json.images.map(({ file_name }) => file_name).sort()).toEqual([...paths].sort())
  })
})
