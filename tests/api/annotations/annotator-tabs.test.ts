import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { HistoryConflict } from '@/contract/annotator'
import { annotations } from '@/server/db/annotations/annotations'
import { api, freshDatabase, json } from '../support/api'
import { scene } from '../support/scene'
import { Tabs } from '../support/tab'

beforeEach(freshDatabase)

const stored = async (image: number) =>
  (await annotations.ofImage(image)).map(({ id, category_id }) => [id, category_id])

async function twoTabs() {
  const { image, cat, dog } = await scene()
  const tabs = new Tabs()
  const [here, there] = [await tabs.open(image, 'here'), await tabs.open(image, 'there')]
  return { image, cat, dog, tabs, here, there }
}

type Two = Awaited<ReturnType<typeof twoTabs>>

async function drawIn(tab: Two['here'], from: [number, number]) {
  tab.hand.take('box').drag(from, [from[0] + 10, from[1] + 10])
  await tab.session.queue.idle()
}

describe('undo in two tabs', () => {
  it('takes back what was done in the same tab, though the other did something since', async () => {
    const { image, cat, here, there } = await twoTabs()
    await drawIn(here, [10, 10])
    await drawIn(there, [40, 40])
    await here.press('undo')
    expect(await stored(image)).toEqual([[2, cat]])
    await here.press('undo')
    expect(await stored(image)).toEqual([[2, cat]])
    await here.press('redo')
    await there.press('undo')
    expect(await stored(image)).toEqual([[1, cat]])
  })

  it('leaves what the other tab undid to that tab, though something was drawn here', async () => {
    const { image, here, there } = await twoTabs()
    await drawIn(there, [40, 40])
    await there.press('undo')
    await drawIn(here, [10, 10])
    await there.press('redo')
    expect((await stored(image)).map(([id]) => id).sort()).toEqual([1, 2])
  })

  it('says that the other tab has built on a step, and goes on with the one before when asked to', async () => {
    const { image, cat, dog, here, there } = await twoTabs()
    await drawIn(here, [10, 10])
    await drawIn(here, [40, 40])
    await there.session.refresh()
    there.hand.editor.commit('Change category', (changes) => changes.setCategory(2, dog))
    await there.session.queue.idle()
    await here.press('undo')
    expect(await stored(image)).toEqual([
      [1, cat],
      [2, dog],
    ])
    expect(here.notices).toMatchObject([
      { message: expect.stringMatching(/“Draw box” can’t be undone/), action: { label: 'Undo “Draw box” instead' } },
    ])
    here.notices[0]!.action!.run()
    await here.session.queue.idle()
    expect(await stored(image)).toEqual([[2, dog]])
    await here.press('redo')
    expect((await stored(image)).sort()).toEqual([
      [1, cat],
      [2, dog],
    ])
  })

  it('can still be done after a reload, and for a tab that is closed', async () => {
    const { image, tabs, here, there } = await twoTabs()
    await drawIn(here, [10, 10])
    await drawIn(there, [40, 40])
    tabs.close(there)
    const again = await tabs.open(image, 'here')
    await again.press('undo')
    await again.press('undo')
    expect(await stored(image)).toEqual([])
    await again.press('redo')
    await again.press('redo')
    expect((await stored(image)).map(([id]) => id)).toEqual([1, 2])
  })

  it('is not sent behind a change that is refused', async () => {
    const { image, cat, dog, here, there } = await twoTabs()
    await drawIn(here, [10, 10])
    await there.session.refresh()
    await api('PUT', '/annotation/1', json({ category_id: dog }))
    here.hand.editor.commit('Change category', (changes) => changes.setCategory(here.hand.editor.selected!.id, dog))
    here.session.step('undo')
    await drawIn(there, [40, 40])
    await here.session.queue.idle()
    expect(await stored(image)).toEqual([
      [1, dog],
      [2, cat],
    ])
  })
})

describe('POST /annotator/undo', () => {
  const undo = (image_id: number, session: string | null, more: object = {}) =>
    api('POST', '/annotator/undo', json({ image_id, ...more }, session ? { 'Atoll-Session': session } : {}))

  it('takes the last step of the session, without one the last of all, or the step that is named', async () => {
    const { image, cat, here, there } = await twoTabs()
    for (const [index, tab] of [here, there, here, there].entries()) await drawIn(tab, [index * 15, 10])
    expect(await undo(image, 'here')).toMatchObject({ status: 200, body: { step: 3 } })
    expect(await undo(image, null)).toMatchObject({ status: 200, body: { step: 4 } })
    expect(await undo(image, null, { seq: 1 })).toMatchObject({ status: 200, body: { step: 1 } })
    expect(await stored(image)).toEqual([[2, cat]])
    expect(await undo(image, null, { seq: 1 })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/it is so already/) },
    })
    expect(await undo(image, 'a b')).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^Atoll-Session/) },
    })
  })

  it('answers 409 with what was changed since and the step before', async () => {
    const { image, dog, here } = await twoTabs()
    await drawIn(here, [10, 10])
    await drawIn(here, [40, 40])
    await api('PUT', '/annotation/2', json({ category_id: dog }))
    const { status, body } = await undo(image, 'here')
    expect([status, HistoryConflict.parse(body)]).toMatchObject([
      409,
      { reason: 'changed_since', seq: 2, label: 'Draw box', ids: [2], previous: 1 },
    ])
  })
})
