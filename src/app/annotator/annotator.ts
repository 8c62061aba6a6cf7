/** The interface that the parts of the annotator share: the editor, the open image and their operations. */
import { inject, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { AnnotatorData } from '@/contract/annotator'
import type { ReviewRequest } from '@/contract/models/prelabel'
import type { Image, ImageState } from '@/contract/image'
import type { WindowLevelControl } from './composables/useWindowLevel'
import type { StoredDraft } from './editor/draft'
import type { Editor } from './editor/editor'
import type { Step } from './save/history'
import type { SaveState } from './save/queue'
import type { NoticeAction } from './save/ports'
import type { MenuPlace } from './canvas/openMenu'
import type { EditorView } from './composables/useEditorView'
import type { SmartSelect } from './composables/useSmartSelect'
import type { Layout } from './composables/useLayout'
import type { Queue } from './queue/useQueue'
import type { Said } from './texts'

export interface Notice {
  id: number
  message: string
  action?: NoticeAction
}

export interface Annotator {
  /** Id of the requested image; `image` is set once it has been read. */
  imageId: Readonly<Ref<number>>
  editor: Editor
  view: EditorView
  data: Readonly<ShallowRef<AnnotatorData | null>>
  image: Readonly<ShallowRef<Image | null>>
  saved: Readonly<Ref<SaveState>>
  /** Why the last attempt to save failed. */
  saveProblem: Readonly<ShallowRef<unknown>>
  /** The step that undo takes back next; null if there is none. */
  undoLabel: ComputedRef<string | null>
  redoLabel: ComputedRef<string | null>
  /** A draft restored from an earlier visit. */
  kept: Readonly<ShallowRef<StoredDraft | null>>
  notices: Readonly<ShallowRef<readonly Notice[]>>
  layout: Layout
  /** Ids of categories, the last used first. */
  recentCategories: ComputedRef<readonly number[]>
  /** The images that are labelled one after the other. */
  images: Queue
  smart: SmartSelect
  /** Accepts or rejects predictions; unsaved changes are stored first. */
  review(wanted: ReviewRequest): Promise<void>
  /** Info of the open image file, and which of its 16 bits are shown. */
  depth: WindowLevelControl
  /** The dialog that is open. */
  dialog: Ref<'commands' | 'keys' | 'replace' | 'category' | 'propagate' | 'menu' | null>
  /** Where the menu on the canvas is. */
  menuAt: Ref<MenuPlace>
  /** History of this image, oldest first. */
  steps: ComputedRef<readonly Step[]>
  undo(): void
  redo(): void
  /** Undoes or redoes until the given number of this tab's steps is applied. */
  goTo(count: number): void
  retry(): void
  go(to: 'next' | 'previous'): void
  /** Opens the next image of the list that nobody has worked on. */
  goUnlabelled(): Promise<void>
  paste(): void
  /** Copies all annotations of the previous image to this one. */
  copyPrevious(): Promise<void>
  setState(state: ImageState): void
  /** Presses at the drawing cursor. If no drawing tool is active, activates the last one. */
  newAnnotation(): void
  createCategory(name: string): Promise<void>
  continueDraft(): void
  dropDraft(): void
  notify(said: Said, action?: NoticeAction): void
  dismiss(id: number): void
}

export const annotatorKey: InjectionKey<Annotator> = Symbol('annotator')

export function useAnnotator(): Annotator {
  const annotator = inject(annotatorKey)
  if (!annotator) throw new Error('this component belongs inside AnnotatorScreen')
  return annotator
}
