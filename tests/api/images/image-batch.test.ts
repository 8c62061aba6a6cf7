import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { ImageBatchAnswer } from '@/contract/imageBatch'
import { Task } from '@/contract/task'
import { db } from '@/server/db/store/schema'
import { isHandOver, keepTransferred } from '@/server/transferred'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'

beforeEach(freshDatabase)

const read = (name: string) => new Uint8Array(readFileSync(new URL(`../../data/formats/${name}`, import.meta.url)))
const blob = (name: string) => new Blob([read(name)])
const [hopper, cat, text] = ['hopper.jpg', 'progressive_cat.jpg', 'own_text.jpg'].map(blob) as [Blob, Blob, Blob]

type Named = [path: string, file: Blob]
const partsOf = (path: string) => ({
  folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
  file_name: path.slice(path.lastIndexOf('/') + 1),
})
const bodyOf = (files: Named[], fields: object = {}) => ({
  dataset_id: 1,
  handed: 't',
  files: files.map(([path]) => partsOf(path)),
  ...fields,
})

/** As a page does: the files in a message, then the request. */
async function send(files: Named[], fields: object = {}, headers: Record<string, string> = {}) {
  keepTransferred({ token: 't', files: files.map(([, file]) => file) })
  return (await answered(ImageBatchAnswer, 'POST', '/image/batch', json(bodyOf(files, fields), headers))).pictures
}

describe('many images come in at once', () => {
  it('each under its path, in their order, with all that is kept of them', async () => {
    await addDataset('set')
    const pictures = await send([
      ['b/cat.jpg', cat],
      ['a.jpg', hopper],
    ])
    expect(pictures).toMatchObject([
      { id: 1, path: '/data/datasets/set/b/cat.jpg', width: 320, height: 240, outcome: 'added', notes: [] },
      { id: 2, path: '/data/datasets/set/a.jpg', width: 128, height: 128, outcome: 'added', notes: [] },
    ])
    expect(
      (await db.files.toArray()).map(({ image_id, blob: { size }, type, dataset_id }) => [
        image_id,
        size,
        type,
        dataset_id,
      ]),
    ).toEqual([
      [1, cat.size, 'image/jpeg', 1],
      [2, hopper.size, 'image/jpeg', 1],
    ])
    expect(await db.changes.count()).toBeLessThan(4)
    await expectConsistent()
  })

  it('as parts of a form', async () => {
    await addDataset('set')
    const form = new FormData()
    for (const name of ['hopper.jpg', 'hopper.png']) form.append('image', new File([read(name)], name))
    form.set('dataset_id', '1')
    form.set('folder', 'f')
    const { pictures } = await answered(ImageBatchAnswer, 'POST', '/image/batch', { body: form })
    expect(pictures).toMatchObject([
      { path: '/data/datasets/set/f/hopper.jpg' },
      { path: '/data/datasets/set/f/hopper.png' },
    ])
  })

  it('and those that cannot be opened, or have no place, are refused by themselves', async () => {
    await addDataset('set')
    await send([['taken.jpg', hopper]])
    const pictures = await send([
      ['text.jpg', text],
      ['taken.jpg', hopper],
      ['x.jpg', cat],
      ['x.jpg', blob('hopper.png')],
      ['c\u0001.jpg', blob('hopper.bmp')],
    ])
    expect(pictures).toEqual([
      {
        outcome: 'refused',
        file: 'text.jpg',
        message: expect.stringMatching(/^text\.jpg: This file is not an image/) as string,
      },
      {
        outcome: 'refused',
        file: 'taken.jpg',
        message: expect.stringMatching(/^file already exists: taken\.jpg\./) as string,
        identical: true,
      },
      expect.objectContaining({ outcome: 'added', file_name: 'x.jpg', width: 320 }),
      {
        outcome: 'refused',
        file: 'x.jpg',
        message: expect.stringMatching(/^file already exists: x\.jpg\./) as string,
        identical: false,
      },
      { outcome: 'refused', file: 'c\u0001.jpg', message: expect.stringMatching(/control characters/) as string },
    ])
    expect(await db.images.count()).toBe(2)
    await expectConsistent()
  })

  it('and one that is the same as another is named, whether that was there or came with it', async () => {
    await addDataset('set')
    await send([['old.jpg', hopper]])
    const pictures = await send([
      ['new.jpg', hopper],
      ['cat.jpg', cat],
      ['cat 2.jpg', cat],
    ])
    expect(pictures.map((picture) => 'duplicate_of' in picture && picture.duplicate_of)).toEqual([1, false, 2])
    const skipped = await send([['again.jpg', cat]], { on_duplicate: 'skip' })
    expect(skipped).toMatchObject([{ id: 2, outcome: 'skipped' }])
  })

  it('into the places that wait for them, or those of others, as they are told', async () => {
    await addDataset('set')
    await addImages(1, ['waits.jpg'], { placeholder: true })
    await send([['here.jpg', hopper]])
    const outcomes = async (on_conflict: string) =>
      (
        await send(
          [
            ['waits.jpg', cat],
            ['here.jpg', blob('hopper.png')],
          ],
          { on_conflict },
        )
      ).map(({ outcome }) => outcome)
    expect(await outcomes('replace')).toEqual(['filled', 'replaced'])
    expect(await outcomes('skip')).toEqual(['skipped', 'skipped'])
    expect(await outcomes('rename')).toEqual(['renamed', 'renamed'])
    await expectConsistent()
  })

  it('once for an Idempotency-Key', async () => {
    await addDataset('set')
    const again = () =>
      send(
        [
          ['a.jpg', hopper],
          ['b.jpg', cat],
        ],
        {},
        { 'Idempotency-Key': 'k' },
      )
    expect(await again()).toEqual(await again())
    expect(await db.images.count()).toBe(2)
  })

  it('and are counted by the import of a folder in the transaction that stores them', async () => {
    await addDataset('set')
    const { id } = await answered(
      Task,
      'POST',
      '/intake/',
      json({ dataset_id: 1, folder: 'holiday', pictures: 3, bytes: 100 }),
    )
    await send(
      [
        ['a.jpg', hopper],
        ['b.jpg', hopper],
        ['c.jpg', text],
      ],
      { intake: id, on_duplicate: 'skip' },
    )
    const { intake } = await answered(Task, 'GET', `/tasks/${id}`)
    expect(intake).toMatchObject({ done: 3, done_bytes: 2 * hopper.size + text.size, added: 1, skipped: 1, refused: 1 })
  })
})

