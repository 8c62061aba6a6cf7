/** The open image: its data, its session and the state of saving. Follows the image id of the page. */
import { onScopeDispose, shallowRef, triggerRef, watch, type Ref } from 'vue'
import type { AnnotatorData } from '@/contract/annotator'
import type { Image } from '@/contract/image'
import { annotatorApi, askEarly } from '../../api/annotator'
import { onOtherTabs } from '../../api/changeFeed'
import { t } from '../../i18n'
import type { Editor } from '../editor/editor'
import type { SaveState } from '../save/queue'
import { Session } from '../save/session'
import type { SessionEvents } from '../save/ports'

export interface OpenImageHooks {
  /** Called before an image is asked for. */
  onOpening(): void
  /** Called once the image is in the editor. */
  onOpened(imageId: number): void
  onTitle(fileName: string): void
  onNotice: SessionEvents['onNotice']
}

export function useOpenImage(editor: Editor, imageId: Readonly<Ref<number>>, hooks: OpenImageHooks) {
  const data = shallowRef<AnnotatorData | null>(null)
  const image = shallowRef<Image | null>(null)
  const saved = shallowRef<SaveState>('saved')
  const saveProblem = shallowRef<unknown>()
  const problem = shallowRef<string | null>(null)
  const session = shallowRef<Session | null>(null)

  const events: SessionEvents = {
    onData: (fresh) => {
      data.value = fresh
      image.value = fresh.image
      hooks.onTitle(fresh.image.file_name)
    },
    onImage: (fresh) => (image.value = image.value?.id === fresh.id ? { ...image.value, ...fresh } : image.value),
    onHistory: () => triggerRef(session),
    onState: (state, reason) => {
      saved.value = state
      saveProblem.value = reason
    },
    onNotice: hooks.onNotice,
  }

  async function open(id: number) {
    askEarly(id)
    problem.value = null
    hooks.onOpening()
    const opened = new Session(id, annotatorApi, editor, events)
    try {
      if (!(await opened.open(() => imageId.value === id))) return
    } catch (error) {
      if (imageId.value === id) refuse(error)
      return
    }
    session.value = opened
    hooks.onOpened(id)
  }

  function refuse(error: unknown) {
    problem.value = error instanceof Error ? error.message : t('annotator.cannotOpen')
    data.value = image.value = session.value = null
  }

  watch(imageId, open, { immediate: true })
  onScopeDispose(
    onOtherTabs((seq) => {
      // the change of another tab may have made room
      if (saved.value === 'failed') session.value?.queue.retry()
      return session.value?.heard(seq)
    }),
  )
  onScopeDispose(onReturn(() => session.value?.lookAround()))

  return { data, image, saved, saveProblem, problem, session }
}

/** Runs when the tab becomes visible again. */
function onReturn(back: () => void): () => void {
  window.addEventListener('focus', back)
  return () => window.removeEventListener('focus', back)
}
