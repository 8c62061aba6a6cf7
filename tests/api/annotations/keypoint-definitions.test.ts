// Keypoints keep their names, whatever a file, an edit of the category or an older client says of their order.
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import type { Category } from '@/contract/category'
import { categories } from '@/server/db/datasets/categories'
import { addDataset, addImages, api, freshDatabase, json } from '../support/api'

beforeEach(freshDatabase)

interface Coco {
  categories: (Record<string, unknown> & { id: number; name: string; keypoints: string[]; skeleton: number[][] })[]
  annotations: { id: number; category_id: number; keypoints: number[] }[]
}

const STORED = ['nose', 'left_hand', 'right_hand']
const POINTS = [1, 1, 2, 2, 2, 2, 3, 3, 1]

/** A dataset whose `person` has an annotation: nose at 1, left hand at 2, right hand at 3. */
async function people() {
  const dataset = await addDataset()
  const [image] = await addImages(dataset, ['a.jpg'])
  await addImages(dataset, ['b.jpg'])
  const { id: person } = (
    await api<Category>(
      'POST',
      '/category/',
      json({ name: 'person', supercategory: 'being', keypoint_labels: STORED, keypoint_edges: [[1, 2]] }),
    )
  ).body
  await api('POST', `/dataset/${dataset}`, json({ categories: [person] }))
  const { id } = (
    await api<{ id: number }>(
      'POST',
      '/annotation/',
      json({ image_id: image!.id, category_id: person, keypoints: POINTS }),
    )
  ).body
  return { dataset, person, image: image!.id, id }
}

const file = (keypoints: string[], more: object = {}) => ({
  images: [{ id: 7, file_name: 'b.jpg', width: 100, height: 80 }],
  categories: [{ id: 5, name: 'person', keypoints, skeleton: [[1, 2]], ...more }],
  annotations: [
    {
      id: 50,
      image_id: 7,
      category_id: 5,
      keypoints: keypoints.flatMap((_label, index) => [10 + index, 10 + index, 2]),
      num_keypoints: keypoints.length,
      iscrowd: 0,
    },
  ],
})

const send = async (dataset: number, body: object, query = '') =>
  (await api<ImportResult>('POST', `/dataset/${dataset}/coco${query}`, { body: JSON.stringify(body) })).body
const exported = async (dataset: number, query = '') =>
  (await api<Coco>('GET', `/dataset/${dataset}/coco${query}`)).body
const said = ({ errors }: ImportResult) =>
  errors.filter(({ category }) => category !== undefined).map(({ message }) => message)

/** Where each keypoint is, by the name that the export gives it. */
async function named(dataset: number, query = '') {
  const { categories: list, annotations } = await exported(dataset, query)
  return annotations.map(({ category_id, keypoints }) => {
    const { name, keypoints: labels } = list.find(({ id }) => id === category_id)!
    return [
      name,
      Object.fromEntries(
        labels.map((label, index) => [label, keypoints[index * 3]!] as const).filter(([, x]) => x !== 0),
      ),
    ]
  })
}

const HERE = ['person', { nose: 1, left_hand: 2, right_hand: 3 }]

describe('a file whose category has the same keypoints', () => {
  it('in another order: its points are reordered, and that is said', async () => {
    const { dataset } = await people()
    const result = await send(dataset, file(['right_hand', 'left_hand', 'nose']))
    expect(result.categories).toMatchObject({ matched: 1, created: 0, differing: 0 })
    expect(said(result)).toContainEqual(expect.stringContaining('reordered to nose, left_hand, right_hand'))
    for (const query of ['', '?ids=imported'])
      expect(await named(dataset, query)).toEqual([HERE, ['person', { right_hand: 10, left_hand: 11, nose: 12 }]])
  })

  it('and another skeleton, supercategory or field: what is here stays, and that is said; what lacks is added', async () => {
    const { dataset, person } = await people()
    const result = await send(dataset, file(STORED, { supercategory: 'animal', skeleton: [[1, 3]], note: 'x' }))
    expect(said(result)).toEqual([
      expect.stringContaining('another supercategory, skeleton'),
      expect.stringContaining('It lacked note'),
    ])
    expect(await categories.find(person)).toMatchObject({
      supercategory: 'being',
      keypoint_edges: [[1, 2]],
      extra: { note: 'x' },
    })
  })

  it('into a category without keypoints: they are taken', async () => {
    const dataset = await addDataset()
    await addImages(dataset, ['b.jpg'])
    await api('POST', '/category/', json({ name: 'person' }))
    await send(dataset, file(STORED))
    expect(await categories.byName('person')).toMatchObject({ keypoint_labels: STORED, keypoint_edges: [[1, 2]] })
  })
})

