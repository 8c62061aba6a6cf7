import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ExportPreview } from '@/contract/formats'
import { addDataset, api, freshDatabase } from '../support/coco'
import { exportZip, folderFiles, importZip, labelled, textIn, unzipped } from '../support/zipped'

beforeEach(freshDatabase)

const boxes = async (dataset: number) =>
  Object.fromEntries(
    Object.entries(await labelled(dataset)).map(([name, list]) => [
      name,
      list.map(({ category, bbox }) => [category, ...bbox]),
    ]),
  )

const lossesOf = ({ losses }: Pick<ExportPreview, 'losses'>) =>
  Object.fromEntries(losses.map(({ code, count }) => [code, count]))

async function comesIn(folder: string, query = '') {
  const dataset = await addDataset(folder.replaceAll('/', ' '))
  const { status, body } = await importZip(dataset, folderFiles(`layouts/${folder}`), query)
  expect(body.message).toBeUndefined()
  expect(status).toBe(200)
  return { dataset, body, boxes: await boxes(dataset) }
}

/** Imports what is exported, into a dataset of its own. */
async function again(dataset: number, query: string) {
  const files = await exportZip(dataset, query)
  const answer = files.clone()
  const other = await addDataset(`again ${query}`)
  const { status, body } = await importZip(other, await files.blob(), `?format=${/format=([\w-]+)/.exec(query)![1]!}`)
  expect(body.message).toBeUndefined()
  expect(status).toBe(200)
  return { dataset: other, body, boxes: await boxes(other), files: await unzipped(answer) }
}

