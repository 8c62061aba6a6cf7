import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDataset, api, freshDatabase } from '../support/coco'
import { folderFiles, importZip, labelled } from '../support/zipped'

beforeEach(freshDatabase)

const boxes = async (dataset: number) =>
  Object.fromEntries(
    Object.entries(await labelled(dataset)).map(([name, list]) => [
      name,
      list.map(({ category, bbox }) => [category, ...bbox]),
    ]),
  )

describe('YOLO comes in', () => {
  it('as Ultralytics lays it out', async () => {
    const dataset = await addDataset()
    const { status, body } = await importZip(dataset, folderFiles('layouts/yolo_dataset/labels'))
    expect(body.message).toBeUndefined()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      format: 'yolo-detect',
      pictures: { added: 2 },
      images: { matched: 2 },
      categories: { created: 10 },
      annotations: { created: 4 },
      losses: [],
    })
    const expected = [
      ['label_2', 0, 2, 4, 2],
      ['label_4', 3, 3, 2, 3],
    ]
    expect(await boxes(dataset)).toEqual({ 'train/1.jpg': expected, 'val/1.jpg': expected })
  })
  it('as Darknet lays it out', async () => {
    const dataset = await addDataset()
    const { body } = await importZip(dataset, folderFiles('layouts/yolo_dataset/strict'))
    expect(body).toMatchObject({
      format: 'yolo-detect',
      images: { matched: 1 },
      annotations: { created: 2 },
      losses: [],
    })
    expect(await boxes(dataset)).toEqual({
      'obj_train_data/1.jpg': [
        ['label_2', 0, 2, 4, 2],
        ['label_4', 3, 3, 2, 3],
      ],
    })
  })
  it('as Roboflow lays it out', async () => {
    const dataset = await addDataset()
    const { body } = await importZip(dataset, folderFiles('layouts/roboflow_dataset/yolo'))
    expect(body).toMatchObject({
      format: 'yolo-detect',
      images: { matched: 3 },
      annotations: { created: 4 },
      losses: [],
    })
    expect(await boxes(dataset)).toEqual({
      'train/train_001.jpg': [['label_0', 2, 1, 3, 1]],
      'train/train_002.jpg': [['label_1', 0, 0, 2, 4]],
      'val/val_001.jpg': [
        ['label_0', 0, 0, 1, 2],
        ['label_1', 0, 0, 9, 1],
      ],
    })
    const { images } = (
      await api<{ images: { file_name: string; split: string }[] }>('GET', `/dataset/${dataset}/data`)
    ).body
    expect(images.map(({ file_name, split }) => [file_name, split])).toEqual([
      ['train_001.jpg', 'train'],
      ['train_002.jpg', 'train'],
      ['val_001.jpg', 'val'],
    ])
  })
})
