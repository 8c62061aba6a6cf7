/** Builds the annotator: editor, session, drafts and updates from other tabs. Lives as long as the page. */
import { onScopeDispose, shallowRef, triggerRef, watch, type Ref } from 'vue'
import type { AnnotatorData } from '@/contract/annotator'
import type { Image } from '@/contract/image'
import type { ReviewRequest } from '@/contract/prelabel'
import { addCategory, annotatorApi, askEarly, nextUnlabelled } from '../api/annotator'
import { messageOf } from '../api/client'
import { prelabelApi } from '../api/prelabel'
import type { Annotator } from './annotator'
import { copyAll, pasteCopies } from './editor/copying'
import { useWindowLevel } from './composables/useWindowLevel'
import type { StoredDraft } from './editor/draft'
import { Editor } from './editor/editor'
import { buildHitIndexWhenIdle } from './editor/hitIndex'
import { storeDraft, storedDraft } from './save/localDrafts'
import { onOtherTabs } from '../api/changeFeed'
import { t } from '../i18n'
import type { SaveState } from './save/queue'
import { Session } from './save/session'
import { tools } from './tools'
import { useEditorView } from './composables/useEditorView'
import { useLayout, useLook } from './composables/useLayout'
import { useLocks } from './composables/useLocks'
import { useNewAnnotation } from './composables/useNewAnnotation'
import { useNotices } from './composables/useNotices'
import { useSmartSelect } from './composables/useSmartSelect'
import { useSteps } from './composables/useSteps'
import { useStopwatch } from './composables/useStopwatch'
import { useToolOptions } from './composables/useToolOptions'

export interface CreatedAnnotator extends Annotator {
  problem: Readonly<Ref<string | null>>
  /** Sends pending changes; returns false if they cannot be sent now. */
  flush(): Promise<boolean>
}

export interface Opening {
  imageId: Readonly<Ref<number>>
  /** Id of the stored annotation to select when its image opens. */
  wanted: Readonly<Ref<number | undefined>>
}

