import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ExportPreview } from '@/contract/formats'
import { addDataset, api, freshDatabase, readData } from '../support/coco'
import { exportZip, folderFiles, importZip, labelled, textIn, unzipped } from '../support/zipped'

beforeEach(freshDatabase)

const picture = new Uint8Array(readData('datumaro-coco/coco/images/train/a.jpg'))

/** Two images of 10 x 5 pixels with shapes of every kind; what the formats make of them is worked out by hand. */
async function shapes(): Promise<number> {
  const dataset = await addDataset()
  await importZip(dataset, { 'images/a.jpg': picture, 'images/sub/b.jpg': picture })
  const images = [
    { id: 1, file_name: 'a.jpg', width: 10, height: 5 },
    { id: 2, file_name: 'sub/b.jpg', width: 10, height: 5 },
  ]
  const categories = [
    { id: 7, name: 'person', keypoints: ['nose', 'left_eye', 'right_eye'], skeleton: [[1, 2]] },
    { id: 3, name: 'say "hi"' },
  ]
  const annotations = [
    { id: 1, image_id: 1, category_id: 3, bbox: [1, 1, 4, 2], area: 8, iscrowd: 0 },
    {
      id: 2,
      image_id: 1,
      category_id: 3,
      segmentation: [[0, 0, 6, 0, 3, 5]],
      area: 15,
      bbox: [0, 0, 6, 5],
      iscrowd: 0,
    },
    {
      id: 3,
      image_id: 1,
      category_id: 7,
      bbox: [0, 0, 10, 5],
      area: 50,
      iscrowd: 0,
      keypoints: [5, 1, 2, 0, 0, 0, 8, 4, 1],
      num_keypoints: 2,
    },
    // two columns at each side: two parts
    {
      id: 4,
      image_id: 2,
      category_id: 3,
      segmentation: [
        [0, 0, 2, 0, 2, 5, 0, 5],
        [8, 0, 10, 0, 10, 5, 8, 5],
      ],
      area: 20,
      bbox: [0, 0, 10, 5],
      iscrowd: 0,
    },
    {
      id: 5,
      image_id: 2,
      category_id: 3,
      segmentation: { size: [5, 10], counts: [0, 50] },
      area: 50,
      bbox: [0, 0, 10, 5],
      iscrowd: 1,
    },
  ]
  const { status } = await api('POST', `/dataset/${dataset}/coco`, {
    body: JSON.stringify({ images, categories, annotations }),
  })
  expect(status).toBe(200)
  return dataset
}

const lossesOf = ({ losses }: Pick<ExportPreview, 'losses'>) =>
  Object.fromEntries(losses.map(({ code, count }) => [code, count]))
const preview = async (dataset: number, query: string) =>
  (await api<ExportPreview>('GET', `/dataset/${dataset}/export/preview?${query}`)).body

