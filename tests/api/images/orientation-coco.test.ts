import 'fake-indexeddb/auto'
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArchiveResult, ImportResult } from '@/contract/coco'
import { sizes as importSizes } from '@/server/tasks/cocoImport/sizes'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { blank, rotatedJpeg } from '../../support/rotated'
import { addDataset, api, freshDatabase } from '../support/coco'
import { photo, put as putInto, sizes, unzip as unzipOf, type Coco } from '../support/rotated'

const ordinary = { ...importSizes }
let dataset = 0
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
})
afterEach(() => {
  Object.assign(importSizes, ordinary)
  hooks.beforeCommit = undefined
})

const put = (path: string, bytes: Uint8Array<ArrayBuffer>, to = dataset) => putInto(path, bytes, to)
const unzip = (query = '', from = dataset) => unzipOf(from, query)

describe('with orientation=original', () => {
  const pixel = (width: number, height: number, x: number, y: number) => ({
    size: [height, width],
    counts: [x * height + y, 1, width * height - x * height - y - 1],
  })

  it('coordinates count the stored pixels, whatever they are', async () => {
    const id = await put('a.jpg', photo(6))
    const upright = [
      {
        segmentation: [[10, 20, 30, 20, 30, 50, 10, 50]],
        area: 600,
        bbox: [10, 20, 20, 30],
        keypoints: [10, 20, 2, 0, 0, 0, 40.5, 10, 1],
        num_keypoints: 2,
      },
      { segmentation: pixel(100, 80, 10, 20), area: 1, bbox: [10, 20, 1, 1] },
      { bbox: [1, 2, 30, 40], area: 1200 },
    ]
    // a quarter turn counter-clockwise of 100 x 80: x is y, y is 100 - x
    const stored = [
      {
        segmentation: [[20, 90, 20, 70, 50, 70, 50, 90]],
        area: 600,
        bbox: [20, 70, 30, 20],
        keypoints: [20, 90, 2, 0, 0, 0, 10, 59.5, 1],
        num_keypoints: 2,
      },
      { segmentation: pixel(80, 100, 20, 89), area: 1, bbox: [20, 89, 1, 1] },
      { bbox: [2, 69, 40, 30], area: 1200 },
    ]
    const annotations = upright.map((each, index) => ({
      id: index + 1,
      image_id: 1,
      category_id: 1,
      iscrowd: 0,
      ...each,
    }))
    const file = {
      images: [{ id: 1, file_name: 'a.jpg', width: 100, height: 80 }],
      categories: [{ id: 1, name: 'cat', keypoints: ['a', 'b', 'c'], skeleton: [] }],
      annotations,
    }
    await api('POST', `/dataset/${dataset}/coco`, { body: JSON.stringify(file) })

    const { files, coco } = await unzip('orientation=original')
    expect(files.get('a.jpg')).toEqual(photo(6))
    expect(sizes(coco)).toEqual({ 'a.jpg': '80 x 100' })
    expect(coco.images[0]!.atoll).toMatchObject({ orientation: 'original' })
    expect(coco.annotations).toMatchObject(
      stored.map(({ segmentation, ...rest }) => ({
        ...rest,
        ...(Array.isArray(segmentation) ? { segmentation } : {}),
      })),
    )

    for (const path of [`/dataset/${dataset}/coco`, `/image/${id}/coco`]) {
      const turned = (await api<Coco>('GET', `${path}?orientation=original&segmentation=rle`)).body
      expect(turned.images[0]).toMatchObject({ width: 80, height: 100 })
      expect(turned.annotations).toMatchObject([
        { width: 80, height: 100 },
        { segmentation: { size: [100, 80] } },
        { bbox: [2, 69, 40, 30] },
      ])
      const asItIs = (await api<Coco>('GET', path)).body
      expect(asItIs.images[0]).toMatchObject({ width: 100, height: 80, atoll: { orientation: 'upright' } })
      expect(asItIs.annotations).toMatchObject(upright.map(({ bbox, area }) => ({ bbox, area })))
    }
    expect((await api<{ message: string }>('GET', `/dataset/${dataset}/coco?orientation=sideways`)).status).toBe(400)
  })
})

const ways = [
  { way: 'held', held: 1e6 },
  { way: 'staged', held: 0 },
]