describe('layouts of other tools', () => {
  it('Pascal VOC', async () => {
    const { dataset, body, boxes: found } = await comesIn('voc_dataset/voc_dataset1')
    expect(body).toMatchObject({ format: 'voc', pictures: { added: 2 }, annotations: { created: 4 } })
    // boxes count from 1 and end inclusive; the one region of the masks, all of the image and of class 2, is none of the objects
    expect(found).toEqual({
      '2007_000001.jpg': [
        ['cat', 0, 1, 3, 3],
        ['person', 3, 4, 3, 3],
        ['head', 4.5, 5, 3, 3],
        ['bicycle', 0, 0, 20, 10],
      ],
      '2007_000002.jpg': [],
    })
    expect(lossesOf(body)).toEqual({ 'part-kept': 1, 'mask-unmatched': 1 })
    const [cat, person] = (await labelled(dataset))['2007_000001.jpg']!
    expect(cat).toMatchObject({ metadata: { truncated: true } })
    expect(person).toMatchObject({ metadata: { phoning: true, jumping: false } })
    const { images } = (await api<{ images: { split: string }[] }>('GET', `/dataset/${dataset}/data`)).body
    expect(images.map(({ split }) => split)).toEqual(['train', 'test'])
  })

  it('CVAT for images', async () => {
    const { dataset, body, boxes: found } = await comesIn('cvat_dataset/for_images/export_task')
    expect(body).toMatchObject({ format: 'cvat', annotations: { created: 3 } })
    expect(
      Object.fromEntries(Object.entries(found).map(([name, list]) => [name, list.map(([category]) => category)])),
    ).toEqual({ 'img0.jpg': ['label1'], 'img1.jpg': ['unlabelled', 'label2'] })
    expect(lossesOf(body)).toEqual({ 'shape-unknown': 1, 'label-missing': 1 })
    const images = await labelled(dataset)
    expect(images['img0.jpg']![0]).toMatchObject({
      bbox: [0, 2, 4, 2],
      metadata: { a1: true, a2: 'v3', a3: '0003', a4: 2.4, occluded: true, z_order: 1 },
    })
    expect(images['img1.jpg']![0]).toMatchObject({ segmentation: [[1, 2, 3, 4, 6, 5]] })
    expect(images['img1.jpg']![1]).toMatchObject({ keypoints: [1, 2, 2, 3, 4, 2, 5, 6, 2] })
  })

  it('CreateML, whose coordinates are those of the centre', async () => {
    const { body, boxes: found } = await comesIn('roboflow_dataset/createml')
    expect(body).toMatchObject({ format: 'createml', annotations: { created: 4 } })
    expect(found).toEqual({
      'train/train_001.jpg': [['label_0', 0.5, 0.5, 3, 1]],
      'train/train_002.jpg': [['label_1', -1, -2, 2, 4]],
      'val/val_001.jpg': [
        ['label_0', -0.5, -1, 1, 2],
        ['label_1', -4.5, -0.5, 9, 1],
      ],
    })
  })

  it('COCO panoptic', async () => {
    const { dataset, body, boxes: found } = await comesIn('coco_dataset/coco_panoptic')
    expect(body).toMatchObject({ format: 'coco-panoptic', pictures: { added: 2 }, annotations: { created: 3 } })
    expect(found).toEqual({
      'train/a.jpg': [['a', 2, 0, 4, 4]],
      'val/b.jpg': [
        ['a', 0, 0, 1, 9],
        ['b', 2, 0, 1, 9],
      ],
    })
    const [first, second] = (await labelled(dataset))['val/b.jpg']!
    expect([first!.area, second!.area, first!.iscrowd, second!.iscrowd]).toEqual([20, 20, 0, 1])
    // two columns of ten pixels each
    expect([first, second].map((each) => (each!.segmentation as { counts: unknown }).counts)).toEqual(
      ['0d0', 'd0d01'].map(() => expect.any(String)),
    )
  })

  it('masks in colours', async () => {
    const { body, boxes: found } = await comesIn('common_semantic_segmentation_dataset/dataset')
    expect(body).toMatchObject({
      format: 'masks',
      pictures: { added: 2 },
      annotations: { created: 4 },
      categories: { created: 5 },
    })
    // 0001: Bicyclist twice, Road, Bicyclist twice; 0002: Animal three times, Child twice
    expect(found).toEqual({
      '0001.png': [
        ['Bicyclist', 0, 0, 5, 1],
        ['Road', 2, 0, 1, 1],
      ],
      '0002.png': [
        ['Animal', 0, 0, 3, 1],
        ['Child', 3, 0, 2, 1],
      ],
    })
  })

  it('go out in their own format and come in the same', async () => {
    const roboflow = await comesIn('roboflow_dataset/yolo')
    for (const format of ['yolo-detect', 'voc', 'labelme', 'cvat', 'createml', 'via', 'csv']) {
      const { boxes: found, body } = await again(roboflow.dataset, `format=${format}&split=stored`)
      const plain = Object.fromEntries(Object.entries(found).map(([name, list]) => [name.replace(/^.*\//, ''), list]))
      expect([format, plain]).toEqual([
        format,
        {
          'train_001.jpg': [['label_0', 2, 1, 3, 1]],
          'train_002.jpg': [['label_1', 0, 0, 2, 4]],
          'val_001.jpg': [
            ['label_0', 0, 0, 1, 2],
            ['label_1', 0, 0, 9, 1],
          ],
        },
      ])
      expect([format, body.losses]).toEqual([format, []])
    }
  })

  it('VOC counts from 1, its palette and sets are those of the kit', async () => {
    const roboflow = await comesIn('roboflow_dataset/yolo')
    const { files } = await again(roboflow.dataset, 'format=voc&split=stored')
    expect([...files.keys()].sort()).toEqual([
      'Annotations/train_001.xml',
      'Annotations/train_002.xml',
      'Annotations/val_001.xml',
      'ImageSets/Main/train.txt',
      'ImageSets/Main/val.txt',
      'JPEGImages/train_001.jpg',
      'JPEGImages/train_002.jpg',
      'JPEGImages/val_001.jpg',
      'labelmap.txt',
    ])
    expect(textIn(files, 'ImageSets/Main/train.txt')).toBe('train_001\ntrain_002\n')
    // x 2, y 1, 3 x 1 pixels: columns 3 to 5, row 2
    expect(textIn(files, 'Annotations/train_001.xml').replace(/\s/g, '')).toContain(
      '<bndbox><xmin>3</xmin><ymin>2</ymin><xmax>5</xmax><ymax>2</ymax></bndbox>',
    )
    expect(textIn(files, 'labelmap.txt')).toBe(
      '# label:color_rgb:parts:actions\nbackground:0,0,0::\nlabel_0:128,0,0::\nlabel_1:0,128,0::\n',
    )
  })
})