describe('a file whose category has keypoints of other names', () => {
  const other = ['tail', 'nose']

  it('becomes a category of its own for the dataset, with its own name in a file with its ids', async () => {
    const { dataset } = await people()
    const dry = await send(dataset, file(other), '?dry_run=true')
    expect(dry.categories).toEqual({ total: 1, created: 1, matched: 0, differing: 1 })
    const result = await send(dataset, file(other))
    expect(said(result)[0]).toContain('the file has tail, nose. It becomes a category of its own.')
    expect(await named(dataset)).toEqual([HERE, ['person (2)', { tail: 10, nose: 11 }]])
    expect(
      (await exported(dataset, '?ids=imported&categories=' + String((await categories.byName('person (2)'))!.id)))
        .categories,
    ).toMatchObject([{ id: 5, name: 'person', keypoints: other }])
    const again = await send(dataset, file(other))
    expect(again).toMatchObject({ categories: { created: 0, matched: 1, differing: 0 }, annotations: { unchanged: 1 } })
  })

  it('is mapped by name when that was chosen, and what has no place is named', async () => {
    const { dataset } = await people()
    const result = await send(dataset, file(other), '?definitions=map')
    expect(result.errors).toContainEqual(
      expect.objectContaining({
        annotation: 50,
        field: 'keypoints',
        repair: 'left out',
        message: expect.stringContaining('no keypoint tail') as string,
      }),
    )
    expect(await named(dataset)).toEqual([HERE, ['person', { nose: 11 }]])
  })

  it('replaces the definition when that was chosen: annotations here are rearranged, and can be taken back', async () => {
    const { dataset, person, image, id } = await people()
    const result = await send(dataset, file(['tail', 'nose', 'left_hand', 'right_hand']), '?definitions=replace')
    expect(said(result)).toContainEqual(
      expect.stringContaining('The keypoints of 1 annotations were rearranged, 0 of them left out'),
    )
    expect(await categories.find(person)).toMatchObject({
      keypoint_labels: ['tail', 'nose', 'left_hand', 'right_hand'],
    })
    expect(await named(dataset)).toEqual([HERE, ['person', { tail: 10, nose: 11, left_hand: 12, right_hand: 13 }]])
    await api('POST', '/annotator/undo', json({ image_id: image }))
    expect((await api<{ keypoints: number[] }>('GET', `/annotation/${id}`)).body.keypoints).toEqual(POINTS)
  })
})

describe('PUT /category/{id}', () => {
  const put = async (person: number, keypoint_labels: string[]) =>
    (await api('PUT', `/category/${person}`, json({ name: 'person', keypoint_labels }))).body

  it('with keypoints in another order rearranges those of its annotations', async () => {
    const { dataset, person, image, id } = await people()
    expect(await put(person, ['right_hand', 'nose', 'left_hand'])).toEqual({
      success: true,
      annotations: 1,
      removed: 0,
    })
    expect(await named(dataset)).toEqual([HERE])
    expect((await categories.find(person))!.keypoint_edges).toEqual([[2, 3]])
    await api('POST', '/annotator/undo', json({ image_id: image }))
    expect((await api<{ keypoints: number[] }>('GET', `/annotation/${id}`)).body.keypoints).toEqual(POINTS)
  })

  it('with more pads them, with fewer says what had no place, with other names renames', async () => {
    const { dataset, person } = await people()
    await put(person, [...STORED, 'tail'])
    expect((await exported(dataset)).annotations[0]!.keypoints).toEqual([...POINTS, 0, 0, 0])
    expect(await put(person, ['nose', 'right_hand'])).toEqual({ success: true, annotations: 1, removed: 1 })
    expect(await named(dataset)).toEqual([['person', { nose: 1, right_hand: 3 }]])
    expect(await put(person, ['beak', 'right_hand'])).toEqual({ success: true })
    expect(await named(dataset)).toEqual([['person', { beak: 1, right_hand: 3 }]])
  })
})
