// What an archive holds beside a COCO dataset: named, or passed over, and never "damaged".
import 'fake-indexeddb/auto'
import { BlobWriter, configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ArchiveResult } from '@/contract/coco'
import { addDataset, addImages, api, freshDatabase } from './support/api'
import { readData } from './support/coco'

configure({ useWebWorkers: false })
beforeEach(freshDatabase)

const picture = new Uint8Array(readData('datumaro-coco/coco/images/train/a.jpg'))

async function zip(files: Record<string, string | Uint8Array>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const [name, content] of Object.entries(files))
    await writer.add(
      name,
      new Uint8ArrayReader(typeof content === 'string' ? new TextEncoder().encode(content) : content),
    )
  return writer.close()
}

const post = async (dataset: number, files: Record<string, string | Uint8Array>) =>
  api<ArchiveResult & { message: string }>('POST', `/dataset/${dataset}/zip`, { body: await zip(files) })

describe('an archive with JSON that is no COCO dataset', () => {
  it.each([
    ['a list', '[1, 2]', /JSON list/],
    ['an object', '{"a": 1}', /no list "images"/],
    ['nothing', '', /empty/],
    ['a text', 'hello', /Byte 0/],
    ['half of one', '{"a": ', /too early, at byte 6/],
  ])('%s: comes in, and the file is passed over by name', async (_what, text, reason) => {
    const { status, body } = await post(await addDataset(), { 'a.jpg': picture, 'meta/notes.json': text })
    expect([status, body.message]).toEqual([200, undefined])
    expect(body).toMatchObject({
      pictures: { added: 1 },
      errors: [{ file_name: 'meta/notes.json', message: expect.stringMatching(reason) }],
    })
  })

  it('broken COCO: is refused with the name of the file and the byte', async () => {
    const { status, body } = await post(await addDataset(), {
      'a.jpg': picture,
      'coco.json': '{"images":[{"id":NaN,"x":y}]}',
    })
    expect([status, body.message]).toEqual([
      400,
      expect.stringMatching(/^coco\.json: Not JSON: images\[0\] at byte 11/),
    ])
  })
})

it('an image of another size than its placeholder is named, as a single upload names it', async () => {
  const dataset = await addDataset()
  const [waiting] = await addImages(dataset, ['a.jpg'], { placeholder: true, width: 50, height: 50 })
  const category = (await api<{ id: number }>('POST', '/category/', { body: '{"name":"x"}' })).body.id
  await api('POST', '/annotation/', {
    body: JSON.stringify({ image_id: waiting!.id, category_id: category, segmentation: [[1, 1, 4, 1, 4, 4]] }),
  })
  const { body } = await post(dataset, { 'a.jpg': picture })
  expect(body.errors).toContainEqual({
    file_name: 'a.jpg',
    message: expect.stringContaining('The annotations were made on 50 x 50 pixels; the image has'),
  })
})
