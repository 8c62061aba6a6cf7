/** What people and scripts do to an image, as requests; and what is stored of it then. */
import type { Shape } from '@/core/shape/types'
import { annotations } from '@/server/db/annotations/annotations'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { answerApi } from '@/server/shell/answerApi'
import { addImages, json, requestOf } from '../support/api'
import { box, frame, square } from '../support/scene'
import type { Rows } from './model'

export interface Op {
  what: keyof typeof doing
  /** Which tab; null: a client that names no session. */
  by: 'one' | 'two' | null
  /** What the numbers choose depends on `what`. */
  a: number
  b: number
}

export interface Place {
  dataset: number
  image: number
  categories: number[]
}

let places = 0

/** An image of its own with categories of its own. */
export async function newPlace(): Promise<Place> {
  const name = `p${++places}`
  const made: number[] = []
  for (const each of ['cat', 'dog', 'cow']) made.push((await categories.create({ name: `${name} ${each}` })).id)
  const dataset = (await datasets.create({ name, categories: made })).id
  const [image] = await addImages(dataset, ['a.jpg'])
  return { dataset, image: image!.id, categories: made }
}

export async function send(
  method: string,
  path: string,
  body?: object,
  by: string | null = null,
): Promise<{ status: number; body: unknown }> {
  const response = await answerApi(
    requestOf(method, path, body ? json(body, by ? { 'Atoll-Session': by } : {}) : { method }),
  )
  return { status: response.status, body: await response.json() }
}

const NOT_COMPARED = new Set(['id', 'revision', 'updated_at', 'deleted_date', 'milliseconds'])

/** As stored, by id; without what counts changes. */
export async function storedRows(image: number): Promise<Rows> {
  const rows = await annotations.ofImage(image, { deleted: true })
  const fields = (row: object) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) =>
        NOT_COMPARED.has(name) || value === undefined ? [] : [[name, JSON.stringify(value)]],
      ),
    )
  return new Map(rows.sort((one, other) => one.id - other.id).map((row) => [row.id, fields(row)]))
}

const of = <T>(list: readonly T[], number: number): T => list[number % list.length]!
const two: Shape = {
  kind: 'polygons',
  parts: [
    { outer: [1, 1, 9, 1, 9, 9], holes: [] },
    { outer: [60, 60, 70, 60, 70, 70], holes: [] },
  ],
}
const shapes = [square, box, frame, two]
const colors = ['#ff0000', '#00ff00', '#0000ff']

interface Chosen extends Place {
  /** Of annotations that are not deleted. */
  ids: number[]
  deleted: number[]
  a: number
  b: number
}

type Asked = [method: string, path: string, body?: object] | null

const changes = ({ image }: Place, ...list: object[]): Asked => [
  'POST',
  '/annotator/changes',
  { image_id: image, label: 'Edit', changes: list },
]
const update = (id: number, after: object | null) => ({ id, before: {}, after })
const make = ({ a, b, categories: all }: Chosen) => ({
  before: null,
  after: { category_id: of(all, a), shape: of(shapes, b) },
})
const change = (chosen: Chosen, after: object) =>
  chosen.ids.length > 0 ? changes(chosen, update(of(chosen.ids, chosen.a), after)) : null