describe('YOLO goes out', () => {
  it('as boxes', async () => {
    const dataset = await shapes()
    const files = await unzipped(await exportZip(dataset, 'format=yolo-detect'))
    expect([...files.keys()]).toEqual([
      'data.yaml',
      'labels/train/a.txt',
      'labels/train/sub/b.txt',
      'images/train/a.jpg',
      'images/train/sub/b.jpg',
    ])
    expect(textIn(files, 'data.yaml')).toBe(
      'path: .\ntrain: images/train\nval: images/train\nnc: 2\nnames:\n  0: "person"\n  1: "say \\"hi\\""\n',
    )
    expect(textIn(files, 'labels/train/a.txt')).toBe(
      '1 0.300000 0.400000 0.400000 0.400000\n1 0.300000 0.500000 0.600000 1.000000\n0 0.500000 0.500000 1.000000 1.000000\n',
    )
    expect(textIn(files, 'labels/train/sub/b.txt')).toBe('1 0.500000 0.500000 1.000000 1.000000\n')
    expect(files.get('images/train/a.jpg')).toEqual(picture)
    const answer = await preview(dataset, 'format=yolo-detect')
    expect(answer).toMatchObject({
      format: 'yolo-detect',
      images: 2,
      annotations: 5,
      splits: { '': { images: 2, annotations: 5 } },
    })
    expect(answer.files).toEqual([
      'data.yaml',
      'images/train/a.jpg',
      'labels/train/a.txt',
      'images/train/sub/b.jpg',
      'labels/train/sub/b.txt',
    ])
    expect(lossesOf(answer)).toEqual({ 'shape-left-out': 2, 'keypoints-left-out': 1, 'crowd-left-out': 1 })
  })

  it('as outlines, parts joined to one', async () => {
    const dataset = await shapes()
    const files = await unzipped(await exportZip(dataset, 'format=yolo-segment&pictures=listed'))
    expect(textIn(files, 'labels/train/a.txt').split('\n')).toEqual([
      '1 0.100000 0.200000 0.500000 0.200000 0.500000 0.600000 0.100000 0.600000',
      '1 0.000000 0.000000 0.600000 0.000000 0.300000 1.000000',
      '0 0.000000 0.000000 1.000000 0.000000 1.000000 1.000000 0.000000 1.000000',
      '',
    ])
    // from the first part's corner (2, 0) to the second's (8, 0), around it and back
    expect(textIn(files, 'labels/train/sub/b.txt')).toBe(
      '1 0.000000 0.000000 0.200000 0.000000 0.800000 0.000000 1.000000 0.000000 1.000000 1.000000 0.800000 1.000000 0.800000 0.000000 0.200000 0.000000 0.200000 1.000000 0.000000 1.000000\n',
    )
    expect(lossesOf(await preview(dataset, 'format=yolo-segment'))).toEqual({
      'parts-joined': 1,
      'keypoints-left-out': 1,
      'crowd-left-out': 1,
    })
    expect(lossesOf(await preview(dataset, 'format=yolo-segment&joins=refuse'))).toEqual({
      'joins-refused': 1,
      'keypoints-left-out': 1,
      'crowd-left-out': 1,
    })
  })

  it('as poses', async () => {
    const dataset = await shapes()
    const files = await unzipped(await exportZip(dataset, 'format=yolo-pose'))
    expect(textIn(files, 'data.yaml')).toContain(
      'kpt_shape: [3, 3]\nflip_idx: [0, 2, 1]\nkpt_names:\n  0: ["nose","left_eye","right_eye"]\n  1: []\n',
    )
    expect(textIn(files, 'labels/train/a.txt').split('\n')[2]).toBe(
      '0 0.500000 0.500000 1.000000 1.000000 0.500000 0.200000 2 0.000000 0.000000 0 0.800000 0.800000 1',
    )
    const again = await addDataset('again')
    const { body } = await importZip(again, await (await exportZip(dataset, 'format=yolo-pose')).blob())
    expect(body).toMatchObject({ format: 'yolo-pose', annotations: { created: 4 } })
    expect((await labelled(again))['train/a.jpg']![2]).toMatchObject({
      category: 'person',
      keypoints: [5, 1, 2, 0, 0, 0, 8, 4, 1],
      bbox: [0, 0, 10, 5],
    })
  })

  it('as oriented boxes', async () => {
    const dataset = await shapes()
    const files = await unzipped(await exportZip(dataset, 'format=yolo-obb'))
    expect(textIn(files, 'labels/train/a.txt').split('\n')[0]).toBe(
      '1 0.100000 0.200000 0.500000 0.200000 0.500000 0.600000 0.100000 0.600000',
    )
    expect(lossesOf(await preview(dataset, 'format=yolo-obb'))).toEqual({
      'shape-turned-box': 2,
      'keypoints-left-out': 1,
      'crowd-left-out': 1,
    })
  })

  it('in the splits that came in, and comes in again the same', async () => {
    const dataset = await addDataset()
    await importZip(dataset, folderFiles('layouts/roboflow_dataset/yolo'))
    const response = await exportZip(dataset, 'format=yolo-detect&split=stored')
    const files = await unzipped(response.clone())
    expect([...files.keys()].sort()).toEqual([
      'data.yaml',
      'images/train/train_001.jpg',
      'images/train/train_002.jpg',
      'images/val/val_001.jpg',
      'labels/train/train_001.txt',
      'labels/train/train_002.txt',
      'labels/val/val_001.txt',
    ])
    expect(textIn(files, 'labels/train/train_001.txt')).toBe('0 0.350000 0.300000 0.300000 0.200000\n')
    expect(textIn(files, 'labels/val/val_001.txt')).toBe(
      '0 0.050000 0.200000 0.100000 0.400000\n1 0.450000 0.100000 0.900000 0.200000\n',
    )
    const again = await addDataset('again')
    await importZip(again, await response.blob())
    const plain = async (id: number) =>
      Object.entries(await labelled(id)).map(([name, list]) => [
        name,
        list.map(({ category, bbox }) => [category, bbox]),
      ])
    expect(await plain(again)).toEqual(await plain(dataset))
  })

  it('refuses options that it does not have', async () => {
    const dataset = await addDataset()
    expect(await api('GET', `/dataset/${dataset}/export.zip?format=yolo-detect&segmentation=rle`)).toMatchObject({
      status: 400,
      body: { errors: { segmentation: 'YOLO detection has no such option' } },
    })
    expect(await api('GET', `/dataset/${dataset}/export.zip?format=nonsense`)).toMatchObject({
      status: 400,
      body: { errors: { format: expect.any(String) } },
    })
  })

  it('with COCO previewed in the same way', async () => {
    const dataset = await shapes()
    const answer = await preview(dataset, 'format=coco')
    expect(answer).toMatchObject({
      format: 'coco',
      images: 2,
      annotations: 5,
      losses: [],
      files: ['images/a.jpg', 'annotations/instances.json', 'images/sub/b.jpg'],
    })
  })
})

