/**
 * What each format writes for one image of 10 x 5 pixels, worked out by hand from the format's own documentation: a polygon
 * around the pixels 1 to 4 of the rows 1 and 2, and a box alone from (6.25, 0.5) to (9.75, 4.5) with two attributes.
 */
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDataset, freshDatabase, readData } from '../support/coco'
import { exportZip, importZip, textIn, unzipped } from '../support/zipped'
import { hasPillow, readByPillow, readPng } from '../support/png'

beforeEach(freshDatabase)

const photo = new Uint8Array(readData('datumaro-coco/coco/images/train/a.jpg'))

async function written(query: string) {
  const dataset = await addDataset('set')
  const coco = {
    images: [{ id: 1, file_name: 'a.jpg', width: 10, height: 5 }],
    categories: [
      { id: 1, name: 'cat', atoll: { color: '#ff0000' } },
      { id: 2, name: 'dog', atoll: { color: '#00ff00' } },
    ],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, segmentation: [[1, 1, 5, 1, 5, 3, 1, 3]], bbox: [1, 1, 4, 2], area: 8, iscrowd: 0 },
      { id: 2, image_id: 1, category_id: 2, segmentation: [], bbox: [6.25, 0.5, 3.5, 4], area: 14, iscrowd: 0, atoll: { metadata: { sure: true, n: 2 } } },
    ],
  } // prettier-ignore
  await importZip(dataset, { 'images/a.jpg': photo, 'annotations/instances.json': JSON.stringify(coco) })
  return unzipped(await exportZip(dataset, query))
}

const flat = (text: string) => text.replace(/\s+/g, ' ')

describe('VOC', () => {
  it('has boxes that count from 1, in whole pixels or exact', async () => {
    const boxes = (text: string) =>
      [...text.matchAll(/<(?:xmin|ymin|xmax|ymax)>([^<]*)</g)].map(([, value]) => Number(value))
    const whole = await written('format=voc')
    expect(boxes(textIn(whole, 'Annotations/a.xml'))).toEqual([2, 2, 5, 3, 7, 2, 10, 5])
    await freshDatabase()
    const exact = await written('format=voc&exact=true')
    expect(boxes(textIn(exact, 'Annotations/a.xml'))).toEqual([2, 2, 5, 3, 7.25, 1.5, 9.75, 4.5])
  })

  // the colours of the kit's VOClabelcolormap, and its 255 for void
  const PALETTE = { 0: [0, 0, 0], 1: [128, 0, 0], 2: [0, 128, 0], 3: [128, 128, 0], 8: [64, 0, 0], 20: [0, 64, 128], 255: [224, 224, 192] } // prettier-ignore
  const CLASSES = [
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, 1, 1, 1, 0, 0, 0, 0, 0],
    [0, 1, 1, 1, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ]

  it('has masks of indexes in its palette, read by a reader of this test', async () => {
    const files = await written('format=voc')
    for (const folder of ['SegmentationClass', 'SegmentationObject']) {
      const { width, height, depth, colorType, rows, palette } = readPng(files.get(`${folder}/a.png`)!)
      expect([width, height, depth, colorType]).toEqual([10, 5, 8, 3])
      expect(rows).toEqual(CLASSES)
      for (const [index, color] of Object.entries(PALETTE))
        expect([index, palette[Number(index)]]).toEqual([index, color])
    }
  })

  it.runIf(hasPillow)('and by Pillow', async () => {
    const { mode, rows, palette } = readByPillow((await written('format=voc')).get('SegmentationClass/a.png')!)
    expect([mode, rows]).toEqual(['P', CLASSES])
    for (const [index, color] of Object.entries(PALETTE))
      expect([index, palette[Number(index)]]).toEqual([index, color])
  })
})

it('YOLO', async () => {
  const files = await written('format=yolo-detect&split=train:1')
  // centre and size over 10 and 5: (3, 2, 4, 2) and (8, 2.5, 3.5, 4)
  expect(textIn(files, 'labels/train/a.txt')).toBe(
    '0 0.300000 0.400000 0.400000 0.400000\n1 0.800000 0.500000 0.350000 0.800000\n',
  )
})