/** Requests; null: there is nothing to do it to. `steps` are those that become one in the history. */
export const doing = {
  make: (chosen: Chosen) => changes(chosen, make(chosen)),
  shape: (chosen: Chosen) => change(chosen, { shape: of([...shapes, null], chosen.b) }),
  color: (chosen: Chosen) => change(chosen, { color: of(colors, chosen.b), metadata: { note: chosen.b } }),
  category: (chosen: Chosen) =>
    change(chosen, { category_id: of(chosen.categories, chosen.b), iscrowd: chosen.b % 2 === 0 }),
  remove: ({ ids, a, ...place }: Chosen) => (ids.length > 0 ? changes(place, update(of(ids, a), null)) : null),
  several: (chosen: Chosen) => {
    const [first, second] = [of(chosen.ids, chosen.a), of(chosen.ids, chosen.a + 1)]
    return chosen.ids.length > 1
      ? changes(
          chosen,
          make(chosen),
          update(first!, { shape: of(shapes, chosen.b) }),
          update(second!, null),
          make(chosen),
        )
      : null
  },
  recategorise: ({ image, categories: all, a }: Chosen): Asked => [
    'POST',
    '/image/bulk',
    { action: 'category', ids: [image], category_id: of(all, a) },
  ],
  merge: ({ ids, a }: Chosen): Asked =>
    ids.length > 1 ? ['POST', '/annotation/merge', { ids: [of(ids, a), of(ids, a + 1)] }] : null,
  split: ({ ids, a }: Chosen): Asked => (ids.length > 0 ? ['POST', '/annotation/split', { id: of(ids, a) }] : null),
  undo: () => null,
  redo: () => null,
  // past the history
  put: ({ ids, categories: all, a, b }: Chosen): Asked =>
    ids.length > 0 ? ['PUT', `/annotation/${of(ids, a)}`, { category_id: of(all, b) }] : null,
  trash: ({ ids, a }: Chosen): Asked => (ids.length > 0 ? ['DELETE', `/annotation/${of(ids, a)}`] : null),
  restore: ({ deleted, a }: Chosen): Asked =>
    deleted.length > 0 ? ['POST', `/undo/?id=${of(deleted, a)}&instance=annotation`] : null,
  destroy: ({ deleted, a }: Chosen): Asked =>
    deleted.length > 0 ? ['DELETE', `/undo/?id=${of(deleted, a)}&instance=annotation`] : null,
  bulk: ({ ids, image, categories: all, a, b }: Chosen): Asked => {
    const [delete_, update_] =
      ids.length > 1 ? [[of(ids, a)], [{ id: of(ids, a + 1), color: of(colors, b) }]] : [[], []]
    return [
      'POST',
      '/annotation/bulk',
      { create: [{ image_id: image, category_id: of(all, b), shape: square }], update: update_, delete: delete_ },
    ]
  },
  trashCategory: ({ categories: all, a }: Chosen): Asked => ['DELETE', `/category/${of(all, a)}`],
  destroyCategory: ({ categories: all, a }: Chosen): Asked => ['DELETE', `/undo/?id=${of(all, a)}&instance=category`],
  mergeCategory: ({ categories: all, a }: Chosen): Asked => [
    'POST',
    `/category/${of(all, a)}/merge`,
    { into: of(all, a + 1) },
  ],
  import: ({ dataset, a, b }: Chosen): Asked => ['POST', `/dataset/${dataset}/coco`, importing(a, b)],
}

const importing = (a: number, b: number) => ({
  images: [{ id: 1, file_name: 'a.jpg', width: 100, height: 80 }],
  categories: [{ id: 1, name: `imported ${a % 2}` }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, segmentation: [[b % 50, 10, 60, 10, 60, 60]], iscrowd: 0 }],
})

/** What becomes a step in the history, under the session that asks. */
export const STEPS: Op['what'][] = [
  'make',
  'shape',
  'color',
  'category',
  'remove',
  'several',
  'recategorise',
  'merge',
  'split',
]
export const OTHERS: Op['what'][] = ['put', 'trash', 'restore', 'destroy', 'bulk', 'trashCategory', 'destroyCategory']
/** Tasks, which take longer; a merge of categories is a step of no session. */
export const TASKS: Op['what'][] = ['mergeCategory', 'import']

export const requestFor = ({ what, a, b }: Op, place: Place, rows: Rows): Asked => {
  const idsWith = (deleted: string) => [...rows].flatMap(([id, fields]) => (fields.deleted === deleted ? [id] : []))
  return (doing[what] as (chosen: Chosen) => Asked)({ ...place, ids: idsWith('false'), deleted: idsWith('true'), a, b })
}
