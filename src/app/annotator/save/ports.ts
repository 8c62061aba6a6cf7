/** What a session asks of the server, and whom it tells. */
import type { AnnotatorChanges, AnnotatorChangesResult, AnnotatorData, HistoryConflict } from '@/contract/annotator'
import type { Image, ImageState } from '@/contract/image'
import type { Direction, Tabs } from './history'
import type { SaveState } from './queue'
import type { Said } from '../texts'

/** What the session needs of the server. Every write carries a key, so that it is applied once. */
export interface AnnotatorApi {
  load(imageId: number): Promise<AnnotatorData>
  change(body: AnnotatorChanges, key: string): Promise<AnnotatorChangesResult>
  step(direction: Direction, imageId: number, seq: number, key: string): Promise<AnnotatorChangesResult>
  setState(imageId: number, state: ImageState, key: string): Promise<Image>
  /** True when asking again cannot help; the message says why. */
  isFinal(error: unknown): boolean
  isConflict(error: unknown): boolean
  /** Why a step cannot be undone or redone, when what it did was changed since. */
  historyConflict(error: unknown): HistoryConflict | null
  /** The session of this tab, and those of the others that are open. */
  tabs(): Promise<Tabs>
}

export interface SessionEvents {
  onData(data: AnnotatorData): void
  onImage(image: Image): void
  onHistory(): void
  onState(state: SaveState, problem?: unknown): void
  /** `action`: what the user may do about it. */
  onNotice(said: Said, action?: NoticeAction): void
}

export interface NoticeAction {
  label: string
  run(): void
}
