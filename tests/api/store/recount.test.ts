import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { annotations } from '@/server/db/annotations/annotations'
import { images } from '@/server/db/images/images'
import { api, freshDatabase, json } from '../support/api'
import { expectConsistent } from '../support/recount'
import { box, scene, square } from '../support/scene'

beforeEach(freshDatabase)

/** Numbers from 0 up to `below`, the same for a seed. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Roll = ReturnType<typeof dice>
type Scene = Awaited<ReturnType<typeof scene>>

/** Method, path and body of something a client may do to an image and one of its annotations, whether it makes sense or not. */
function requests(
  roll: Roll,
  { images: all, dataset, cat, dog }: Scene,
  image: number,
  id: number,
  revision: number,
): [string, string, object?][] {
  const category_id = roll(2) ? cat : dog
  const other = all[roll(all.length)]!
  const changes = [
    { before: null, after: { category_id, shape: roll(2) ? square : box } },
    ...(roll(2)
      ? [{ id, base_revision: revision, before: {}, after: roll(3) ? { category_id, iscrowd: roll(2) === 1 } : null }]
      : []),
  ]
  const path = [
    'Path',
    {
      segments: [
        [-40, -30],
        [roll(40), -30],
        [0, 20],
      ],
      closed: true,
    },
  ]
  return [
    ['POST', '/annotator/changes', { image_id: image, label: 'Edit', changes }],
    [
      'POST',
      '/annotator/changes',
      {
        image_id: image,
        label: 'Edit',
        changes: [{ id, base_revision: revision, before: {}, after: { shape: roll(2) ? square : null } }],
      },
    ],
    ['POST', '/annotator/undo', { image_id: image }],
    ['POST', '/annotator/undo', { image_id: image }],
    ['POST', '/annotator/redo', { image_id: image }],
    ['POST', '/annotation/', { image_id: image, category_id, segmentation: square.parts.map(({ outer }) => outer) }],
    ['PUT', `/annotation/${id}`, { category_id }],
    ['DELETE', `/annotation/${id}`],
    ['POST', `/undo/?id=${id}&instance=annotation`],
    ['DELETE', `/undo/?id=${id}&instance=annotation`],
    [
      'POST',
      '/annotation/bulk',
      {
        create: Array.from({ length: roll(150) }, () => ({ image_id: other, category_id })),
        update: [{ id, shape: box }],
        delete: roll(2) ? [id] : [],
      },
    ],
    [
      'POST',
      '/annotator/data',
      {
        image: { id: image, category_ids: [category_id] },
        categories: [{ id: cat, annotations: [{ id, compoundPath: path }] }],
      },
    ],
    ['POST', `/image/copy/${image}/${other}/annotations`, {}],
    ['DELETE', `/image/${image}`],
    ['POST', `/undo/?id=${image}&instance=image`],
    ['POST', `/undo/?id=${other}&instance=image`],
    ['DELETE', `/dataset/${dataset}`],
    ['POST', `/undo/?id=${dataset}&instance=dataset`],
    ...(roll(6) === 0 ? [['DELETE', `/undo/?id=${image}&instance=image`] satisfies [string, string]] : []),
  ]
}

it.each([11, 12, 13, 14])('after any requests, what is kept is what a count gives (seed %i)', async (seed) => {
  const roll = dice(seed)
  const there = await scene(['a.jpg', 'b/b.jpg', 'b/c.jpg', 'd.jpg', 'e.jpg'])
  const statuses = new Set<number>()
  for (let step = 0; step < 150; step++) {
    const image = there.images[roll(there.images.length)]!
    const rows = await annotations.ofImage(image, { deleted: true })
    const some = rows[roll(Math.max(1, rows.length))]
    const choices = requests(roll, there, image, some?.id ?? 1, some?.revision ?? 1)
    const [method, path, body] = choices[roll(choices.length)]!
    const { status } = await api(method, path, body ? json(body) : {})
    statuses.add(status)
    if (step % 10 === 9) await expectConsistent()
  }
  expect([...statuses].every((status) => [200, 400, 409].includes(status))).toBe(true)
  expect(statuses.has(200)).toBe(true)
  expect((await images.findAll(there.images)).length).toBeGreaterThan(0)
})
