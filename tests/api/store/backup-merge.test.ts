import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { BackupResult } from '@/contract/backup'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, raw, refused } from '../support/api'
import { changed } from '../support/archive'
import { expectConsistent } from '../support/recount'
import { box, draw, frame, scene } from '../support/scene'

beforeEach(freshDatabase)

const picture = readFileSync(new URL('../../data/formats/1_trns.png', import.meta.url))

const backUp = async () => (await raw('GET', '/backup.zip')).blob()
const merge = async (archive: Blob) =>
  (await answered(BackupResult, 'POST', '/backup?merge=true', { body: archive })).merged!

const counts = (some: Partial<Record<'added' | 'replaced' | 'same' | 'kept' | 'renumbered', number>>) => ({
  added: 0,
  replaced: 0,
  same: 0,
  kept: 0,
  renumbered: 0,
  ...some,
})

async function store() {
  const there = await scene(['a.jpg', 'b.jpg'])
  // facts without images
  await db.images.toCollection().modify({ placeholder: true })
  await api('POST', `/image/?dataset_id=${there.dataset}&file_name=c.png`, { body: picture })
  const first = await draw(there.images[0]!, there.cat, frame)
  const second = await draw(there.images[1]!, there.dog, box)
  return { ...there, first, second }
}

/** Times are in milliseconds: what comes after is later. */
async function later() {
  const now = Date.now()
  while (Date.now() === now) await Promise.resolve()
}

