import { expect, it } from 'vitest'
import type { StoredAnnotation } from '@/core/coco/annotationOut'
import { compareWritten } from '@/core/coco/archive/compareWritten'
import { repairAnnotation } from '@/core/coco/repair'
import { ringToShape } from '@/core/shape/shape'

const size = { width: 100, height: 80 }
const square = [10, 10, 30, 10, 30, 30, 10, 30]
const row: StoredAnnotation = {
  id: 1,
  image_id: 2,
  dataset_id: 3,
  category_id: 4,
  shape: ringToShape(square),
  keypoints: [],
  area: 400,
  bbox: [10, 10, 20, 20],
  iscrowd: false,
  isbbox: false,
  ...size,
  color: '#000000',
  metadata: {},
}

it.each<[Parameters<typeof repairAnnotation>[1], Partial<StoredAnnotation>, Partial<StoredAnnotation>]>([
  ['area-contradicts', { area: 7 }, { area: 400 }],
  [
    'area-missing',
    { shape: null, area: 0, original: { area: null, segmentation: [] } },
    { area: 400, original: { segmentation: [] } },
  ],
  ['bbox-contradicts', { bbox: [0, 0, 1, 1] }, { bbox: [10, 10, 20, 20] }],
  [
    'bbox-missing',
    { shape: null, keypoints: [5, 6, 2, 15, 26, 1], original: { bbox: null } },
    { bbox: [5, 6, 10, 20], original: undefined },
  ],
  ['bbox-outside', { bbox: [90, 70, 50, 50] }, { bbox: [90, 70, 10, 10] }],
  [
    'bbox-outside',
    { shape: { kind: 'box', x: 90, y: 70, width: 50, height: 50 }, bbox: [90, 70, 50, 50] },
    { shape: { kind: 'box', x: 90, y: 70, width: 10, height: 10 }, area: 100, bbox: [90, 70, 10, 10] },
  ],
  [
    'polygon-outside',
    { shape: ringToShape([-10, 0, 10, 0, 10, 10, -10, 10]), area: 200 },
    { shape: ringToShape([0, 0, 10, 0, 10, 10, 0, 10]), area: 100, bbox: [0, 0, 10, 10] },
  ],
  ['segmentation-empty', { original: { segmentation: [] } }, { original: undefined }],
  ['num-keypoints-contradicts', { original: { num_keypoints: 9 } }, { original: undefined }],
  ['visibility-invalid', { keypoints: [1, 2, 7, 3, 4, -1] }, { keypoints: [1, 2, 2, 3, 4, 0] }],
  ['unlabelled-with-place', { keypoints: [1, 2, 0, 3, 4, 1] }, { keypoints: [0, 0, 0, 3, 4, 1] }],
])('%s: %j becomes %j', (kind, broken, expected) => {
  const before = { ...row, ...broken }
  const repaired = repairAnnotation(before, kind, size)
  expect(repaired).toEqual({ ...before, ...expected })
  expect(before).toEqual({ ...row, ...broken })
})

it.each(['mask-invalid', 'keypoints-count', 'reference-dangling', 'polygon-outside'] as const)(
  '%s is for the user to mend',
  (kind) => {
    const shape = ringToShape([200, 0, 300, 0, 300, 10])
    expect(repairAnnotation({ ...row, shape }, kind, size)).toBeNull()
  },
)

const written = { area: 400, bbox: [10, 10, 20, 20], segmentation: [square] }

it('what is written as it is stored is the same, also as other numbers of the same pixels', () => {
  expect(compareWritten(written, row)).toBeNull()
  expect(compareWritten({ ...written, segmentation: [[10, 30, 10, 10, 30, 10, 30, 30]] }, row)).toBeNull()
  expect(compareWritten({ ...written, segmentation: [] }, { ...row, original: { segmentation: [] } })).toBeNull()
})

it.each([
  [{ area: 401 }, 'area is 401, not 400'],
  [{ area: null }, 'area is null'],
  [{ bbox: [10, 10, 20] }, 'bbox is [10,10,20]'],
  // 19 of 20 rows
  [{ segmentation: [[10, 10, 30, 10, 30, 29, 10, 29]] }, 'overlaps the stored one by 0.9500'],
  [{ segmentation: [] }, 'its shape is gone'],
  [{ segmentation: { size: [80, 100], counts: [1] } }, 'sum to 1'],
])('%j is not what is stored', (changes, message) => {
  expect(compareWritten({ ...written, ...changes }, row)).toContain(message)
})
