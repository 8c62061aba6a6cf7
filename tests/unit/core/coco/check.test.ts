import { describe, expect, it } from 'vitest'
import { checkAnnotation, foreignKind } from '@/core/coco/check/annotation'
import { checkCategory, checkImage } from '@/core/coco/check/image'

const size = { width: 100, height: 80 }
const triangle = [[10, 10, 60, 10, 60, 60]]
const good = {
  id: 1,
  image_id: 2,
  category_id: 3,
  segmentation: triangle,
  area: 1250,
  bbox: [10, 10, 50, 50],
  iscrowd: 0,
}
const check = (changes: object, keypoints = 0) => checkAnnotation({ ...good, ...changes }, { size, keypoints })
const without = (...fields: string[]) =>
  checkAnnotation(Object.fromEntries(Object.entries(good).filter(([field]) => !fields.includes(field))), {
    size,
    keypoints: 0,
  })
const fields = ({ problems }: ReturnType<typeof check>) =>
  problems.map(({ field, severity, repair }) => `${severity} ${field}${repair ? `: ${repair}` : ''}`)

describe('an annotation', () => {
  it('without fault passes as it is', () => {
    expect(check({ attributes: { a: 1 } })).toEqual({
      problems: [],
      usable: {
        id: 1,
        image: 2,
        category: 3,
        segmentation: triangle,
        bbox: [10, 10, 50, 50],
        area: 1250,
        iscrowd: false,
        keypoints: [],
        extra: { attributes: { a: 1 } },
      },
    })
  })

  it.each([
    [{ iscrowd: true }, ['error iscrowd: read as 1']],
    [{ iscrowd: '0' }, ['error iscrowd: read as 0']],
    [{ iscrowd: 'x' }, ['error iscrowd: read as 0']],
    [{ image_id: '2' }, ['error image_id: read as a number']],
    [{ area: null }, ['warning area: computed from the shape']],
    [{ area: -1 }, ['error area: computed from the shape']],
    [{ area: '5' }, ['error area: read as numbers']],
    [{ area: Infinity }, ['error area: computed from the shape']],
    [{ bbox: [1, 2, 3] }, ['error bbox: computed from the shape']],
    [{ bbox: [1, 2, -3, 4] }, ['error bbox: computed from the shape']],
    [{ bbox: [1, 2, 300, 4] }, ['warning bbox: clipped to the image']],
    [{ segmentation: [10, 10, 60, 10, 60, 60] }, ['error segmentation: taken as one polygon']],
    [{ segmentation: [...triangle, [1, 2, 3, 4]] }, ['error segmentation: left out']],
    [{ segmentation: [[1, 2, 3]] }, ['error segmentation: its box is taken as the shape']],
    [{ segmentation: { size: [80, 100], counts: [10, 5] } }, ['error segmentation: the rest is background']],
    [{ segmentation: { size: [100, 80], counts: [8000] } }, ['error segmentation: its box is taken as the shape']],
    [
      { keypoints: [1, 1, 2, 5, 5, 0], num_keypoints: 2 },
      ['warning keypoints: set to 0, 0', 'warning num_keypoints: counted'],
    ],
    [
      { keypoints: [1, 1, 7] },
      ['warning keypoints: taken as visible (2), below 1 as not labelled (0)', 'warning num_keypoints: counted'],
    ],
    [{ segmentation: [[-5, 10, 60, 10, 60, 60]] }, ['warning segmentation: clipped to the image']],
    [{ segmentation: [] }, []],
    [{ keypoints: [1, 2] }, ['error keypoints: left out; its shape is kept']],
    [{ keypoints: [1e300, 2, 2] }, ['error keypoints: left out; its shape is kept']],
    [{ iscrowd: undefined }, ['warning iscrowd: read as 0']],
  ])('%j is usable, and says so', (changes, expected) => {
    const checked = check(changes)
    expect(fields(checked)).toEqual(expected)
    expect(checked.usable).toBeDefined()
  })

  it('of another number of keypoints than its category is named', () => {
    expect(fields(check({ keypoints: [1, 1, 2], num_keypoints: 1 }, 17))).toEqual(['warning keypoints'])
  })

  it.each([
    [{ image_id: undefined }, 'image_id'],
    [{ category_id: {} }, 'category_id'],
    [{ segmentation: 'x', bbox: undefined }, 'segmentation'],
    [{ segmentation: [[1, 2, 3, 4]], bbox: [] }, 'segmentation'],
    [{ segmentation: [[1, 2, 3, 4, 5, null]], bbox: undefined }, 'segmentation'],
    [{ segmentation: { size: [80, 100], counts: [8001] }, bbox: undefined }, 'segmentation'],
    [{ segmentation: { size: [80, 100], counts: 'é' }, bbox: undefined }, 'segmentation'],
    [{ segmentation: { counts: [8000] }, bbox: undefined }, 'segmentation'],
    [{ segmentation: [], bbox: [1, 2, 3] }, 'bbox'],
    [{ segmentation: [], bbox: [0, 0, 1e200, 1e200] }, 'bbox'],
  ])('%j is refused', (changes, field) => {
    const { usable, problems } = check(changes)
    expect(usable).toBeUndefined()
    expect(
      problems.filter((problem) => problem.severity === 'error' && !problem.repair).map((problem) => problem.field),
    ).toContain(field)
  })

  it('with a category alone is a label, not a fault', () => {
    expect(fields(without('segmentation', 'area', 'bbox', 'iscrowd'))).toEqual([])
  })
})

it('captions and panoptic files are told by name', () => {
  expect(foreignKind({ image_id: 1, caption: 'a dog' })).toContain('captions')
  expect(foreignKind({ image_id: 1, segments_info: [] })).toContain('panoptic')
  expect(foreignKind(good)).toBeNull()
  expect(foreignKind({ ...good, caption: 'a dog' })).toBeNull()
})

describe('an image and a category', () => {
  it('need an id and a name', () => {
    expect(checkImage({ id: 1, file_name: 'a.jpg', width: 3, height: 4, license: 0 }).usable).toEqual({
      id: 1,
      file_name: 'a.jpg',
      width: 3,
      height: 4,
      extra: { license: 0 },
    })
    expect(checkImage({ file_name: 'a.jpg' }).usable).toBeUndefined()
    expect(checkImage({ id: 1, file_name: 5 }).usable).toBeUndefined()
    expect(checkCategory({ id: 1 }).usable).toBeUndefined()
  })

  it('keep what they do not understand', () => {
    const { usable, problems } = checkCategory({
      id: 7,
      name: 'a',
      supercategory: 5,
      skeleton: [[0, 1]],
      keypoints: [],
      isthing: 1,
    })
    expect(usable).toEqual({
      id: 7,
      name: 'a',
      keypoints: [],
      skeleton: [[0, 1]],
      extra: { supercategory: 5, isthing: 1 },
    })
    expect(problems.map(({ field }) => field)).toEqual(['skeleton'])
  })
})