it('COCO panoptic: ids are red + 256 green + 65536 blue', async () => {
  const files = await written('format=coco-panoptic&split=train:1')
  const { annotations, categories } = JSON.parse(textIn(files, 'annotations/panoptic_train.json')) as {
    annotations: {
      file_name: string
      segments_info: { id: number; category_id: number; bbox: number[]; area: number }[]
    }[]
    categories: { id: number; name: string; isthing: number }[]
  }
  expect(categories.map(({ name, isthing }) => [name, isthing])).toEqual([
    ['cat', 1],
    ['dog', 1],
  ])
  const { rows, colorType } = readPng(files.get(`annotations/panoptic_train/${annotations[0]!.file_name}`)!)
  expect(colorType).toBe(2)
  const ids = rows.map((row) =>
    Array.from({ length: 10 }, (_none, x) => row[3 * x]! + 256 * row[3 * x + 1]! + 65536 * row[3 * x + 2]!),
  )
  const [cat, dog] = annotations[0]!.segments_info
  expect(cat).toMatchObject({ bbox: [1, 1, 4, 2], area: 8 })
  // whole pixels of the box: columns 6 to 9
  expect(ids[1]).toEqual([0, cat!.id, cat!.id, cat!.id, cat!.id, 0, dog!.id, dog!.id, dog!.id, dog!.id])
})

it('CVAT for images', async () => {
  const text = flat(textIn(await written('format=cvat'), 'annotations.xml'))
  expect(text).toContain('<version>1.1</version>')
  expect(text).toContain('<image id="0" name="a.jpg" width="10" height="5">')
  expect(text).toContain('<polygon label="cat" source="manual" occluded="0" z_order="0" points="1,1;5,1;5,3;1,3">')
  expect(text).toContain(
    '<box label="dog" source="manual" occluded="0" z_order="0" xtl="6.25" ytl="0.5" xbr="9.75" ybr="4.5"> <attribute name="sure">true</attribute> <attribute name="n">2</attribute> </box>',
  )
  expect(text).toContain('<name>sure</name><mutable>False</mutable><input_type>checkbox</input_type>')
})

it('LabelMe', async () => {
  const file = JSON.parse(textIn(await written('format=labelme'), 'a.json')) as Record<string, unknown>
  expect(file).toMatchObject({ imagePath: 'a.jpg', imageData: null, imageWidth: 10, imageHeight: 5 })
  expect(file.shapes).toMatchObject([
    { label: 'cat', shape_type: 'polygon', group_id: null, points: [[1, 1], [5, 1], [5, 3], [1, 3]], flags: {} },
    { label: 'dog', shape_type: 'rectangle', group_id: null, points: [[6.25, 0.5], [9.75, 4.5]], flags: { sure: true, n: 2 } },
  ]) // prettier-ignore
})

it('CreateML: boxes by their centre', async () => {
  const file = JSON.parse(textIn(await written('format=createml'), '_annotations.createml.json')) as unknown
  expect(file).toEqual([
    {
      image: 'a.jpg',
      annotations: [
        { label: 'cat', coordinates: { x: 3, y: 2, width: 4, height: 2 } },
        { label: 'dog', coordinates: { x: 8, y: 2.5, width: 3.5, height: 4 } },
      ],
    },
  ])
})

it('VIA', async () => {
  const file = JSON.parse(textIn(await written('format=via'), 'via_annotations.json')) as Record<string, unknown>
  const [entry] = Object.values(
    (file._via_img_metadata ?? file) as Record<string, { filename: string; regions: unknown[] }>,
  )
  expect(entry!.filename).toBe('a.jpg')
  expect(entry!.regions).toMatchObject([
    { shape_attributes: { name: 'polygon', all_points_x: [1, 5, 5, 1], all_points_y: [1, 1, 3, 3] } },
    { shape_attributes: { name: 'rect', x: 6.25, y: 0.5, width: 3.5, height: 4 } },
  ])
})

it('CSV', async () => {
  expect(
    textIn(await written('format=csv'), 'annotations.csv')
      .trim()
      .split(/\r?\n/),
  ).toEqual([
    'filename,width,height,class,xmin,ymin,xmax,ymax',
    'a.jpg,10,5,cat,1,1,5,3',
    'a.jpg,10,5,dog,6.25,0.5,9.75,4.5',
  ])
})

it('masks', async () => {
  const files = await written('format=masks')
  const { rows } = readPng(files.get('masks/a.png')!)
  expect(rows[1]).toEqual([0, 1, 1, 1, 1, 0, 2, 2, 2, 2])
  expect(textIn(files, 'labelmap.txt')).toContain('cat:')
})