describe.each(ways)('an import ($way)', ({ held }) => {
  beforeEach(() => {
    importSizes.buffered = held
  })

  const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8]
  const square = [10, 20, 30, 20, 30, 50, 10, 50]
  const post = async (file: object, query = '', to = dataset) => {
    const { status, body } = await api<ImportResult>('POST', `/dataset/${to}/coco?${query}`, {
      body: JSON.stringify(file),
    })
    expect([status, body.name]).toEqual([200, expect.any(String)])
    return body
  }
  /** As a tool writes it that knows nothing of turning. */
  const foreign = (images: [path: string, width: number, height: number][]) => ({
    images: images.map(([file_name, width, height], index) => ({ id: index + 1, file_name, width, height })),
    categories: [{ id: 1, name: 'cat' }],
    annotations: images.map((_image, index) => ({
      id: index + 1,
      image_id: index + 1,
      category_id: 1,
      iscrowd: 0,
      segmentation: [square],
      area: 600,
      bbox: [10, 20, 20, 30],
    })),
  })
  const bboxes = async (from = dataset) => {
    const { images, annotations } = (await api<Coco>('GET', `/dataset/${from}/coco`)).body
    return Object.fromEntries(
      annotations.map(({ image_id, bbox }) => [images.find(({ id }) => id === image_id)!.file_name, bbox]),
    )
  }

  it('of what was exported for the stored pixels brings the same annotations back', async () => {
    const segmentations = [
      { segmentation: [square, [60.5, 10, 70, 10.25, 65, 30]] },
      { segmentation: { size: [80, 100], counts: [1010, 5, 75, 7, 6903] }, iscrowd: 1 },
      { segmentation: { size: [80, 100], counts: [1010, 5, 75, 7, 6903] } },
      { bbox: [1.5, 2, 30.25, 40], area: 1210 },
      { keypoints: [10, 20, 2, 0, 0, 0, 40.5, 10, 1], num_keypoints: 2, bbox: [10, 10, 30, 10], area: 300 },
    ]
    for (const orientation of ORIENTATIONS) await put(`${orientation}.jpg`, photo(orientation))
    const images = ORIENTATIONS.map((id) => ({ id, file_name: `${id}.jpg`, width: 100, height: 80 }))
    const annotations = images.flatMap(({ id }) =>
      segmentations.map((each, index) => ({ id: id * 10 + index, image_id: id, category_id: 1, iscrowd: 0, ...each })),
    )
    await post(
      { images, annotations, categories: [{ id: 1, name: 'cat', keypoints: ['a', 'b', 'c'], skeleton: [] }] },
      'turned=no',
    )
    const before = (await api<Coco>('GET', `/dataset/${dataset}/coco`)).body
    const original = (await unzip('orientation=original')).coco
    const upright = (await api<Coco>('GET', `/dataset/${dataset}/coco`)).body

    for (const [file, turned] of [
      [original, 7],
      [upright, 0],
    ] as const) {
      const second = await addDataset(`again ${turned}`)
      for (const orientation of ORIENTATIONS) await put(`${orientation}.jpg`, photo(orientation), second)
      const { images: counts, annotations: made } = await post(file, '', second)
      expect(counts).toMatchObject({ total: 8, matched: 8, turned, unclear: 0 })
      expect(made).toMatchObject({ total: 40, created: 40, refused: 0 })
      const after = (await api<Coco>('GET', `/dataset/${second}/coco`)).body
      expect(after.annotations.map(numbersOf)).toEqual(before.annotations.map(numbersOf))
    }
  })

  it('turns what counts the stored pixels, by its sizes, and says so; again it changes nothing', async () => {
    await put('six.jpg', photo(6))
    await put('eight.jpg', photo(8))
    await put('upright.jpg', photo(6))
    await put('other.jpg', photo(6))
    await put('plain.jpg', photo(1))
    const file = foreign([
      ['six.jpg', 80, 100],
      ['eight.jpg', 80, 100],
      ['upright.jpg', 100, 80],
      ['other.jpg', 800, 1000],
      ['plain.jpg', 100, 80],
    ])
    const dry = await post(file, 'dry_run=true')
    expect(await bboxes()).toEqual({})
    const done = await post(file)
    expect(done.images).toEqual({ total: 5, matched: 5, added: 0, missing: 0, ambiguous: 0, turned: 2, unclear: 0 })
    expect([dry.images, dry.errors]).toEqual([done.images, done.errors])
    expect(done.errors.filter(({ file_name }) => file_name)).toMatchObject([
      ...['six.jpg', 'eight.jpg'].map((file_name) => ({
        file_name,
        message:
          'The file counts the stored pixels; the upright image has 100 x 80. Its annotations are rotated with it.',
      })),
      { file_name: 'other.jpg', message: 'The file says 800 x 1000 pixels, the image has 100 x 80.' },
    ])
    // clockwise x is 100 - y and y is x; counter-clockwise x is y and y is 80 - x
    const placed = {
      'six.jpg': [50, 10, 30, 20],
      'eight.jpg': [20, 50, 30, 20],
      'upright.jpg': [10, 20, 20, 30],
      'other.jpg': [10, 20, 20, 30],
      'plain.jpg': [10, 20, 20, 30],
    }
    expect(await bboxes()).toEqual(placed)
    const again = await post(file)
    expect(again.annotations).toMatchObject({ created: 0, updated: 0, unchanged: 5 })
    expect(await bboxes()).toEqual(placed)
  })

  it('takes as upright what nothing tells of, unless it is told otherwise', async () => {
    await put('half.jpg', photo(3))
    await put('square.jpg', rotatedJpeg(blank(80, 80), 6))
    await put('unsized.jpg', photo(6))
    const file = foreign([
      ['half.jpg', 100, 80],
      ['square.jpg', 80, 80],
      ['unsized.jpg', 0, 0],
    ])
    const { images, errors } = await post(file)
    expect(images).toMatchObject({ turned: 0, unclear: 3 })
    expect(errors.filter(({ file_name }) => file_name)).toMatchObject(
      ['half.jpg', 'square.jpg', 'unsized.jpg'].map((file_name) => ({
        file_name,
        message:
          'The image is stored rotated, and it is unclear whether the file counts its stored pixels. Its annotations are taken as counting the upright pixels.',
      })),
    )
    expect(await bboxes()).toEqual({
      'half.jpg': [10, 20, 20, 30],
      'square.jpg': [10, 20, 20, 30],
      'unsized.jpg': [10, 20, 20, 30],
    })

    const second = await addDataset('second')
    for (const [path, bytes] of [
      ['half.jpg', photo(3)],
      ['square.jpg', rotatedJpeg(blank(80, 80), 6)],
      ['unsized.jpg', photo(6)],
    ] as const)
      await put(path, bytes, second)
    expect((await post(file, 'turned=yes&dry_run=true', second)).images).toMatchObject({ turned: 3, unclear: 3 })
    expect((await post(file, 'turned=yes', second)).images).toMatchObject({ turned: 3, unclear: 3 })
    // half a turn: 100 - 30, 80 - 50; clockwise of 80 x 80: 80 - 50, 10
    expect(await bboxes(second)).toEqual({
      'half.jpg': [70, 30, 20, 30],
      'square.jpg': [30, 10, 30, 20],
      'unsized.jpg': [50, 10, 30, 20],
    })
    expect((await post(file, 'turned=yes', second)).annotations).toMatchObject({ created: 0, unchanged: 3 })
  })

  it('that came before its images is turned when they come', async () => {
    const file = foreign([
      ['six.jpg', 80, 100],
      ['half.jpg', 100, 80],
      ['upright.jpg', 100, 80],
      ['plain.jpg', 100, 80],
    ])
    expect((await post(file, 'add_missing=true')).images).toMatchObject({ added: 4, turned: 0, unclear: 0 })
    const notes: Record<string, string[]> = {}
    for (const [path, orientation] of [
      ['six.jpg', 6],
      ['half.jpg', 3],
      ['upright.jpg', 6],
      ['plain.jpg', 1],
    ] as const) {
      const { body } = await api<{ outcome: string; notes: string[] }>(
        'POST',
        `/image/?dataset_id=${dataset}&file_name=${path}`,
        { body: new Blob([photo(orientation)]) },
      )
      expect(body.outcome).toBe('filled')
      notes[path] = body.notes
    }
    expect(notes).toEqual({
      'six.jpg': ['Its annotations count the pixels as they are stored, 80 x 100; they are turned upright with it.'],
      'half.jpg': [
        'It is stored turned, and nothing tells whether its annotations count the stored pixels. They are taken as those of the upright image.',
      ],
      'upright.jpg': [],
      'plain.jpg': [],
    })
    const placed = {
      'six.jpg': [50, 10, 30, 20],
      'half.jpg': [10, 20, 20, 30],
      'upright.jpg': [10, 20, 20, 30],
      'plain.jpg': [10, 20, 20, 30],
    }
    expect(await bboxes()).toEqual(placed)
    const [first] = (await api<Coco>('GET', `/dataset/${dataset}/coco`)).body.annotations.filter(
      ({ image_id }) => image_id === 1,
    )
    expect(first).toMatchObject({ width: 100, height: 80, segmentation: [[80, 10, 80, 30, 50, 30, 50, 10]] })
    expect((await post(file)).annotations).toMatchObject({ created: 0, updated: 0, unchanged: 4 })
    expect(await bboxes()).toEqual(placed)
  })

  const archiveOf = async (pictures: [name: string, orientation: number][], ...cocos: object[]) => {
    const writer = new ZipWriter(new BlobWriter('application/zip'))
    for (const [name, orientation] of pictures)
      await writer.add(`images/${name}`, new Uint8ArrayReader(photo(orientation)))
    for (const [index, coco] of cocos.entries())
      await writer.add(`annotations/${index}.json`, new TextReader(JSON.stringify(coco)))
    return writer.close()
  }
  const postZip = async (archive: Blob, query: string, to = dataset) =>
    (await api<ArchiveResult>('POST', `/dataset/${to}/zip?${query}`, { body: archive })).body
  const listOf = async (path: string) => (await api<unknown[]>('GET', path)).body
  const logsOf = async (task: number) => (await api<{ logs: string[] }>('GET', `/tasks/${task}/logs`)).body.logs

  it('of an archive does the same', async () => {
    const archive = await archiveOf(
      [
        ['six.jpg', 6],
        ['half.jpg', 3],
      ],
      foreign([
        ['six.jpg', 80, 100],
        ['half.jpg', 100, 80],
      ]),
    )
    for (const [query, turned, half] of [
      ['', 1, [10, 20, 20, 30]],
      ['turned=yes', 2, [70, 30, 20, 30]],
    ] as const) {
      const to = await addDataset(`by ${query}`)
      expect((await postZip(archive, query, to)).images).toMatchObject({ matched: 2, turned, unclear: 1 })
      expect(await bboxes(to)).toEqual({ 'six.jpg': [50, 10, 30, 20], 'half.jpg': half })
    }
  })

  it('of an archive asks before any annotation of any of its files is there, and goes on with the answer', async () => {
    const archive = await archiveOf(
      [
        ['six.jpg', 6],
        ['half.jpg', 3],
      ],
      foreign([['six.jpg', 80, 100]]),
      foreign([['half.jpg', 100, 80]]),
    )
    const asking = await postZip(archive, 'turned=ask')
    expect(asking).toMatchObject({
      dry_run: true,
      pictures: { added: 2 },
      images: { matched: 2, turned: 1, unclear: 1 },
      annotations: { total: 2, created: 2 },
    })
    expect(asking.errors.map(({ file_name, message }) => `${file_name}: ${message}`)).toContain(
      'half.jpg: The image is stored rotated, and it is unclear whether the file counts its stored pixels. No annotations are imported until you choose.',
    )
    expect([await bboxes(), await listOf('/category/'), (await listOf('/image/')).length]).toEqual([{}, [], 2])
    expect((await logsOf(asking.id)).at(-1)).toContain('One image is stored turned')

    const done = await postZip(archive, 'turned=yes')
    expect(done).toMatchObject({
      dry_run: false,
      pictures: { skipped: 2 },
      images: { turned: 2, unclear: 1 },
      annotations: { created: 2 },
    })
    expect(await bboxes()).toEqual({ 'six.jpg': [50, 10, 30, 20], 'half.jpg': [70, 30, 20, 30] })
  })

  it('of an archive that leaves nothing to ask is done at once, its notes told once, wherever it is killed', async () => {
    const archive = await archiveOf(
      [['six.jpg', 6]],
      foreign([
        ['six.jpg', 80, 100],
        ['nowhere.jpg', 100, 80],
      ]),
    )
    const run = async (query: string, kills: boolean) => {
      await freshDatabase()
      dataset = await addDataset()
      const done = new Set<number>()
      hooks.beforeCommit = ({ steps }) => {
        if (!kills || done.size === done.add(steps).size) return
        throw new Killed()
      }
      const { body: task } = await api<{ id: number }>('POST', `/dataset/${dataset}/zip?${query}`, {
        body: archive,
        headers: { Prefer: 'respond-async' },
      })
      while (
        await wakeTasks().then(
          () => false,
          () => true,
        )
      );
      const { result } = (await api<{ result: ArchiveResult }>('GET', `/tasks/${task.id}`)).body
      const logs = await logsOf(task.id)
      return { result, logs: logs.map((line) => line.replace(/^\[[^\]]*\] /, '')), bboxes: await bboxes() }
    }
    const straight = await run('turned=no', false)
    expect(straight).toMatchObject({
      result: { dry_run: false, annotations: { created: 1 } },
      bboxes: { 'six.jpg': [50, 10, 30, 20] },
    })
    expect(await run('turned=ask', false)).toEqual(straight)
    expect(await run('turned=ask', true)).toEqual(straight)
  })

  it('of an archive asks of images that were there before it, too', async () => {
    await put('images/half.jpg', photo(3))
    expect(await postZip(await archiveOf([], foreign([['half.jpg', 100, 80]])), 'turned=ask')).toMatchObject({
      dry_run: true,
      images: { unclear: 1 },
    })
    expect(
      await postZip(await archiveOf([['plain.jpg', 1]], foreign([['plain.jpg', 100, 80]])), 'turned=ask'),
    ).toMatchObject({ dry_run: false, annotations: { created: 1 } })
  })
})

/** What counts pixels. */
const numbersOf = ({ segmentation, area, bbox, keypoints, width, height, iscrowd }: Record<string, unknown>) => ({
  segmentation,
  area,
  bbox,
  keypoints,
  width,
  height,
  iscrowd,
})