export function createAnnotator(
  { imageId, wanted }: Opening,
  go: (imageId: number) => void,
  onTitle: (fileName: string) => void,
): CreatedAnnotator {
  const editor = new Editor(tools)
  const view = useEditorView(editor)
  useToolOptions(editor)
  useLook(editor)
  onScopeDispose(buildHitIndexWhenIdle(editor))
  const { notices, notify, dismiss } = useNotices()
  editor.onNotice = notify
  const data = shallowRef<AnnotatorData | null>(null)
  const image = shallowRef<Image | null>(null)
  const saved = shallowRef<SaveState>('saved')
  const saveProblem = shallowRef<unknown>()
  const kept = shallowRef<StoredDraft | null>(null)
  const problem = shallowRef<string | null>(null)
  const session = shallowRef<Session | null>(null)

  const stopwatch = useStopwatch(editor)
  const lockAgain = useLocks(editor)

  async function open(id: number) {
    askEarly(id)
    problem.value = null
    stopwatch.restart()
    const opened = new Session(id, annotatorApi, editor, {
      onData: (fresh) => {
        data.value = fresh
        image.value = fresh.image
        onTitle(fresh.image.file_name)
      },
      onImage: (fresh) => (image.value = image.value?.id === fresh.id ? { ...image.value, ...fresh } : image.value),
      onHistory: () => triggerRef(session),
      onState: (state, reason) => {
        saved.value = state
        saveProblem.value = reason
      },
      onNotice: notify,
    })
    editor.onKeep = () => {}
    try {
      if (!(await opened.open(() => imageId.value === id))) return
    } catch (error) {
      if (imageId.value !== id) return
      problem.value = error instanceof Error ? error.message : t('annotator.cannotOpen')
      data.value = image.value = session.value = null
      return
    }
    session.value = opened
    lockAgain()
    selectWanted()
    kept.value = storedDraft(id)
    editor.onKeep = (draft) => {
      kept.value = null
      storeDraft(id, editor.tool.id, draft)
    }
  }

  /** Selects the annotation named in the address and zooms to it. */
  function selectWanted() {
    if (wanted.value === undefined) return
    if (!session.value?.select(wanted.value)) return notify(t('annotator.gone', { id: String(wanted.value) }))
    if (editor.selected) editor.lookAt(editor.selected.bounds)
  }

  watch(imageId, open, { immediate: true })
  // changing the tool sets the draft aside
  watch(view.tool, () => (kept.value = storedDraft(imageId.value)))
  onScopeDispose(
    onOtherTabs((seq) => {
      // what was changed may have made room
      if (saved.value === 'failed') session.value?.queue.retry()
      return session.value?.heard(seq)
    }),
  )
  onScopeDispose(onReturn(() => session.value?.lookAround()))
  onScopeDispose(
    guardUnsaved(() => {
      editor.finish()
      return saved.value !== 'saved'
    }),
  )

  const copyPrevious = async () => {
    const previous = data.value?.image.previous
    if (previous)
      await copyAll(editor, () => annotatorApi.load(previous)).catch((error: unknown) => notify(messageOf(error)))
  }

  async function goUnlabelled() {
    if (!data.value) return
    const found = await nextUnlabelled(data.value.dataset.id, imageId.value).catch((error: unknown) =>
      notify(messageOf(error)),
    )
    if (found) go(found)
    else if (found === null) notify(t('annotator.noUnlabelled'))
  }

  async function createCategory(name: string) {
    if (!data.value) return
    await addCategory(data.value.dataset, name)
    await session.value?.refresh()
    const made = [...editor.doc.categories.values()].find((category) => category.name === name)
    if (made) editor.setCategory(made.id)
  }

  async function reviewed(wanted: ReviewRequest) {
    if (!(await flush())) return
    await prelabelApi.review(imageId.value, wanted)
    await session.value?.refresh()
  }

  async function flush(): Promise<boolean> {
    editor.finish()
    const { queue } = session.value ?? {}
    if (!queue) return true
    await Promise.race([queue.idle(), pause(FLUSH_PATIENCE)])
    return queue.state === 'saved'
  }

  return {
    dialog: shallowRef(null),
    newAnnotation: useNewAnnotation(editor),
    editor,
    view,
    imageId,
    data,
    image,
    saved,
    saveProblem,
    kept,
    problem,
    notices,
    notify,
    dismiss,
    createCategory,
    flush,
    layout: useLayout(),
    smart: useSmartSelect(editor, view, data),
    review: (wanted) => void reviewed(wanted).catch((error: unknown) => notify(messageOf(error))),
    depth: useWindowLevel(() => image.value?.dataset_id),
    ...useSteps(editor, session),
    copyPrevious,
    goUnlabelled,
    paste: () => pasteCopies(editor),
    retry: () => session.value?.queue.retry(),
    setState: (state) => session.value?.setState(state),
    go: (to) => {
      const id = data.value?.image[to]
      if (id) go(id)
    },
    continueDraft: () => {
      if (kept.value && tools.some(({ id }) => id === kept.value?.tool)) editor.restore(kept.value)
    },
    dropDraft: () => {
      if (kept.value) storeDraft(imageId.value, kept.value.tool, null)
      kept.value = storedDraft(imageId.value)
    },
  }
}

const FLUSH_PATIENCE = 3_000 // milliseconds

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Runs when the tab becomes visible again. */
function onReturn(back: () => void): () => void {
  window.addEventListener('focus', back)
  return () => window.removeEventListener('focus', back)
}

/** Asks before the page is closed while changes are unsaved. */
function guardUnsaved(unsaved: () => boolean): () => void {
  const guard = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault()
  }
  window.addEventListener('beforeunload', guard)
  return () => window.removeEventListener('beforeunload', guard)
}
