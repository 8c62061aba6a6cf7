/** What an import of label files would do, and what it asks. */
import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { addDataset, api, freshDatabase } from '../support/coco'
import { exportZip, folderFiles, importZip, labelled, unzipped, type Files } from '../support/zipped'

beforeEach(freshDatabase)

const names = async (dataset: number) =>
  Object.values(await labelled(dataset)).map((list) => list.map(({ category }) => category))
const imageCount = async (dataset: number) =>
  (await api<{ images: unknown[] }>('GET', `/dataset/${dataset}/data`)).body.images.length

const roboflow = () => folderFiles('layouts/roboflow_dataset/yolo')
const without = (files: Files, pattern: RegExp): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !pattern.test(name)))

it('a preview of labels stores nothing, and says what the import then does', async () => {
  const dataset = await addDataset()
  const { body: preview } = await importZip(dataset, roboflow(), '?preview=true&turned=ask')
  expect(preview).toMatchObject({
    dry_run: true,
    format: 'yolo-detect',
    pictures: { total: 3, added: 0 },
    images: { total: 3, matched: 3, added: 0, missing: 0 },
    annotations: { total: 4, created: 4 },
    losses: [],
  })
  expect(await imageCount(dataset)).toBe(0)
  const { body: done } = await importZip(dataset, roboflow(), '?turned=no')
  expect(done).toMatchObject({
    dry_run: false,
    pictures: { added: 3 },
    images: preview.images,
    annotations: preview.annotations,
  })
  expect(await imageCount(dataset)).toBe(3)
})

it('of images and COCO files there is no preview: they come in', async () => {
  const dataset = await addDataset()
  const { body } = await importZip(dataset, folderFiles('nuts'), '?preview=true&turned=ask')
  expect(body).toMatchObject({ dry_run: false, format: 'coco', pictures: { added: 5 } })
})

it('images that neither the archive nor the dataset has are missing, and placeholders when that is asked', async () => {
  const files = without(roboflow(), /val_001\.jpg$/)
  const dataset = await addDataset()
  const { body } = await importZip(dataset, files, '?preview=true')
  expect(body.annotations).toMatchObject({ created: 2 })
  expect(body.losses).toMatchObject([{ code: 'image-missing', count: 1 }])
})

it('where no file names the classes it says what they are called, and takes other names', async () => {
  const files = without(roboflow(), /data\.yaml$/)
  const dataset = await addDataset()
  const { body } = await importZip(dataset, files, '?preview=true')
  expect(body.class_names).toEqual(['class_0', 'class_1'])
  expect(body.losses).toMatchObject([{ code: 'names-missing' }])
  const given = encodeURIComponent('nut, cashew\nbolt\n')
  const { body: done } = await importZip(dataset, files, `?names=${given}`)
  expect(done.class_names).toBeUndefined()
  // a name on a line of its own may have a comma in it
  expect(await names(dataset)).toEqual([['nut, cashew'], ['bolt'], ['nut, cashew', 'bolt']])
})

it('masks count their classes from 1', async () => {
  const source = await addDataset('nuts')
  await importZip(source, folderFiles('nuts'))
  const files = Object.fromEntries(await unzipped(await exportZip(source, 'format=masks')))
  const dataset = await addDataset()
  const { body } = await importZip(dataset, without(files, /labelmap/), '?preview=true')
  expect(body).toMatchObject({ format: 'masks', class_names: ['class_1', 'class_2', 'class_3'] })
})

it('two formats that fit are named, and one is chosen', async () => {
  const xml = `<annotation><filename>train_001.jpg</filename><size><width>10</width><height>5</height><depth>3</depth></size>
    <object><name>bolt</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object></annotation>`
  const files = { ...roboflow(), 'Annotations/train_001.xml': xml }
  const dataset = await addDataset()
  const { status, body } = await importZip(dataset, files, '?preview=true')
  expect([status, body.code, body.candidates]).toEqual([400, 'format-ambiguous', ['yolo-detect', 'voc']])
  expect(await imageCount(dataset)).toBe(0)
  const { body: chosen } = await importZip(dataset, files, '?format=voc')
  expect(chosen).toMatchObject({ format: 'voc', annotations: { created: 1 } })
  expect((await names(dataset)).flat()).toEqual(['bolt'])
})