describe('YOLO that is not clear', () => {
  it('is asked about', async () => {
    const quad = '0 0.1 0.1 0.5 0.1 0.5 0.6 0.1 0.6\n'
    const { status, body } = await importZip(await addDataset(), { 'a.jpg': picture, 'a.txt': quad })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'format-ambiguous', candidates: ['yolo-segment', 'yolo-obb'] })
    const { body: forced } = await importZip(
      await addDataset('two'),
      { 'a.jpg': picture, 'a.txt': quad },
      '?format=yolo-obb',
    )
    expect(forced).toMatchObject({ format: 'yolo-obb', annotations: { created: 1 }, class_names: ['class_0'] })
  })

  it('takes names that are given where no file has them', async () => {
    const dataset = await addDataset()
    const { body } = await importZip(dataset, { 'a.jpg': picture, 'a.txt': '1 0.5 0.5 1 1\n' }, '?names=cat,dog')
    expect(body).toMatchObject({ categories: { created: 2 }, losses: [] })
    expect((await labelled(dataset))['a.jpg']).toMatchObject([{ category: 'dog', bbox: [0, 0, 10, 5] }])
  })

  it('is refused where a line cannot be read, by file and line, and nothing is stored', async () => {
    const dataset = await addDataset()
    const { status, body } = await importZip(dataset, {
      'data.yaml': 'names: [a]',
      'images/a.jpg': picture,
      'labels/a.txt': '0 0.5 0.5 1 1\n0 0.5 zero 1 1\n',
    })
    expect([status, body.message]).toEqual([
      400,
      'labels/a.txt, line 2: "0 0.5 zero 1 1" is not a class and numbers. Nothing was changed.',
    ])
    expect((await api<{ total: number }>('GET', `/dataset/${dataset}/data`)).body.total).toBe(0)
  })

  it('says what it leaves out', async () => {
    const { body } = await importZip(await addDataset(), {
      'data.yaml': 'names: {0: a}',
      'images/a.jpg': picture,
      'images/c.jpg': picture,
      'labels/a.txt': '0 0.5 0.5 1 1\n4 0.5 0.5 1 1\n0 0.9 0.5 0.4 1\n0 .5 .5 1 1 .75',
      'labels/b.txt': '0 .5 .5 1 1',
    })
    expect(lossesOf(body)).toEqual({
      'class-unknown': 1,
      'outside-image': 1,
      'score-read': 1,
      'image-missing': 1,
      'labels-missing': 1,
    })
    expect(body.errors.filter(({ category }) => !category).map(({ file_name }) => file_name)).toContain(
      'labels/a.txt, line 2',
    )
    expect(body.annotations.created).toBe(3)
  })

  it('is tried first where that is asked, and nothing is stored', async () => {
    const dataset = await addDataset()
    const { body } = await importZip(dataset, folderFiles('layouts/roboflow_dataset/yolo'), '?dry_run=true')
    expect(body).toMatchObject({
      dry_run: true,
      format: 'yolo-detect',
      images: { total: 3, matched: 3, missing: 0, added: 0 },
      annotations: { created: 4 },
      categories: { created: 2 },
      losses: [],
    })
    expect((await api<{ total: number }>('GET', `/dataset/${dataset}/data`)).body.total).toBe(0)
    expect((await api<unknown[]>('GET', '/category')).body).toEqual([])
  })
})

describe('the table of formats', () => {
  it('says what each reads, writes and holds', async () => {
    const { body } = await api<{
      formats: { id: string; reads: boolean; writes: boolean; holds: Record<string, boolean> }[]
    }>('GET', '/formats')
    expect(body.formats.find(({ id }) => id === 'yolo-detect')).toMatchObject({
      reads: true,
      writes: true,
      holds: { boxes: true, polygons: false, splits: true },
    })
    expect(body.formats[0]).toMatchObject({ id: 'coco', reads: true, writes: true })
  })
})
