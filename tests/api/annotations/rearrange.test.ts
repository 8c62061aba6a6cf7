import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { RearrangedAnnotations } from '@/contract/annotation'
import { annotations } from '@/server/db/annotations/annotations'
import { answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'
import { box, draw, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const merge = (...ids: number[]) => answered(RearrangedAnnotations, 'POST', '/annotation/merge', json({ ids }))
const split = (id: number) => answered(RearrangedAnnotations, 'POST', '/annotation/split', json({ id }))
/** 10 x 10 pixels, apart from `square`. */
const far = { kind: 'polygons' as const, parts: [{ outer: [60, 60, 70, 60, 70, 70, 60, 70], holes: [] }] }

describe('merging', () => {
  it('gives the first the shapes of all, and the others go into the trash', async () => {
    const { image, cat } = await scene()
    const [a, b] = [await draw(image, cat), await draw(image, cat, far)]
    const {
      annotations: [first, second],
    } = await merge(a.id, b.id)
    expect([first!.area, first!.bbox, first!.deleted]).toEqual([500, [10, 10, 60, 60], false])
    expect([second!.id, second!.deleted]).toEqual([b.id, true])
    await expectConsistent()
  })

  it('unites boxes as what they are then: no box', async () => {
    const { image, cat } = await scene()
    const [a, b] = [await draw(image, cat, box), await draw(image, cat, far)]
    expect((await merge(a.id, b.id)).annotations[0]).toMatchObject({ isbbox: false, area: 300 })
  })

  it('is one step of the history', async () => {
    const { image, cat } = await scene()
    const [a, b] = [await draw(image, cat), await draw(image, cat, far)]
    await merge(a.id, b.id)
    await api('POST', '/annotator/undo', json({ image_id: image }))
    expect((await annotations.ofImage(image)).map(({ id, area }) => [id, area])).toEqual([
      [a.id, 400],
      [b.id, 100],
    ])
  })

  it('is refused where it makes no sense', async () => {
    const {
      images: [first, second],
      cat,
      dog,
    } = await scene(['a.jpg', 'b.jpg'])
    const [a, other, elsewhere] = [await draw(first!, cat), await draw(first!, dog), await draw(second!, cat)]
    const bare = await draw(first!, cat, null)
    const no = (...ids: number[]) => refused('POST', '/annotation/merge', json({ ids }))
    expect(await no(a.id, other.id)).toEqual([400, expect.stringContaining('not all of one category')])
    expect(await no(a.id, elsewhere.id)).toEqual([400, 'They are not all on one image.'])
    expect(await no(a.id, bare.id)).toEqual([400, `Annotation ${bare.id} has no shape.`])
    expect(await no(a.id, a.id)).toEqual([400, 'An id is named twice.'])
    expect(await no(a.id, 99)).toEqual([400, 'Invalid annotation id'])
    expect((await api('POST', '/annotation/merge', json({ ids: [a.id] }))).body.errors).toEqual({
      ids: 'name at least two',
    })
  })
})

describe('splitting', () => {
  it('makes an annotation of each part, with what the one had', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat, { kind: 'polygons', parts: [...square.parts, ...far.parts] })
    await api('PUT', `/annotation/${id}`, json({ color: '#123456', metadata: { name: 'pair' } }))
    const { annotations: parts } = await split(id)
    expect(parts.map(({ id, area, color, metadata }) => [id, area, color, metadata])).toEqual([
      [id, 400, '#123456', { name: 'pair' }],
      [id + 1, 100, '#123456', { name: 'pair' }],
    ])
    await expectConsistent()
  })

  it('of one part is refused', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    expect(await refused('POST', '/annotation/split', json({ id }))).toEqual([
      400,
      expect.stringContaining('only one part'),
    ])
  })
})

describe('undo', () => {
  const undo = (image_id: number) => refused('POST', '/annotator/undo', json({ image_id }))

  it('does not overwrite what was changed since by other means', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    await api('PUT', `/annotation/${id}`, json({ shape: box }))
    expect(await undo(image)).toEqual([409, expect.stringContaining('was changed since')])
    expect((await annotations.find(id))!.shape).toEqual(box)
  })

  it('takes back a step where something else of the annotation was changed since', async () => {
    const { image, cat } = await scene()
    const { id, revision } = await draw(image, cat)
    await api(
      'POST',
      '/annotator/changes',
      json({
        image_id: image,
        label: 'Move',
        changes: [{ id, base_revision: revision, before: {}, after: { shape: box } }],
      }),
    )
    await api('PUT', `/annotation/${id}`, json({ color: '#123456' }))
    expect((await api('POST', '/annotator/undo', json({ image_id: image }))).status).toBe(200)
    expect(await annotations.find(id)).toMatchObject({ shape: square, color: '#123456' })
  })

  it('does not bring again over a later change', async () => {
    const { image, cat } = await scene()
    const { id, revision } = await draw(image, cat)
    await api(
      'POST',
      '/annotator/changes',
      json({
        image_id: image,
        label: 'Move',
        changes: [{ id, base_revision: revision, before: {}, after: { shape: box } }],
      }),
    )
    await api('POST', '/annotator/undo', json({ image_id: image }))
    await api('PUT', `/annotation/${id}`, json({ shape: far }))
    expect(await refused('POST', '/annotator/redo', json({ image_id: image }))).toEqual([
      409,
      expect.stringContaining('cannot be redone'),
    ])
  })
})
