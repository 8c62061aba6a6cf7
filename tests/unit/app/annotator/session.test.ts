import { saidText } from '@/app/annotator/texts'
import { expect, test } from 'vitest'
import type { Annotation } from '@/contract/annotation'
import type { AnnotatorChanges, AnnotatorChangesResult, AnnotatorData, HistoryEntry } from '@/contract/annotator'
import type { Direction } from '@/app/annotator/save/history'
import type { AnnotatorApi } from '@/app/annotator/save/ports'
import { Session } from '@/app/annotator/save/session'
import type { Shape } from '@/core/shape/types'
import { box, Hand } from './tools/draw'

const stamp = { uuid: '', updated_at: { $date: 0 }, creator: 'local', deleted: false, metadata: {} }

class Conflict extends Error {}

/** A server in memory. `script` says how the next writes end: 'lost' after they were applied, 'conflict', else well. */
class FakeServer implements AnnotatorApi {
  annotations = new Map<number, Annotation>()
  history: HistoryEntry[] = []
  calls: { kind: string; key: string; body?: AnnotatorChanges }[] = []
  script: string[] = []
  private answers = new Map<string, AnnotatorChangesResult>()
  private undone: Annotation[] = []
  private seq = 0

  seed(id: number, shape: Shape) {
    this.annotations.set(id, this.wire(id, 1, shape, 1))
  }

  load = async () =>
    ({
      image: { id: 7, width: 100, height: 100, previous: null, next: null },
      categories: [
        {
          ...stamp,
          revision: 1,
          id: 1,
          name: 'nut',
          supercategory: '',
          color: '#336699',
          keypoint_labels: [],
          keypoint_edges: [],
          keypoint_colors: [],
          annotations: [...this.annotations.values()],
        },
      ],
      history: this.history,
    }) as unknown as AnnotatorData

  change = (body: AnnotatorChanges, key: string) =>
    this.write(
      'change',
      key,
      () => {
        this.history = [
          ...this.history.filter((entry) => !entry.undone),
          { seq: ++this.seq, label: body.label, at: 0, undone: false, by: 'me' },
        ]
        return body.changes.map(({ id = 101 + this.annotations.size, after }) => {
          const old = this.annotations.get(id)
          const fresh = this.wire(id, (old?.revision ?? 0) + 1, after?.shape ?? null, 1)
          if (after) this.annotations.set(id, fresh)
          else this.annotations.delete(id)
          return { ...fresh, deleted: !after }
        })
      },
      body,
    )

  step = (direction: Direction, _image: number, _seq: number, key: string) =>
    direction === 'undo' ? this.undo(key) : this.redo(key)

  private undo = (key: string) =>
    this.write('undo', key, () => {
      this.history = this.history.map((entry, index) =>
        index === this.history.length - 1 ? { ...entry, undone: true } : entry,
      )
      this.undone = [...this.annotations.values()].slice(-1)
      for (const { id } of this.undone) this.annotations.delete(id)
      return this.undone.map((each) => ({ ...each, deleted: true }))
    })

  private redo = (key: string) =>
    this.write('redo', key, () => {
      this.history = this.history.map((entry) => ({ ...entry, undone: false }))
      for (const each of this.undone) this.annotations.set(each.id, each)
      return this.undone
    })

  setState = async () => ({ id: 7 }) as never
  isFinal = (error: unknown) => error instanceof Conflict
  isConflict = (error: unknown) => error instanceof Conflict
  historyConflict = () => null
  tabs = async () => ({ mine: 'me', others: new Set<string>() })

  private async write(
    kind: string,
    key: string,
    apply: () => Annotation[],
    body?: AnnotatorChanges,
  ): Promise<AnnotatorChangesResult> {
    this.calls.push({ kind, key, body: body && structuredClone(body) })
    const outcome = this.script.shift()
    if (outcome === 'conflict') throw new Conflict('It was changed.')
    const known = this.answers.get(key)
    const answer =
      known ??
      ({
        success: true,
        seq: ++this.seq,
        annotations: apply(),
        image: { id: 7 },
        history: this.history,
        step: this.history.at(-1)!.seq,
      } as unknown as AnnotatorChangesResult)
    this.answers.set(key, answer)
    if (outcome === 'lost') throw new TypeError('Failed to fetch')
    return answer
  }

  private wire(id: number, revision: number, shape: Annotation['shape'], category: number) {
    return {
      ...stamp,
      id,
      category_id: category,
      shape,
      keypoints: [],
      iscrowd: false,
      color: '#336699',
      revision,
      area: 400,
      bbox: [],
    } as unknown as Annotation
  }
}