describe('many images are refused', () => {
  it('when the worker no longer has the files: they are for one request', async () => {
    await addDataset('set')
    await send([['a.jpg', hopper]])
    expect(await refused('POST', '/image/batch', json(bodyOf([['b.jpg', cat]])))).toEqual([
      410,
      expect.stringMatching(/Hand them over again/),
    ])
  })

  it('when there is no dataset, or no file, or too many', async () => {
    keepTransferred({ token: 't', files: [hopper] })
    expect(await refused('POST', '/image/batch', json(bodyOf([['a.jpg', hopper]])))).toEqual([
      400,
      'dataset does not exist',
    ])
    const form = new FormData()
    form.set('dataset_id', '1')
    expect((await api<{ errors: object }>('POST', '/image/batch', { body: form })).body.errors).toHaveProperty('image')
    for (let count = 0; count <= 200; count++) form.append('image', new File(['x'], `${count}.jpg`))
    expect((await api<{ errors: object }>('POST', '/image/batch', { body: form })).body.errors).toHaveProperty('image')
  })

  it('when the names are not as many as the files', async () => {
    await addDataset('set')
    keepTransferred({ token: 't', files: [hopper, cat] })
    expect(await refused('POST', '/image/batch', json(bodyOf([['a.jpg', hopper]])))).toEqual([
      400,
      '1 files are named, 2 were handed over.',
    ])
  })
})

it('a message is a hand-over only with a token and files', () => {
  expect(
    [
      { token: 't', files: [hopper] },
      { token: 't', files: ['x'] },
      { token: 1, files: [] },
      { files: [hopper] },
      'claim',
      null,
    ].map(isHandOver),
  ).toEqual([true, false, false, false, false, false])
})
