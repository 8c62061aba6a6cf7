import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ImageIds } from '@/contract/dataset'
import type { ImageState } from '@/contract/image'
import { SavedViews, type DatasetFacets } from '@/contract/views'
import { STATES } from '@/core/query/filters'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { db } from '@/server/db/store/schema'
import { randomFrom, testSeed } from '../../support/seed'
import { addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { draw } from '../support/scene'

/** What is stored, as plain objects: the answers are compared with a walk over these. */
interface Known {
  id: number
  path: string
  state: ImageState
  split: string
  width: number
  height: number
  weather?: string
  annotations: { category: string; side: number; score?: number; crowd: boolean }[]
}

const NAMES = ['fig', 'date', 'brazil nut', 'Fig leaf']
const FOLDERS = ['', 'shelf a/', 'shelf a/low/', 'tray/']
const known: Known[] = []
let dataset = 0

const random = randomFrom(testSeed)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

beforeAll(async () => {
  await freshDatabase()
  const ids = new Map<string, number>()
  for (const name of NAMES) ids.set(name, (await categories.create({ name })).id)
  dataset = (await datasets.create({ name: 'set', categories: [...ids.values()] })).id
  for (let index = 0; index < 40; index++) {
    const [path, width, height] = [
      `${pick(FOLDERS)}IMG_${index}.${pick(['jpg', 'png'])}`,
      pick([320, 640]),
      pick([240, 480]),
    ]
    const [added] = await addImages(dataset, [path], { width, height })
    const image: Known = {
      id: added!.id,
      path,
      width,
      height,
      state: 'unlabelled',
      split: pick(['', 'train', 'val']),
      annotations: [],
    }
    for (let left = pick([0, 0, 1, 2, 5]); left > 0; left--) {
      const [category, side] = [pick(NAMES), pick([8, 40, 120])]
      const row = await draw(image.id, ids.get(category)!, { kind: 'box', x: 1, y: 1, width: side, height: side })
      image.annotations.push({ category, side, crowd: false })
      if (pick([true, false, false])) {
        await api('DELETE', `/annotation/${row.id}`)
        image.annotations.pop()
      }
    }
    image.state = pick(STATES)
    if (pick([true, false])) image.weather = pick(['rain', 'sun'])
    const metadata = image.weather ? { weather: image.weather } : {}
    await api('PUT', `/image/${image.id}`, json({ state: image.state, split: image.split || null, metadata }))
    known.push(image)
  }
  known.sort((a, b) => (a.path < b.path ? -1 : 1))
})

const idsOf = async (query: string, more = '') =>
  (await answered(ImageIds, 'GET', `/dataset/${dataset}/ids?query=${encodeURIComponent(query)}${more}`)).ids

const refusal = async (query: string) => {
  const { status, body } = await api('GET', `/dataset/${dataset}/images?query=${encodeURIComponent(query)}`)
  return { status, ...body }
}

type Case = { text: string; fits: (image: Known) => boolean }
const quoted = (text: string) => (/[ ]/.test(text) ? `"${text}"` : text)
const folderOf = (path: string) => path.split('/').slice(0, -1).join('/')

const interval = fc.constantFrom<[string, (value: number) => boolean]>(
  ['>1', (value) => value > 1],
  ['<=2', (value) => value <= 2],
  ['0', (value) => value === 0],
  ['1..4', (value) => value >= 1 && value <= 4],
)
const areas = fc.constantFrom<[string, (value: number) => boolean]>(
  ['<100', (value) => value < 100],
  ['1600', (value) => value === 1600],
  ['>=1600', (value) => value >= 1600],
)
const name = fc.constantFrom(...NAMES)
const state = fc.constantFrom(...STATES)

const imageTerm: fc.Arbitrary<Case> = fc.oneof(
  fc.constantFrom('img_1', '.PNG', '7').map((text) => ({
    text,
    fits: ({ path }: Known) => path.split('/').at(-1)!.toLowerCase().includes(text.toLowerCase()),
  })),
  fc.constantFrom('shelf a', 'tray', 'shelf a/low').map((folder) => ({
    text: `folder:${quoted(folder)}`,
    fits: ({ path }: Known) => folderOf(path) === folder || folderOf(path).startsWith(`${folder}/`),
  })),
  fc
    .tuple(state, state)
    .map(([a, b]) => ({ text: `state:${a},${b}`, fits: (image: Known) => image.state === a || image.state === b })),
  fc.constantFrom('train', 'val', 'none').map((split) => ({
    text: `split:${split}`,
    fits: (image: Known) => image.split === (split === 'none' ? '' : split),
  })),
  name.map((category) => ({
    text: `category:${quoted(category)}`,
    fits: (image: Known) => image.annotations.some((each) => each.category === category),
  })),
  interval.map(([text, fits]) => ({
    text: `annotations:${text}`,
    fits: (image: Known) => fits(image.annotations.length),
  })),
  fc.constantFrom(320, 640).map((width) => ({ text: `width:${width}`, fits: (image: Known) => image.width === width })),
  fc.constant({ text: 'metadata:weather', fits: (image: Known) => image.weather !== undefined }),
  fc.constant({ text: 'metadata:weather=R*n', fits: (image: Known) => image.weather === 'rain' }),
  areas.map(([text, fits]) => ({
    text: `area:${text}`,
    fits: (image: Known) => image.annotations.some(({ side }) => fits(side * side)),
  })),
)
const group: fc.Arbitrary<Case> = fc.tuple(name, areas, fc.boolean()).map(([category, [text, fits], negated]) => ({
  text: `[category:${quoted(category)} ${negated ? '-' : ''}area:${text}]`,
  fits: (image) =>
    image.annotations.some((each) => each.category === category && fits(each.side * each.side) !== negated),
}))
const item: fc.Arbitrary<Case> = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: imageTerm }, group), fc.boolean())
  .map(([{ text, fits }, negated]) => (negated ? { text: `-${text}`, fits: (image) => !fits(image) } : { text, fits }))

