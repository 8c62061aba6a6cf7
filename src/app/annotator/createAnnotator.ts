/** Builds the annotator from its parts: editor, open image, drafts, history and panels. Lives as long as the page. */
import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { addCategory, annotatorApi, nextUnlabelled } from '../api/annotator'
import { messageOf } from '../api/client'
import { prelabelApi } from '../api/prelabel'
import { t } from '../i18n'
import type { Annotator } from './annotator'
import { useEditorView } from './composables/useEditorView'
import { useLayout, useLook } from './composables/useLayout'
import { useLocks } from './composables/useLocks'
import { useNewAnnotation } from './composables/useNewAnnotation'
import { useNotices } from './composables/useNotices'
import { useOpenImage } from './composables/useOpenImage'
import { useSmartSelect } from './composables/useSmartSelect'
import { useSteps } from './composables/useSteps'
import { useStopwatch } from './composables/useStopwatch'
import { useStoredDraft } from './composables/useStoredDraft'
import { useToolOptions } from './composables/useToolOptions'
import { useUnsaved } from './composables/useUnsaved'
import { useWindowLevel } from './composables/useWindowLevel'
import { copyAll, pasteCopies } from './editor/copying'
import { Editor } from './editor/editor'
import { buildHitIndexWhenIdle } from './editor/hitIndex'
import { tools } from './tools'

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
  const { editor, view } = useEditor()
  const { notices, notify, dismiss } = useNotices()
  editor.onNotice = notify
  const complain = (error: unknown) => notify(messageOf(error))
  const stopwatch = useStopwatch(editor)
  const lockAgain = useLocks(editor)
  const { pause, offer, ...drafts } = useStoredDraft(editor, view, imageId)

  const open = useOpenImage(editor, imageId, {
    onTitle,
    onNotice: notify,
    onOpening() {
      stopwatch.restart()
      pause()
    },
    onOpened(id) {
      lockAgain()
      selectWanted()
      offer(id)
    },
  })
  const { data, image, session } = open
  const flush = useUnsaved(editor, session, open.saved)

  /** Selects the annotation named in the address and zooms to it. */
  function selectWanted() {
    if (wanted.value === undefined) return
    if (!session.value?.select(wanted.value)) return notify(t('annotator.gone', { id: String(wanted.value) }))
    if (editor.selected) editor.lookAt(editor.selected.bounds)
  }

  async function copyPrevious() {
    const previous = data.value?.image.previous
    if (previous) await copyAll(editor, () => annotatorApi.load(previous)).catch(complain)
  }

  async function goUnlabelled() {
    if (!data.value) return
    const found = await nextUnlabelled(data.value.dataset.id, imageId.value).catch(complain)
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

  const review: Annotator['review'] = async (wanted) => {
    if (!(await flush())) return
    await prelabelApi.review(imageId.value, wanted)
    await session.value?.refresh()
  }

  return {
    ...open,
    ...drafts,
    ...useSteps(editor, session),
    dialog: shallowRef(null),
    newAnnotation: useNewAnnotation(editor),
    editor,
    view,
    imageId,
    notices,
    notify,
    dismiss,
    createCategory,
    flush,
    layout: useLayout(),
    smart: useSmartSelect(editor, view, data),
    review: (wanted) => review(wanted).catch(complain),
    depth: useWindowLevel(() => image.value?.dataset_id),
    copyPrevious,
    goUnlabelled,
    paste: () => pasteCopies(editor),
    retry: () => session.value?.queue.retry(),
    setState: (state) => session.value?.setState(state),
    go(to) {
      const id = data.value?.image[to]
      if (id) go(id)
    },
  }
}

/** The editor with what is remembered of its tools and its look. */
function useEditor() {
  const editor = new Editor(tools)
  const view = useEditorView(editor)
  useToolOptions(editor)
  useLook(editor)
  onScopeDispose(buildHitIndexWhenIdle(editor))
  return { editor, view }
}
