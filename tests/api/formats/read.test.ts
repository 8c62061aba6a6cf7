/** Files of tools that are only read, or in a form that is not written: each made by hand from the tool's documentation. */
import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { addDataset, freshDatabase, readData } from '../support/coco'
import { importZip, labelled } from '../support/zipped'

beforeEach(freshDatabase)

/** 10 x 5 pixels. */
const photo = new Uint8Array(readData('datumaro-coco/coco/images/train/a.jpg'))

async function readIn(name: string, text: string) {
  const dataset = await addDataset()
  const { status, body } = await importZip(dataset, { 'images/a.jpg': photo, [name]: text })
  expect(body.message).toBeUndefined()
  expect(status).toBe(200)
  const annotations = (await labelled(dataset))['a.jpg']!
  return { body, annotations }
}

it('Label Studio: percent of the image, scores of predictions, choices as metadata', async () => {
  const result = (type: string, value: object) => ({ type, from_name: 'label', to_name: 'image', original_width: 10, original_height: 5, value }) // prettier-ignore
  const task = {
    id: 7,
    data: { image: '/data/upload/1/0a1b2c3d-a.jpg' },
    annotations: [
      {
        id: 1,
        result: [
          result('rectanglelabels', { x: 10, y: 20, width: 40, height: 40, rotation: 0, rectanglelabels: ['cat'] }),
          result('polygonlabels', { points: [[0, 0], [60, 0], [30, 100]], polygonlabels: ['dog'] }),
          result('keypointlabels', { x: 50, y: 60, width: 1, keypointlabels: ['nose'] }),
        ],
      },
    ],
  } // prettier-ignore
  const { body, annotations } = await readIn('project-1.json', JSON.stringify([task]))
  expect(body).toMatchObject({ format: 'label-studio', annotations: { created: 3 } })
  expect(annotations).toMatchObject([
    { category: 'cat', bbox: [1, 1, 4, 2] },
    { category: 'dog', segmentation: [[0, 0, 6, 0, 3, 5]] },
    { category: 'nose', keypoints: [5, 3, 2] },
  ])
})

it('SA-1B: masks without a class, with the score of the model', async () => {
  // column by column, three columns of the rows 1 and 2: 6 zeros, 2 ones, 3 zeros, 2 ones, 3 zeros, 2 ones, the rest
  const counts = [6, 2, 3, 2, 3, 2, 32]
  const file = {
    image: { image_id: 5, file_name: 'a.jpg', width: 10, height: 5 },
    annotations: [
      {
        id: 12,
        segmentation: { size: [5, 10], counts },
        bbox: [1, 1, 3, 2],
        area: 6,
        predicted_iou: 0.9375,
        stability_score: 0.97,
        point_coords: [[2, 1]],
        crop_box: [0, 0, 10, 5],
      },
    ],
  }
  const { body, annotations } = await readIn('images/a.json', JSON.stringify(file))
  expect(body).toMatchObject({ format: 'sa1b', annotations: { created: 1 } })
  expect(annotations).toMatchObject([
    { category: 'object', bbox: [1, 1, 3, 2], area: 6, score: 0.9375, metadata: { stability_score: 0.97 } },
  ])
})

it('VIA as CSV', async () => {
  const quoted = (value: object) => `"${JSON.stringify(value).replaceAll('"', '""')}"`
  const row = (id: number, shape: object, attributes: object) =>
    ['a.jpg', 631, '"{}"', 2, id, quoted(shape), quoted(attributes)].join(',')
  const text = [
    'filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes',
    row(0, { name: 'rect', x: 1, y: 1, width: 4, height: 2 }, { class: 'cat' }),
    row(1, { name: 'polygon', all_points_x: [0, 6, 3], all_points_y: [0, 0, 5] }, { class: 'dog' }),
  ].join('\n')
  const { body, annotations } = await readIn('via_export_csv.csv', `${text}\n`)
  expect(body).toMatchObject({ format: 'via', annotations: { created: 2 } })
  expect(annotations).toMatchObject([
    { category: 'cat', bbox: [1, 1, 4, 2] },
    { category: 'dog', segmentation: [[0, 0, 6, 0, 3, 5]] },
  ])
})

it('CSV of OpenImages: shares of the image, classes by their descriptions', async () => {
  const dataset = await addDataset()
  const header =
    'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside'
  const { body } = await importZip(dataset, {
    'train/a.jpg': photo,
    'train-annotations-bbox.csv': `${header}\na,xclick,/m/01yrx,1,0.1,0.5,0.2,0.6,1,0,0,0,0\n`,
    'class-descriptions-boxable.csv': '/m/01yrx,Cat\n',
  })
  expect(body).toMatchObject({ format: 'csv', annotations: { created: 1 } })
  expect(Object.values(await labelled(dataset))[0]).toMatchObject([{ category: 'Cat', bbox: [1, 1, 4, 2] }])
})