/** One image gets another state, another split, or another annotation. */
async function changeSomething() {
  const image = pick(known)
  const what = pick(['state', 'split', 'annotation'])
  if (what === 'state') await api('PUT', `/image/${image.id}`, json({ state: (image.state = pick(STATES)) }))
  else if (what === 'split') await api('PUT', `/image/${image.id}`, json({ split: (image.split = 'train') }))
  else {
    const [category, side] = [pick(NAMES), pick([8, 40, 120])]
    const { id } = (await categories.byName(category))!
    await draw(image.id, id, { kind: 'box', x: 1, y: 1, width: side, height: side })
    image.annotations.push({ category, side, crowd: false })
    if (image.state === 'unlabelled') image.state = 'in_progress'
  }
}

describe('a query', () => {
  it('answers the images that a walk over all of them finds', async () => {
    let telling = 0
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 3 }), async (items) => {
        const text = items.map((each) => each.text).join(' ')
        if (items.length === 3) await changeSomething()
        const expected = known.filter((image) => items.every(({ fits }) => fits(image))).map(({ id }) => id)
        if (expected.length > 0 && expected.length < known.length) telling++
        expect([text, await idsOf(text)]).toEqual([text, expected])
      }),
      { seed: testSeed, numRuns: 1000 },
    )
    expect(telling).toBeGreaterThan(300)
  }, 300_000)

  it('holds besides the other parameters, and in every order', async () => {
    const wanted = known.filter(
      ({ path, state: each, annotations: list }) =>
        folderOf(path).startsWith('shelf a') && each === 'done' && list.length > 0,
    )
    expect((await idsOf('annotations:>0', '&folder=shelf a&state=done&order=-id')).sort()).toEqual(
      wanted.map(({ id }) => id).sort(),
    )
  })

  it('follows every change', async () => {
    const [image] = known
    const before = await idsOf('[category:fig area:900]')
    const row = await draw(image!.id, (await categories.byName('fig'))!.id, {
      kind: 'box',
      x: 0,
      y: 0,
      width: 30,
      height: 30,
    })
    expect(await idsOf('[category:fig area:900]')).toEqual([image!.id])
    await api('DELETE', `/annotation/${row.id}`)
    expect(await idsOf('[category:fig area:900]')).toEqual(before)
    const fig = (await categories.byName('fig'))!
    await categories.update(fig.id, { name: 'feige' })
    expect(await refusal('category:fig')).toMatchObject({
      code: 'query-unknown-category',
    })
    await categories.update(fig.id, { name: 'fig' })
  })

  it.each([
    ['colour:red', 'query-unknown-filter', { key: 'colour' }],
    ['area:big', 'query-not-a-number', { key: 'area', value: 'big' }],
    ['category:fgi', 'query-unknown-category', { value: 'fgi' }],
    ['"a', 'query-unclosed-quote', { text: '"a' }],
  ])('%s is refused with what is wrong', async (text, code, params) => {
    expect(await refusal(text)).toMatchObject({
      code,
      params,
    })
  })

  it('counts what each choice would find, in place of the terms of its filter', async () => {
    const text = 'state:done annotations:>0 -category:date'
    const { body } = await api<DatasetFacets>('GET', `/dataset/${dataset}/facets?query=${encodeURIComponent(text)}`)
    const rest = known.filter((image) => !image.annotations.some(({ category }) => category === 'date'))
    const count = (fits: (image: Known) => boolean) => rest.filter(fits).length
    const isDone = ({ state }: Known) => state === 'done'
    const hasSome = ({ annotations }: Known) => annotations.length > 0
    const fig = (await categories.byName('fig'))!
    expect(body.total).toBe(count((image) => isDone(image) && hasSome(image)))
    for (const state of STATES)
      expect(body.states[state]).toBe(count((image) => image.state === state && hasSome(image)))
    expect(body).toMatchObject({
      annotated: count((image) => isDone(image) && hasSome(image)),
      not_annotated: count((image) => isDone(image) && !hasSome(image)),
    })
    const inTrain = count((image) => isDone(image) && hasSome(image) && image.split === 'train')
    expect(body.splits.train ?? 0).toBe(inTrain)
    const figs = count((image) => isDone(image) && image.annotations.some(({ category }) => category === 'fig'))
    expect(body.categories[fig.id] ?? 0).toBe(figs)
  })

  it('says which images an export has', async () => {
    const text = 'category:fig width:640'
    const expected = known.filter(
      ({ width, annotations }) => width === 640 && annotations.some(({ category }) => category === 'fig'),
    )
    const { body } = await api<{ images: { id: number }[] }>(
      'GET',
      `/dataset/${dataset}/coco?query=${encodeURIComponent(text)}&empty=all`,
    )
    expect(body.images.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
  })

  it('is kept under a name', async () => {
    const views = [
      { name: 'To do', query: 'state:unlabelled' },
      { name: 'Small figs', query: '[category:fig area:<100]', order: '-id' },
    ]
    await answered(SavedViews, 'PUT', `/dataset/${dataset}/views`, json({ views }))
    expect(await answered(SavedViews, 'GET', `/dataset/${dataset}/views`)).toEqual({ views })
    expect((await refused('PUT', `/dataset/${dataset}/views`, json({ views: [views[0], views[0]] })))[0]).toBe(400)
    expect(await answered(SavedViews, 'GET', `/dataset/${dataset}/views`)).toEqual({ views })
  })

  it('leaves out what is in the trash', async () => {
    const [, image] = known
    await api('DELETE', `/image/${image!.id}`)
    expect(await idsOf(`id:${image!.id}`)).toEqual([])
    expect(await idsOf('')).toHaveLength(known.length - 1)
    expect((await db.images.get(image!.id))!.deleted).toBe(true)
  })
})
