/** One image open in the editor: loads it, sends what is done to it, undoes, and takes in what other tabs did. */
import type { AnnotatorChangesResult, AnnotatorData, HistoryEntry } from '@/contract/annotator'
import type { Image, ImageState } from '@/contract/image'
import type { Annotation } from '@/contract/annotation'
import type { AnnotatorChanges } from '@/contract/annotator'
import type { Shape } from '@/core/shape/types'
import type { Commit, Editor } from '../editor/editor'
import type { Doc } from '../editor/document'
import { canStep, type Body } from './history'
import { SaveQueue, type Job, type SaveState } from './queue'
import { Ids, toDoc, serialise, withStored } from './serialise'

/** What the session needs of the server. Every write carries a key, so that it is applied once. */
export interface AnnotatorApi {
  load(imageId: number): Promise<AnnotatorData>
  change(body: AnnotatorChanges, key: string): Promise<AnnotatorChangesResult>
  undo(imageId: number, key: string): Promise<AnnotatorChangesResult>
  redo(imageId: number, key: string): Promise<AnnotatorChangesResult>
  setState(imageId: number, state: ImageState, key: string): Promise<Image>
  /** True when asking again cannot help; the message says why. */
  isFinal(error: unknown): boolean
  isConflict(error: unknown): boolean
}

export interface SessionEvents {
  onData(data: AnnotatorData): void
  onImage(image: Image): void
  onHistory(): void
  onState(state: SaveState): void
  onNotice(message: string): void
}

type Answer = Partial<AnnotatorChangesResult> & { image: Image }

export class Session {
  history: HistoryEntry[] = []
  private readonly ownSeqs = new Set<number>()
  private readonly ids = new Ids()
  private readonly revisions = new Map<number, number>()
  readonly queue: SaveQueue<Body, Answer>

  constructor(readonly imageId: number, private readonly api: AnnotatorApi, private readonly editor: Editor, private readonly events: SessionEvents) {
    this.queue = new SaveQueue<Body, Answer>({
      send: (job) => this.send(job),
      onAnswer: (answer, job) => this.answered(answer, job.body),
      onRefused: (error, job) => this.refused(error, job.body),
      onState: events.onState,
      isFinal: (error) => api.isFinal(error),
    })
  }

  /** Shows the image, unless another one is wanted by the time it has been read. */
  async open(wanted: () => boolean = () => true): Promise<boolean> {
    const data = await this.api.load(this.imageId)
    if (!wanted()) return false
    this.history = data.history
    this.editor.open(toDoc(data, this.ids))
    this.editor.onCommit = (commit) => this.commit(commit)
    this.events.onData(data)
    this.events.onHistory()
    return true
  }

  /** Selects an annotation by the id it is stored under; false when it is not there. */
  select(storedId: number): boolean {
    const id = this.ids.here(storedId)
    const isThere = this.editor.doc.items.has(id)
    if (isThere) this.editor.select([id])
    return isThere
  }

  /** Whether the editor still shows this image. */
  private get shown() {
    return this.editor.doc.imageId === this.imageId
  }

  private commit({ label, changes }: Commit) {
    this.add({ kind: 'changes', label, changes })
  }

  setState = (state: ImageState) => this.add({ kind: 'state', state })

  step(direction: 'undo' | 'redo') {
    this.editor.finish()
    if (canStep(this.history, this.queue.waiting, direction)) this.add({ kind: direction })
  }

  private add(body: Body) {
    this.queue.add(body)
    this.events.onHistory()
  }

  private async send({ key, body }: Job<Body>): Promise<Answer> {
    const { api, imageId } = this
    if (body.kind === 'undo') return api.undo(imageId, key)
    if (body.kind === 'redo') return api.redo(imageId, key)
    if (body.kind === 'state') return { image: await api.setState(imageId, body.state, key) }
    const changes = body.changes.map((change) => serialise(change, this.ids, this.revisions))
    return api.change({ image_id: imageId, label: body.label, changes }, key)
  }

  private answered({ seq, annotations = [], image, history }: Answer, body: Body) {
    if (seq !== undefined) this.ownSeqs.add(seq)
    for (const { id, revision } of annotations) this.revisions.set(id, revision)
    if (history) this.history = history
    this.takeIn(annotations, body)
    this.events.onImage(image)
    this.events.onHistory()
    // undo may bring a category back
    if (this.shown && annotations.some(({ category_id }) => !this.editor.doc.categories.has(category_id))) this.refresh().catch(() => this.cannotRead())
  }

  private cannotRead() {
    this.events.onNotice('The image could not be read again; reload the page.')
  }

  private takeIn(stored: Annotation[], body: Body) {
    const drawn = body.kind === 'changes' ? body.changes : []
    drawn.forEach(({ id }, index) => {
      const wire = stored[index]
      if (wire) this.ids.pair(id, wire.id)
    })
    if (this.shown) this.editor.replace(withStored(this.editor.doc, stored, this.ids, this.waitingIds()))
  }

  /** Annotations that are about to be changed on the server. */
  private waitingIds(): Set<number> {
    const ids = this.queue.waiting.flatMap((body) => (body.kind === 'changes' ? body.changes.map(({ id }) => id) : []))
    return new Set(ids)
  }

  private async refused(error: unknown, body: Body) {
    const touched = new Set(body.kind === 'changes' ? body.changes.map(({ id }) => id) : [])
    this.queue.drop((later) => later.kind === 'changes' && later.changes.some(({ id }) => touched.has(id)))
    const message = error instanceof Error ? error.message : 'The change was refused.'
    this.events.onNotice(this.api.isConflict(error) ? 'This annotation was changed in another tab; your change was not applied.' : message)
    await this.refresh(touched).catch(() => this.cannotRead())
    if (this.shown && body.kind === 'changes') this.keepShape(body)
  }

  /** A new shape whose category was deleted a moment before waits until it has another. */
  private keepShape({ label, changes: [first, ...others] }: Commit) {
    const drawn = first && !first.before && others.length === 0 ? first.after : null
    if (drawn?.shape && !this.editor.doc.categories.has(drawn.category_id ?? 0)) this.editor.wait({ label, shape: drawn.shape as Shape })
  }

  /** A change was announced: when it was not ours, the annotations are read again. */
  async heard(seq: number) {
    await this.queue.idle()
    if (!this.ownSeqs.delete(seq) && (await this.refresh())) this.events.onNotice('Brought up to date with another tab.')
  }

  /** Reads the image again; what is waiting to be sent stays as it is here, except `refused`. True when something differed. */
  async refresh(refused: ReadonlySet<number> = new Set()): Promise<boolean> {
    const data = await this.api.load(this.imageId)
    if (!this.shown) return false
    const local = this.editor.doc
    const waiting = this.waitingIds()
    for (const id of refused) waiting.delete(id)
    const doc = keepWaiting(toDoc(data, this.ids, local), local, waiting)
    const differs = !sameRevisions(doc, local)
    this.history = data.history
    this.editor.replace(doc)
    this.events.onData(data)
    this.events.onHistory()
    return differs
  }
}

function keepWaiting(fresh: Doc, local: Doc, waiting: ReadonlySet<number>): Doc {
  const items = new Map(fresh.items)
  for (const id of waiting) {
    const mine = local.items.get(id)
    if (mine) items.set(id, mine)
    else items.delete(id)
  }
  return { ...fresh, items }
}

function sameRevisions(a: Doc, b: Doc): boolean {
  return a.items.size === b.items.size && [...a.items].every(([id, { revision }]) => b.items.get(id)?.revision === revision)
}
