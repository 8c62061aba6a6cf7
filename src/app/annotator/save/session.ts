/** One image open in the editor: loads it, sends what is done to it, undoes, and takes in what other tabs did. */
import type { AnnotatorChangesResult, AnnotatorData, HistoryConflict } from '@/contract/annotator'
import type { Annotation } from '@/contract/annotation'
import type { ImageState } from '@/contract/image'
import type { Shape } from '@/core/shape/types'
import { t } from '../../i18n'
import type { Commit, Editor } from '../editor/editor'
import { goesWith, idsOf, seqOf, type Body, type ChangesBody, type Direction, type Step } from './history'
import { OwnSteps } from './ownSteps'
import { SaveQueue, type Job } from './queue'
import type { AnnotatorApi, SessionEvents } from './ports'
import { Ids, keepWaiting, sameRevisions, toDoc, serialise, withStored } from './serialise'
import { stepText } from '../texts'

/** Empty: there was nothing to send. */
type Answer = Partial<AnnotatorChangesResult>

export class Session {
  private readonly own = new OwnSteps()
  private readonly ownSeqs = new Set<number>()
  private readonly ids = new Ids()
  private readonly revisions = new Map<number, number>()
  readonly queue: SaveQueue<Body, Answer>
  /** When it is known which steps this tab can undo. */
  ready: Promise<void> = Promise.resolve()

  constructor(
    readonly imageId: number,
    private readonly api: AnnotatorApi,
    private readonly editor: Editor,
    private readonly events: SessionEvents,
  ) {
    this.queue = new SaveQueue<Body, Answer>({
      send: async (job) => this.learn(await this.send(job)),
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
    this.own.history = data.history
    this.ready = this.lookAround().catch(() => this.cannotRead())
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

  /** Every step of the image, those that wait to be stored too. */
  get steps(): Step[] {
    return this.own.list(this.queue.waiting)
  }

  step(direction: Direction) {
    this.editor.finish()
    const step = this.own.next(this.queue.waiting, direction)
    if (step) this.add({ kind: direction, target: step.target })
  }

  /** Learns which tabs are open: what was done in one that is gone can be undone in any other. */
  async lookAround(history = this.own.history) {
    this.own.meet(await this.api.tabs(), history)
    this.events.onHistory()
  }

  /** Answers what was read, once it is known whose steps are in its history. */
  private async learn<Read extends Answer | AnnotatorData>(read: Read): Promise<Read> {
    if (read.history && this.own.hasStranger(read.history)) await this.lookAround(read.history)
    return read
  }

  private add(body: Body) {
    this.queue.add(body)
    this.events.onHistory()
  }

  private async send({ key, body }: Job<Body>): Promise<Answer> {
    const { api, imageId } = this
    if (body.kind === 'changes') return this.sendChanges(body, key)
    if (body.kind === 'state') return { image: await api.setState(imageId, body.state, key) }
    const seq = seqOf(body.target)
    return typeof seq === 'number' ? api.step(body.kind, imageId, seq, key) : {}
  }

  private sendChanges({ label, changes }: ChangesBody, key: string): Promise<Answer> {
    return this.api.change(
      { image_id: this.imageId, label, changes: changes.map((change) => serialise(change, this.ids, this.revisions)) },
      key,
    )
  }

  private answered({ seq, annotations = [], image, history, step }: Answer, body: Body) {
    if (body.kind === 'changes') body.seq = step
    if (seq !== undefined) this.ownSeqs.add(seq)
    for (const { id, revision } of annotations) this.revisions.set(id, revision)
    if (history) this.own.history = history
    this.takeIn(annotations, body)
    if (image) this.events.onImage(image)
    this.events.onHistory()
    // undo may bring a category back
    if (this.shown && annotations.some(({ category_id }) => !this.editor.doc.categories.has(category_id)))
      this.refresh().catch(() => this.cannotRead())
  }

  private cannotRead() {
    this.events.onNotice({ key: 'notices.rereadFailed' })
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
    return idsOf(this.queue.waiting)
  }

  private async refused(error: unknown, body: Body) {
    const gone = goesWith(body, this.queue.waiting)
    this.queue.drop((later) => gone.has(later))
    const touched = idsOf(gone)
    this.tell(error, body)
    await this.refresh(touched).catch(() => this.cannotRead())
    if (this.shown && body.kind === 'changes') this.keepShape(body)
  }

  private tell(error: unknown, body: Body) {
    const conflict = this.api.historyConflict(error)
    if (conflict && body.kind === 'undo') return this.offerPrevious(conflict)
    const message = error instanceof Error ? error.message : t('notices.refused')
    const isChange = body.kind === 'changes' && this.api.isConflict(error)
    this.events.onNotice(isChange ? t('notices.changedElsewhere') : message)
  }

  private offerPrevious({ seq, label }: HistoryConflict) {
    const previous = this.own.insteadOf(seq, this.queue.waiting)
    const goOn = () => {
      this.own.pass(seq)
      this.step('undo')
    }
    const message = t('notices.cannotUndo', { step: stepText(label) })
    this.events.onNotice(
      message,
      previous && { label: t('notices.undoInstead', { step: stepText(previous.label) }), run: goOn },
    )
  }

  /** A new shape whose category was deleted a moment before waits until it has another. */
  private keepShape({ label, changes: [first, ...others] }: ChangesBody) {
    const drawn = first && !first.before && others.length === 0 ? first.after : null
    if (drawn?.shape && !this.editor.doc.categories.has(drawn.category_id ?? 0))
      this.editor.wait({ label, shape: drawn.shape as Shape })
  }

  /** A change was announced: when it was not ours, the annotations are read again. */
  async heard(seq: number) {
    await this.queue.idle()
    if (!this.ownSeqs.delete(seq) && (await this.refresh())) this.events.onNotice({ key: 'notices.updated' })
  }

  /** Reads the image again; what is waiting to be sent stays as it is here, except `refused`. True when something differed. */
  async refresh(refused: ReadonlySet<number> = new Set()): Promise<boolean> {
    const data = await this.learn(await this.api.load(this.imageId))
    if (!this.shown) return false
    const local = this.editor.doc
    const waiting = this.waitingIds()
    for (const id of refused) waiting.delete(id)
    const doc = keepWaiting(toDoc(data, this.ids, local), local, waiting)
    const differs = !sameRevisions(doc, local)
    this.own.history = data.history
    this.editor.replace(doc)
    this.events.onData(data)
    this.events.onHistory()
    return differs
  }
}
