import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import type { ValidationResult } from '@/contract/coco'
import { db } from '@/server/db/store/schema'
import { addDataset, api, freshDatabase, readData } from '../support/coco'

beforeEach(freshDatabase)

async function validated(body: BodyInit): Promise<ValidationResult> {
  const dataset = await addDataset()
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, { body })
  await db.images.toCollection().modify({ placeholder: false })
  return (await api<ValidationResult>('GET', `/dataset/${dataset}/validate`)).body
}

it('finds nothing in good files', async () => {
  for (const path of [
    'nuts/trainval-present.json',
    'pycococreator-shapes/instances_rle.json',
    'coco-person-cc-by/person_keypoints.json',
  ]) {
    await freshDatabase()
    expect(await validated(readData(path))).toMatchObject({ errors: 0, warnings: 0, problems: [] })
  }
})

it('finds the areas of sahi, which are those of the whole image', async () => {
  const { annotations, warnings, problems } = await validated(readData('sahi-terrain2/terrain2_coco.json'))
  expect([annotations, warnings]).toEqual([5, 5])
  expect(problems[0]).toEqual({
    // a box of 222 x 161 pixels
    image_id: 1,
    annotation_id: 1,
    kind: 'area-contradicts',
    field: 'area',
    severity: 'warning',
    message: 'area is 698368, the mask has 35742 pixels.',
    repair: 'computed from the shape',
  })
})

it('finds skeletons that count from 0, images that have not come, and dangling categories', async () => {
  const dataset = await addDataset()
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, {
    body: readData('datumaro-coco/coco/annotations/person_keypoints_val.json'),
  })
  await db.categories.update(2, { deleted: true })
  const { problems } = (await api<ValidationResult>('GET', `/dataset/${dataset}/validate`)).body
  expect(problems).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ category_id: 1, field: 'skeleton' }),
      expect.objectContaining({ image_id: 40, field: 'file_name' }),
      expect.objectContaining({ annotation_id: 2, field: 'category_id', severity: 'error' }),
    ]) as unknown[],
  )
})

it('of no dataset: 400', async () => {
  expect(await api('GET', '/dataset/5/validate')).toMatchObject({
    status: 400,
    body: { message: 'Invalid dataset ID' },
  })
})