async function opened(prepare: (server: FakeServer) => void = () => {}) {
  const server = new FakeServer()
  prepare(server)
  const hand = new Hand()
  const notices: string[] = []
  const session = new Session(7, server, hand.editor, {
    onData() {},
    onImage() {},
    onHistory() {},
    onState() {},
    onNotice: (said) => void notices.push(saidText(said)),
  })
  await session.open()
  await session.ready
  return { server, hand, session, notices, idle: () => session.queue.idle() }
}

test('what is drawn is shown at once and stored under the number the server gives', async () => {
  const { hand, server, idle } = await opened()
  hand.take('box').drag([10, 10], [30, 30])
  expect(hand.editor.selected).toMatchObject({ storedId: null, revision: 0 })
  await idle()
  expect(hand.editor.selected).toMatchObject({ storedId: 101, revision: 1, shape: box(10, 10, 20, 20) })
  expect(server.calls[0]!.body).toEqual({
    image_id: 7,
    label: 'Draw box',
    changes: [{ before: null, after: { category_id: 1, shape: box(10, 10, 20, 20) } }],
  })
})

test('a change of what is not yet stored goes out with its number and revision', async () => {
  const { hand, server, idle } = await opened()
  hand.take('box').drag([10, 10], [30, 30]).take('select').drag([20, 20], [25, 20])
  await idle()
  expect(server.calls[1]!.body!.changes).toEqual([
    { id: 101, base_revision: 1, before: { shape: box(10, 10, 20, 20) }, after: { shape: box(15, 10, 20, 20) } },
  ])
  expect(hand.shapes).toEqual([box(15, 10, 20, 20)])
})

test('an answer that is lost does not double the stroke', async () => {
  const { hand, server, session } = await opened((prepared) => (prepared.script = ['lost']))
  hand.take('box').drag([10, 10], [30, 30])
  setTimeout(() => session.queue.retry())
  await session.queue.idle()
  expect(server.calls.map(({ key }) => key)).toEqual([server.calls[0]!.key, server.calls[0]!.key])
  expect(server.annotations.size).toBe(1)
  expect(hand.shapes).toHaveLength(1)
})

test('an undo waits behind what it undoes; redo brings the same annotation back', async () => {
  const { hand, server, session, idle } = await opened()
  hand.take('box').drag([10, 10], [30, 30])
  const { id } = hand.editor.selected!
  session.step('undo')
  session.step('undo') // nothing left: not sent
  await idle()
  expect(server.calls.map(({ kind }) => kind)).toEqual(['change', 'undo'])
  expect(hand.shapes).toEqual([])
  session.step('redo')
  await idle()
  expect([...hand.editor.doc.items.keys()]).toEqual([id])
})

test('a conflict drops the change and what builds on it, tells, and shows what is stored', async () => {
  const { hand, server, notices, idle } = await opened((prepared) => {
    prepared.seed(1, box(10, 10, 20, 20))
    prepared.script = ['conflict']
  })
  server.seed(1, box(50, 50, 20, 20))
  hand.take('select').drag([20, 20], [25, 20]).drag([25, 20], [30, 20])
  await idle()
  expect(server.calls).toHaveLength(1)
  expect(hand.shapes).toEqual([box(50, 50, 20, 20)])
  expect(notices[0]).toMatch(/another tab/)
})

test('a new shape whose category another tab has just deleted waits for another category', async () => {
  const { hand, server, idle } = await opened((prepared) => (prepared.script = ['conflict']))
  const { load } = server
  server.load = async () => ({ ...(await load()), categories: [] })
  hand.take('box').drag([10, 10], [30, 30])
  await idle()
  expect(hand.shapes).toEqual([])
  expect(hand.editor.waiting).toEqual({ label: 'Draw box', shape: box(10, 10, 20, 20) })
})

test('what another tab did is taken in, what waits here stays', async () => {
  const { hand, server, session } = await opened((prepared) => prepared.seed(1, box(10, 10, 20, 20)))
  hand.take('box').drag([60, 60], [80, 80])
  server.seed(2, box(40, 40, 10, 10))
  await session.refresh()
  expect(hand.shapes).toEqual(expect.arrayContaining([box(10, 10, 20, 20), box(40, 40, 10, 10), box(60, 60, 20, 20)]))
  await session.queue.idle()
})

test('its own announcements are no news, those of others are', async () => {
  const { hand, server, session, notices, idle } = await opened()
  hand.take('box').drag([10, 10], [30, 30])
  await idle()
  await session.heard(2)
  expect(notices).toEqual([])
  server.seed(50, box(40, 40, 10, 10))
  await session.heard(9)
  expect(notices).toHaveLength(1)
  expect(hand.shapes).toHaveLength(2)
})

test('an equal shape from the server stays the same object, so that nothing is drawn anew', async () => {
  const { hand, idle } = await opened()
  hand.take('box').drag([10, 10], [30, 30])
  const { shape } = hand.editor.selected!
  await idle()
  expect(hand.editor.selected!.shape).toBe(shape)
})
