import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { Annotation, CopyAnnotationsResult } from '@/contract/annotation'
import { AnnotatorChangesResult, AnnotatorData } from '@/contract/annotator'
import { datasets } from '@/server/db/datasets/datasets'
import { images } from '@/server/db/images/images'
import { addDataset, addImages, answered, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'
import { box, draw, frame, scene } from '../support/scene'

beforeEach(freshDatabase)

const copy = (from: number, to: number, body: object = {}) =>
  answered(CopyAnnotationsResult, 'POST', `/image/copy/${from}/${to}/annotations`, json(body))
const shapes = async (image: number) =>
  (await answered(AnnotatorData, 'GET', `/annotator/data/${image}`)).categories.flatMap((each) =>
    each.annotations.map(({ shape, category_id }) => [category_id, shape]),
  )

it('copies what shows something, counts that, and can be undone', async () => {
  const {
    images: [from, to],
    cat,
    dog,
  } = await scene(['a.jpg', 'b.jpg'])
  await draw(from!, cat, frame)
  await draw(from!, dog, box)
  await draw(from!, dog, null)
  expect(await copy(from!, to!)).toEqual({ annotations_created: 2 })
  expect(await shapes(to!)).toEqual([
    [cat, frame],
    [dog, box],
  ])
  expect(await answered(Annotation, 'GET', '/annotation/4')).toMatchObject({ image_id: to, area: 1500, revision: 1 })
  await answered(AnnotatorChangesResult, 'POST', '/annotator/undo', json({ image_id: to }))
  expect(await shapes(to!)).toEqual([])
  await expectConsistent()
})

it('copies the wanted categories only', async () => {
  const {
    images: [from, to],
    cat,
    dog,
  } = await scene(['a.jpg', 'b.jpg'])
  await draw(from!, cat)
  await draw(from!, dog, box)
  expect(await copy(from!, to!, { category_ids: [dog, 99] })).toEqual({ annotations_created: 1 })
  expect(await shapes(to!)).toEqual([[dog, box]])
})

it('gives the categories to another dataset', async () => {
  const { image, cat } = await scene()
  await draw(image, cat, box)
  const other = await addDataset('other')
  const [target] = await addImages(other, ['x.jpg'])
  await copy(image, target!.id)
  expect((await datasets.find(other))!.categories).toEqual([cat])
  expect(await shapes(target!.id)).toEqual([[cat, box]])
})

it('refuses with the documented words', async () => {
  const {
    dataset,
    images: [from, to],
  } = await scene(['a.jpg', 'b.jpg'])
  const [wide] = await addImages(dataset, ['c.jpg'], { width: 200 })
  const no = (a: number, b: number) => refused('POST', `/image/copy/${a}/${b}/annotations`, json({}))
  expect(await no(from!, 99)).toEqual([400, 'Invalid image ids'])
  expect(await no(from!, from!)).toEqual([400, 'Cannot copy self'])
  expect(await no(from!, wide!.id)).toEqual([400, 'Image sizes do not match'])
  await images.softDelete([to!])
  expect(await no(from!, to!)).toEqual([400, 'Invalid image ids'])
})
