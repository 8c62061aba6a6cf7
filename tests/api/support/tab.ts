/** The editor of an image in a tab, on the handlers that answer in the worker. Other tabs are those that `open` opened before. */
import type { AnnotatorChangesResult, AnnotatorData, HistoryConflict } from '@/contract/annotator'
import type { Image } from '@/contract/image'
import { ApiError, type ErrorBody } from '@/contract/errors'
import type { AnnotatorApi, NoticeAction } from '@/app/annotator/save/ports'
import { saidText } from '@/app/annotator/texts'
import { Session } from '@/app/annotator/save/session'
import { Hand } from '../../unit/app/annotator/tools/draw'
import { api, json } from './api'

export interface Tab {
  name: string
  hand: Hand
  session: Session
  notices: { message: string; action?: NoticeAction }[]
  /** Presses Ctrl+Z or Ctrl+Shift+Z, and waits until all is stored. */
  press(direction: 'undo' | 'redo'): Promise<void>
}

export class Tabs {
  private readonly names = new Set<string>()

  async open(image: number, name: string): Promise<Tab> {
    this.names.add(name)
    const hand = new Hand()
    const notices: Tab['notices'] = []
    const session = new Session(image, this.apiOf(name), hand.editor, {
      onData() {},
      onImage() {},
      onHistory() {},
      onState() {},
      onNotice: (message, action) => void notices.push({ message: saidText(message), action }),
    })
    await session.open()
    await session.ready
    const press = async (direction: 'undo' | 'redo') => {
      session.step(direction)
      await session.queue.idle()
    }
    return { name, hand, session, notices, press }
  }

  close = ({ name }: Tab) => this.names.delete(name)

  private apiOf(mine: string): AnnotatorApi {
    const send = async <Body>(method: string, path: string, value?: unknown, key = ''): Promise<Body> => {
      const { status, body } = await api(
        method,
        path,
        value === undefined ? {} : json(value, { 'Idempotency-Key': key, 'Atoll-Session': mine }),
      )
      if (status !== 200) throw new ApiError(status, (body as unknown as ErrorBody).message, body)
      return body as Body
    }
    return {
      load: (id) => send<AnnotatorData>('GET', `/annotator/data/${id}?lean=true`),
      change: (body, key) => send<AnnotatorChangesResult>('POST', '/annotator/changes', body, key),
      step: (direction, image_id, seq, key) =>
        send<AnnotatorChangesResult>('POST', `/annotator/${direction}`, { image_id, seq }, key),
      setState: (id, state, key) => send<Image>('PUT', `/image/${id}`, { state }, key),
      isFinal: () => true,
      isConflict: (error) => error instanceof ApiError && error.status === 409,
      historyConflict: (error) =>
        error instanceof ApiError && error.body.reason === 'changed_since'
          ? (error.body as unknown as HistoryConflict)
          : null,
      tabs: async () => ({ mine, others: new Set([...this.names].filter((name) => name !== mine)) }),
    }
  }
}