describe('a backup merged into a store', () => {
  it('keeps a new category apart from a renamed one that had its name', async () => {
    const { images, cat } = await store()
    const old = await backUp()
    await later()
    await api('PUT', `/category/${cat}`, json({ name: 'tomcat' }))
    const { id } = (await api('POST', '/category/', json({ name: 'cat' }))).body as { id: number }
    const drawn = await draw(images[0]!, id, box)
    const late = await backUp()
    await freshDatabase()
    await merge(old)
    expect((await merge(late)).renamed).toEqual([])
    const names = new Map((await db.categories.toArray()).map((row) => [row.id, row.name]))
    expect([...names.values()].sort()).toEqual(['cat', 'dog', 'tomcat'])
    const rows = (await db.annotationChunks.toArray()).flatMap(({ annotations }) => annotations)
    expect(rows.filter((row) => names.get(row.category_id) === 'cat').map(({ uuid }) => uuid)).toEqual([drawn.uuid])
    await expectConsistent()
  })

  it('takes a category out of the trash that lives in the backup', async () => {
    await store()
    const archive = await backUp()
    await freshDatabase()
    const { id } = (await api('POST', '/category/', json({ name: 'cat' }))).body as { id: number }
    await api('DELETE', `/category/${id}`)
    expect((await merge(archive)).categories).toEqual(counts({ added: 1, same: 1 }))
    expect(await db.categories.get(id)).toMatchObject({ name: 'cat', deleted: false })
    await expectConsistent()
  })

  it('shows merged annotations in images that were made before', async () => {
    const {
      images: [image],
      cat,
      first,
    } = await store()
    const old = await backUp()
    await later()
    await draw(image!, cat, box)
    const late = await backUp()
    await freshDatabase()
    await merge(old)
    await later()
    await db.images
      .where(':id')
      .equals(first.image_id)
      .modify((row) => void ((row.updated_at = Date.now()), row.revision++))
    const before = (await db.images.get(first.image_id))!.revision
    await merge(late)
    expect((await db.images.get(first.image_id))!.revision).toBeGreaterThan(before)
  })

  it('that is the same changes nothing', async () => {
    await store()
    const before = [
      await db.datasets.toArray(),
      await db.images.toArray(),
      await db.annotationChunks.toArray(),
      await db.locations.toArray(),
    ]
    expect(await merge(await backUp())).toEqual({
      datasets: counts({ same: 1 }),
      categories: counts({ same: 2 }),
      images: counts({ same: 3 }),
      annotations: counts({ same: 2 }),
      files: 0,
      renamed: [],
    })
    expect([
      await db.datasets.toArray(),
      await db.images.toArray(),
      await db.annotationChunks.toArray(),
      await db.locations.toArray(),
    ]).toEqual(before)
  })

  it('that is empty is the store of the backup', async () => {
    await store()
    const archive = await backUp()
    const before = await db.annotationChunks.toArray()
    await freshDatabase()
    expect((await merge(archive)).annotations).toEqual(counts({ added: 2 }))
    expect(await db.annotationChunks.toArray()).toEqual(before)
    await expectConsistent()
  })

  it('brings back what was deleted for good, and takes the later of two states', async () => {
    const {
      images: [image, other],
      cat,
      dog,
      first,
      second,
    } = await store()
    await later()
    await api('PUT', `/annotation/${first.id}`, json({ metadata: { from: 'archive' } }))
    await api('PUT', `/category/${dog}`, json({ color: '#123456' }))
    const archive = await backUp()
    await later()
    await api('PUT', `/category/${dog}`, json({ color: '#654321' }))
    await api('PUT', `/annotation/${second.id}`, json({ metadata: { from: 'here' } }))
    await api('DELETE', `/annotation/${first.id}`)
    await api('DELETE', `/undo/?id=${first.id}&instance=annotation`)
    const fresh = await draw(image!, cat)
    const merged = await merge(archive)
    expect([merged.annotations, merged.categories]).toEqual([
      counts({ added: 1, kept: 1, renumbered: 1 }),
      counts({ same: 1, kept: 1 }),
    ])
    const { body } = await api<{ uuid: string; id: number; metadata: { from?: string } }[]>('GET', '/annotation/')
    const back = body.find(({ uuid }) => uuid === first.uuid)!
    // its id was spent
    expect(back).toMatchObject({ metadata: { from: 'archive' }, image_id: image })
    expect(back.id).toBeGreaterThan(fresh.id)
    expect(body.find(({ uuid }) => uuid === second.uuid)).toMatchObject({
      id: second.id,
      metadata: { from: 'here' },
      image_id: other,
    })
    expect((await api(`GET`, `/category/${dog}`)).body).toMatchObject({ color: '#654321' })
    await expectConsistent()
  })

  it('replaces what is older here, where it is, the trash included', async () => {
    const { image, dataset, cat, first } = await store()
    const old = await backUp()
    await later()
    await api('PUT', `/annotation/${first.id}`, json({ metadata: { late: true } }))
    await api('PUT', `/image/${image}`, json({ state: 'done' }))
    await api('PUT', `/category/${cat}`, json({ name: 'lion' }))
    await api('DELETE', '/image/2')
    const late = await backUp()
    await freshDatabase()
    await merge(old)
    const merged = await merge(late)
    expect(merged).toMatchObject({
      images: counts({ replaced: 2, same: 1 }),
      annotations: counts({ replaced: 1, same: 1 }),
      categories: counts({ replaced: 1, same: 1 }),
    })
    expect((await api('GET', `/annotation/${first.id}`)).body).toMatchObject({ metadata: { late: true } })
    expect((await api<{ images: unknown[] }>('GET', `/dataset/${dataset}/data`)).body.images).toHaveLength(2)
    expect((await api('GET', `/category/${cat}`)).body).toMatchObject({ name: 'lion' })
    await expectConsistent()
    // and the older one changes nothing after that
    expect((await merge(old)).annotations).toEqual(counts({ kept: 1, same: 1 }))
    expect((await api('GET', `/annotation/${first.id}`)).body).toMatchObject({ metadata: { late: true } })
  })

  it('of other objects with the same ids and names gives new ids and names, and all references follow', async () => {
    const there = await store()
    const archive = await backUp()
    await freshDatabase()
    const dataset = await addDataset('set')
    const [image] = await addImages(dataset, ['a.jpg'], { placeholder: true })
    const { body: cat } = await api<{ id: number }>('POST', '/category/', json({ name: 'dog' }))
    const own = await draw(image!.id, cat.id)
    expect(await merge(archive)).toEqual({
      datasets: counts({ added: 1, renumbered: 1 }),
      categories: counts({ added: 1, same: 1, renumbered: 1 }),
      images: counts({ added: 3, renumbered: 1 }),
      annotations: counts({ added: 2, renumbered: 1 }),
      files: 1,
      renamed: ['set -> set (2)'],
    })
    await expectConsistent()
    expect((await api<{ problems: unknown[] }>('GET', '/integrity')).body.problems).toEqual([])
    const { body: rows } = await api<
      { uuid: string; id: number; image_id: number; category_id: number; dataset_id: number }[]
    >('GET', '/annotation/')
    const second = rows.find(({ uuid }) => uuid === there.second.uuid)!
    expect(second).toMatchObject({ category_id: cat.id, dataset_id: 2 })
    const { body: shown } = await api<{
      images: { id: number; file_name: string; num_annotations: number }[]
      dataset: { name: string }
    }>('GET', '/dataset/2/data')
    expect([
      shown.dataset.name,
      shown.images.map(({ file_name, num_annotations }) => [file_name, num_annotations]),
    ]).toEqual([
      'set (2)',
      [
        ['a.jpg', 1],
        ['b.jpg', 1],
        ['c.png', 0],
      ],
    ])
    const png = shown.images[2]!.id
    expect(Buffer.from(await (await raw('GET', `/image/${png}`)).arrayBuffer()).equals(picture)).toBe(true)
    expect((await api('GET', `/annotation/${own.id}`)).body).toMatchObject({ image_id: image!.id })
    // once more is nothing new
    expect((await merge(archive)).annotations).toEqual(counts({ same: 2 }))
  })

  it('gives a path that is taken by another image a number', async () => {
    const { dataset } = await store()
    const archive = await backUp()
    await api('DELETE', '/image/1')
    await api('DELETE', '/undo/?id=1&instance=image')
    await addImages(dataset, ['a.jpg'], { placeholder: true })
    expect((await merge(archive)).renamed).toEqual(['a.jpg -> a (2).jpg'])
    await expectConsistent()
  })

  it.each([
    [
      'an annotation',
      'rows/annotations.jsonl',
      '"category_id":1,',
      '"category_id":77,',
      /is of category 77, which is not in it/,
    ],
    ['an image', 'rows/images.jsonl', '"dataset_id":1,', '"dataset_id":77,', /is of dataset 77, which is not in it/],
  ])('is refused as a whole when %s is of something that is not in it', async (_what, name, from, to, message) => {
    await store()
    const archive = await changed(await backUp(), name, (text) => text.replace(from, to))
    await freshDatabase()
    const kept = await scene()
    expect(await refused('POST', '/backup?merge=true', { body: archive })).toEqual([
      400,
      expect.stringMatching(message),
    ])
    expect([await db.datasets.count(), await db.images.count(), await db.annotationChunks.count()]).toEqual([
      1,
      kept.images.length,
      0,
    ])
  })

  it('is still refused when nobody asked to merge', async () => {
    await store()
    expect(await refused('POST', '/backup', { body: await backUp() })).toEqual([
      409,
      expect.stringContaining('merge=true'),
    ])
  })
})
