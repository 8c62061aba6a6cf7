import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Annotation } from '@/contract/annotation'
import { AnnotatorChangesResult, AnnotatorConflict, AnnotatorData, HistoryEntry } from '@/contract/annotator'
import { z } from '@/contract/zod'
import { datasets } from '@/server/db/datasets/datasets'
import { images } from '@/server/db/images/images'
import { lastChange } from '@/server/db/store/write'
import { answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'
import { box, change, draw, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const step = (direction: 'undo' | 'redo', image_id: number) =>
  answered(AnnotatorChangesResult, 'POST', `/annotator/${direction}`, json({ image_id }))
const historyOf = (image: number) => answered(z.array(HistoryEntry), 'GET', `/annotator/history/${image}`)
const get = (id: number) => answered(Annotation, 'GET', `/annotation/${id}`)
const shown = async (image: number) =>
  (await answered(AnnotatorData, 'GET', `/annotator/data/${image}`)).categories.flatMap(({ annotations }) =>
    annotations.map(({ id, category_id }) => [id, category_id]),
  )

describe('POST /annotator/changes', () => {
  it('answers the annotations, the image, the number of the change and the history', async () => {
    const { image, cat, dataset } = await scene()
    await datasets.update(dataset, { default_annotation_metadata: { checked: false } })
    const { seq, ...result } = await change(image, { before: null, after: { category_id: cat, shape: square } })
    expect(seq).toBe(await lastChange())
    expect(result).toMatchObject({
      success: true,
      annotations: [
        {
          id: 1,
          category_id: cat,
          area: 400,
          bbox: [10, 10, 20, 20],
          color: '#aa0000',
          metadata: { checked: false },
          revision: 1,
        },
      ],
      image: { id: image, num_annotations: 1, annotated: true, category_ids: [cat], state: 'in_progress', revision: 2 },
      history: [{ seq: 1, label: 'Edit', undone: false }],
    })
  })

  it('creates, changes and deletes in one step, answered in their order', async () => {
    const { image, cat, dog } = await scene()
    const [first, second] = [await draw(image, cat), await draw(image, cat)]
    const { annotations } = await change(
      image,
      { id: second.id, base_revision: 1, before: {}, after: null },
      { before: null, after: { category_id: dog, shape: box } },
      { id: first.id, base_revision: 1, before: { category_id: cat }, after: { category_id: dog, milliseconds: 500 } },
    )
    expect(annotations.map(({ id, deleted, category_id }) => [id, deleted, category_id])).toEqual([
      [2, true, cat],
      [3, false, dog],
      [1, false, dog],
    ])
    expect(await shown(image)).toEqual([
      [1, dog],
      [3, dog],
    ])
    expect((await images.find(image))!.milliseconds).toBe(500)
    await step('undo', image)
    expect(await shown(image)).toEqual([
      [1, cat],
      [2, cat],
    ])
  })

  it('takes a change and a deletion of one annotation in one step', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    const base = { id, base_revision: 1, before: {} }
    const { annotations } = await change(image, { ...base, after: { shape: box } }, { ...base, after: null })
    expect(annotations.map(({ revision, deleted }) => [revision, deleted])).toEqual([
      [2, true],
      [2, true],
    ])
    await step('undo', image)
    expect(await get(id)).toMatchObject({ deleted: false, shape: square })
  })

  it('answers 409 with both versions when the annotation has changed since', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    await answered(Annotation, 'PUT', `/annotation/${id}`, json({ category_id: dog }))
    const changes = [
      { before: null, after: { category_id: cat, shape: box } },
      { id, base_revision: 1, before: {}, after: { shape: box } },
    ]
    const { status, body } = await api(
      'POST',
      '/annotator/changes',
      json({ image_id: image, label: 'x', changes }, { 'Idempotency-Key': 'k' }),
    )
    expect(status).toBe(409)
    expect(AnnotatorConflict.parse(body).conflicts).toMatchObject([
      { stored: { id, revision: 2, category_id: dog }, posted: { after: { shape: box } } },
    ])
    expect([await shown(image), (await historyOf(image)).length]).toEqual([[[id, dog]], 1])
  })

  it('answers 409 for a change of what was deleted meanwhile', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    await api('DELETE', `/annotation/${id}`)
    const { status } = await api(
      'POST',
      '/annotator/changes',
      json({ image_id: image, label: 'x', changes: [{ id, before: {}, after: { shape: box } }] }),
    )
    expect(status).toBe(409)
  })

  it('stores all or nothing', async () => {
    const {
      images: [image, other],
      cat,
    } = await scene(['a.jpg', 'b.jpg'])
    const elsewhere = await draw(other!, cat)
    const good = { before: null, after: { category_id: cat, shape: square } }
    const no = (bad: object, image_id = image) =>
      refused('POST', '/annotator/changes', json({ image_id, label: 'x', changes: [good, bad] }))
    expect(await no({ before: null, after: { category_id: 77 } })).toEqual([400, 'Invalid category id'])
    expect(await no({ id: 99, before: {}, after: null })).toEqual([400, 'Invalid annotation id'])
    expect(await no({ id: elsewhere.id, before: {}, after: null })).toEqual([400, 'Invalid annotation id'])
    expect(await no({ before: null, after: null })).toEqual([400, 'Input payload validation failed'])
    expect(await no({ before: null, after: { shape: square } })).toEqual([400, 'Input payload validation failed'])
    expect(
      await no({ before: null, after: { category_id: cat, shape: { kind: 'box', x: 0, y: 0, width: -1, height: 2 } } }),
    ).toEqual([400, expect.stringContaining('not negative')])
    expect(await no(good, 99)).toEqual([400, 'Image does not exist'])
    expect([await shown(image!), await historyOf(image!)]).toEqual([[], []])
    await expectConsistent()
  })

  it('applies once for an idempotency key', async () => {
    const { image, cat } = await scene()
    const init = json(
      { image_id: image, label: 'x', changes: [{ before: null, after: { category_id: cat, shape: square } }] },
      { 'Idempotency-Key': 'k' },
    )
    const first = await answered(AnnotatorChangesResult, 'POST', '/annotator/changes', init)
    expect(await answered(AnnotatorChangesResult, 'POST', '/annotator/changes', init)).toEqual(first)
    expect(await shown(image)).toEqual([[1, cat]])
  })

  it('remembers nothing of a change that changes nothing', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    const { annotations, history } = await change(image, {
      id,
      base_revision: 1,
      before: {},
      after: { category_id: cat, shape: square },
    })
    expect([annotations[0]!.revision, history.length]).toEqual([1, 1])
  })
})

