import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { Annotation } from '@/contract/annotation'
import { ReplaceConflict, UploadedImage } from '@/contract/image'
import { shapeToRle } from '@/core/shape/shape'
import { toMask } from '@/core/shape/reform'
import { expandCounts } from '@/core/mask/counts'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, raw, refused } from '../support/api'
import { box, change, draw, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../data/formats/${name}`, import.meta.url)))
const send = (name: string) => ({ body: new Blob([file(name)]) })
const put = (id: number, name: string, query = '') =>
  answered(UploadedImage, 'PUT', `/image/${id}/file${query}`, send(name))
const upload = async (dataset: number, name: string) =>
  (await answered(UploadedImage, 'POST', `/image/?dataset_id=${dataset}&file_name=${name}`, send(name))).id
const annotation = (id: number) => answered(Annotation, 'GET', `/annotation/${id}`)

/** Shapes reach to 30 x 30 pixels; the image that takes its place has 32 x 32, 128 x 128 or 320 x 240. */
async function photo() {
  const { dataset, cat, dog } = await scene()
  return { dataset, cat, dog, image: await upload(dataset, 'hopper.jpg') }
}

describe('the image of an image is replaced', () => {
  it('by one of its size: path, state and annotations stay, thumbnails do not', async () => {
    const { image, cat } = await photo()
    const { id } = await draw(image, cat)
    await db.thumbnails.put({ image_id: image, variant: 'w1h1jpg', blob: new Blob(['x']), etag: '"x"', used_at: 0 })
    const revision = (await db.images.get(image))!.revision
    expect(await put(image, 'hopper.png')).toMatchObject({
      id: image,
      outcome: 'replaced',
      file_name: 'hopper.jpg',
      state: 'in_progress',
      num_annotations: 1,
      revision: revision + 1,
      notes: [],
    })
    expect(new Uint8Array(await (await raw('GET', `/image/${image}?original=true`)).arrayBuffer())).toEqual(
      file('hopper.png'),
    )
    expect(await db.thumbnails.count()).toBe(0)
    expect((await annotation(id)).shape).toEqual(square)
  })

  it('by one of another size only when told so, with annotations that reach out of it named', async () => {
    const { image, cat, dog } = await photo()
    const inside = await draw(image, cat)
    const outside = await draw(image, dog, { ...box, x: 100 })
    const { status, body } = await api('PUT', `/image/${image}/file`, send('basn2c16.png')) // 32 x 32
    expect([status, ReplaceConflict.parse(body)]).toEqual([
      409,
      {
        code: 'conflict',
        message:
          'The image has 32 x 32 pixels, the one before 128 x 128: the annotations may not fit. Send other_size=keep to leave them where they are, or other_size=scale to scale them with it.',
        before: { width: 128, height: 128 },
        after: { width: 32, height: 32 },
        annotations: 2,
        outside: 1,
        named: [{ id: outside.id, category: 'dog' }],
      },
    ])
    expect((await db.images.get(image))!.width).toBe(128)

    const replaced = await put(image, 'basn2c16.png', '?other_size=keep')
    expect(replaced).toMatchObject({ width: 32, height: 32, num_annotations: 2 })
    expect(replaced.notes.slice(-2)).toEqual([
      'The annotations were made on 128 x 128 pixels; the image has 32 x 32.',
      `Outside of it, wholly or partly: dog ${outside.id}.`,
    ])
    expect((await annotation(inside.id)).shape).toEqual(square)
    expect((await annotation(outside.id)).bbox).toEqual([100, 5, 10, 20])
  })

  it('and masks are counted on the pixels of the new one', async () => {
    const { image, cat } = await photo()
    const size = { width: 128, height: 128 }
    const { id } = await draw(image, cat, toMask({ kind: 'box', x: 20, y: 10, width: 30, height: 10 }, size))
    await put(image, 'basn2c16.png', '?other_size=keep')
    const { shape, area, bbox } = await annotation(id)
    expect([area, bbox]).toEqual([120, [20, 10, 12, 10]]) // 32 - 20 columns are left, each of 10 pixels
    if (shape?.kind !== 'mask') throw new Error('It is no mask any longer.')
    expect(shape.size).toEqual([32, 32])
    expect(expandCounts(shape.counts as string)).toEqual(
      shapeToRle({ kind: 'box', x: 20, y: 10, width: 12, height: 10 }, { width: 32, height: 32 }).counts,
    )
  })

  it('without asking when there is nothing to fit', async () => {
    const { image } = await photo()
    expect(await put(image, 'progressive_cat.jpg')).toMatchObject({
      outcome: 'replaced',
      width: 320,
      height: 240,
      notes: [],
    })
  })

  it('and a placeholder gets the image that it waits for, whatever its name', async () => {
    const [waiting] = await addImages(await addDataset(), ['a/x.jpg'], { placeholder: true, width: 320, height: 240 })
    expect(await put(waiting!.id, 'progressive_cat.jpg')).toMatchObject({
      outcome: 'filled',
      placeholder: false,
      file_name: 'x.jpg',
    })
  })

  it('once for an Idempotency-Key', async () => {
    const { image } = await photo()
    const again = () =>
      api('PUT', `/image/${image}/file`, { ...send('hopper.png'), headers: { 'Idempotency-Key': 'k' } })
    expect((await again()).body).toEqual((await again()).body)
  })
})

describe('the image of an image stays', () => {
  it('when the other file is none, and the reason is said', async () => {
    const { image } = await photo()
    expect(await refused('PUT', `/image/${image}/file`, send('own_truncated_60pct.jpg'))).toEqual([
      400,
      expect.stringMatching(/^hopper\.jpg: The file ends early/),
    ])
    expect(await refused('PUT', `/image/${image}/file`, send('own_empty.jpg'))).toEqual([
      400,
      'hopper.jpg: The file is empty.',
    ])
    expect(new Uint8Array(await (await raw('GET', `/image/${image}?original=true`)).arrayBuffer())).toEqual(
      file('hopper.jpg'),
    )
  })

  it('when the image is in the trash, or there is none', async () => {
    const { image } = await photo()
    await api('DELETE', `/image/${image}`)
    expect(await refused('PUT', `/image/${image}/file`, send('hopper.png'))).toEqual([400, 'Invalid image id'])
    expect(await refused('PUT', '/image/99/file', send('hopper.png'))).toEqual([400, 'Invalid image id'])
  })
})

describe('annotations of an image that comes in another size', () => {
  const size = { width: 128, height: 128 }
  const segmentations = async (form: string) =>
    (
      await api<{ annotations: { segmentation: unknown; area: number }[] }>(
        'GET',
        `/dataset/1/coco?segmentation=${form}`,
      )
    ).body.annotations.map(({ segmentation }) => segmentation)

  it('all count its pixels, those in the trash too, so that every form of export can be written', async () => {
    const { image, cat } = await photo()
    const mask = await draw(image, cat, toMask({ kind: 'box', x: 20, y: 10, width: 30, height: 10 }, size))
    const polygon = await draw(image, cat)
    const trashed = await draw(image, cat)
    await api('DELETE', `/annotation/${trashed.id}`)
    await put(image, 'basn2c16.png', '?other_size=keep')
    for (const { id } of [mask, polygon, trashed]) expect(await annotation(id)).toMatchObject({ width: 32, height: 32 })
    expect(await segmentations('rle')).toEqual([
      { size: [32, 32], counts: expect.any(String) },
      { size: [32, 32], counts: expect.any(String) },
    ])
    expect(await segmentations('polygons')).toHaveLength(2)
  })

  it('are scaled with it when that is asked for', async () => {
    const { image, cat } = await photo()
    const mask = await draw(image, cat, toMask({ kind: 'box', x: 20, y: 12, width: 32, height: 8 }, size))
    const drawn = await draw(image, cat, box)
    await api('PUT', `/annotation/${drawn.id}`, json({ keypoints: [8, 16, 2] }))
    const { notes } = await put(image, 'basn2c16.png', '?other_size=scale')
    expect(notes).toContain(
      'The annotations were made on 128 x 128 pixels; the image has 32 x 32. They are scaled with it.',
    )
    expect(await annotation(mask.id)).toMatchObject({ area: 16, bbox: [5, 3, 8, 2], width: 32, height: 32 })
    expect(await annotation(drawn.id)).toMatchObject({
      shape: { kind: 'box', x: 1.25, y: 1.25, width: 2.5, height: 5 },
      keypoints: [2, 4, 2],
    })
  })

  it('come back at its size when a step from before is undone', async () => {
    const { image, cat } = await photo()
    const drawn = await draw(image, cat, toMask({ kind: 'box', x: 20, y: 10, width: 30, height: 10 }, size))
    await change(image, { id: drawn.id, before: {}, after: { shape: square } })
    await put(image, 'basn2c16.png', '?other_size=keep')
    await api('POST', '/annotator/undo', json({ image_id: image }))
    expect(await annotation(drawn.id)).toMatchObject({
      width: 32,
      height: 32,
      area: 120,
      shape: { kind: 'mask', size: [32, 32] },
    })
    expect(await segmentations('rle')).toHaveLength(1)
  })

  it('are measured anew where its placeholder had no size', async () => {
    const dataset = await addDataset()
    const [waiting] = await addImages(dataset, ['x.jpg'], { placeholder: true, width: 320, height: 320 })
    const cat = (await api<{ id: number }>('POST', '/category/', json({ name: 'cat' }))).body.id
    const { id } = await draw(waiting!.id, cat, {
      kind: 'polygons',
      parts: [{ outer: [10, 230, 20, 230, 20, 260, 10, 260], holes: [] }],
    })
    expect((await annotation(id)).area).toBe(300)
    await put(waiting!.id, 'progressive_cat.jpg', '?other_size=keep')
    expect(await annotation(id)).toMatchObject({ area: 100, bbox: [10, 230, 10, 10], height: 240 })
  })

  it('are fitted when the path is taken and on_conflict is replace', async () => {
    const { image, cat, dataset } = await photo()
    const { id } = await draw(image, cat)
    const again = (query: string) =>
      api(
        'POST',
        `/image/?dataset_id=${dataset}&file_name=hopper.jpg&on_conflict=replace${query}`,
        send('basn2c16.png'),
      )
    expect((await again('&other_size=scale')).status).toBe(200)
    expect(await annotation(id)).toMatchObject({ width: 32, area: 25 })
  })
})