describe('undo and redo', () => {
  it('take the steps back and bring them again, in order', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    await change(image, { id, base_revision: 1, before: {}, after: { category_id: dog } })
    await change(image, { id, base_revision: 2, before: {}, after: null })
    const labels = async () => (await historyOf(image)).map(({ undone }) => undone)
    expect(await shown(image)).toEqual([])
    expect((await step('undo', image)).annotations).toMatchObject([{ id, deleted: false, category_id: dog }])
    expect((await step('undo', image)).annotations).toMatchObject([{ id, category_id: cat }])
    const gone = await step('undo', image)
    expect(gone).toMatchObject({ annotations: [{ id, deleted: true }], image: { num_annotations: 0 } })
    expect(gone.seq).toBe(await lastChange())
    expect(await labels()).toEqual([true, true, true])
    expect(await refused('GET', `/annotation/${id}`)).toEqual([400, 'Invalid annotation id'])
    expect((await step('redo', image)).annotations).toMatchObject([
      { id, deleted: false, category_id: cat, shape: square },
    ])
    await step('redo', image)
    expect(await shown(image)).toEqual([[id, dog]])
    await step('redo', image)
    expect(await shown(image)).toEqual([])
    expect(await refused('POST', '/annotator/redo', json({ image_id: image }))).toEqual([
      400,
      'There is nothing to redo.',
    ])
    await expectConsistent()
  })

  it('alternate without end', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    await change(image, { id, base_revision: 1, before: {}, after: { category_id: dog, shape: box } })
    const back = [
      ['undo', { category_id: cat, shape: square }],
      ['undo', { deleted: true }],
    ] as const
    const again = [
      ['redo', { deleted: false, category_id: cat, shape: square }],
      ['redo', { category_id: dog, shape: box }],
    ] as const
    let revision = 2
    for (const [direction, expected] of [...back, ...again, ...back, ...again, ...back]) {
      const { annotations } = await step(direction, image)
      expect(annotations).toMatchObject([{ id, revision: ++revision, ...expected }])
    }
  })

  it('go on from the answered revisions', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    await step('undo', image)
    const {
      annotations: [row],
    } = await step('redo', image)
    const {
      annotations: [changed],
    } = await change(image, { id, base_revision: row!.revision, before: {}, after: { category_id: dog } })
    expect(changed!.revision).toBe(row!.revision + 1)
  })

  it('leave alone what was destroyed for good', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    await change(image, { id, base_revision: 1, before: {}, after: { category_id: dog } })
    await change(image, { id, base_revision: 2, before: {}, after: null })
    await api('DELETE', `/undo/?id=${id}&instance=annotation`)
    expect((await step('undo', image)).annotations).toEqual([])
    expect((await step('undo', image)).annotations).toEqual([])
    expect(await shown(image)).toEqual([])
    await expectConsistent()
  })

  it('answer 400 when there is nothing, and for an unknown image', async () => {
    const { image } = await scene()
    expect(await refused('POST', '/annotator/undo', json({ image_id: image }))).toEqual([
      400,
      'There is nothing to undo.',
    ])
    expect(await refused('POST', '/annotator/undo', json({ image_id: 99 }))).toEqual([400, 'Image does not exist'])
    expect(await refused('GET', '/annotator/history/99')).toEqual([400, 'Image does not exist'])
  })

  it('take one step for an idempotency key', async () => {
    const { image, cat } = await scene()
    await draw(image, cat)
    await draw(image, cat)
    for (let attempt = 0; attempt < 2; attempt++)
      await answered(
        AnnotatorChangesResult,
        'POST',
        '/annotator/undo',
        json({ image_id: image }, { 'Idempotency-Key': 'u' }),
      )
    expect(await shown(image)).toHaveLength(1)
  })
})
