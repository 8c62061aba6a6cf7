/** Builds the annotator from its parts: editor, open image, drafts, history and panels. Lives as long as the page. */
import { onScopeDispose, shallowRef, watchEffect, type Ref } from 'vue'
import { addCategory, annotatorApi } from '../api/annotator'
import { messageOf } from '../api/client'
import { prelabelApi } from '../api/prelabel'
import type { ImageFilter } from '../api/datasets'
import { t } from '../i18n'
import type { Annotator } from './annotator'
import { useEditorView } from './composables/useEditorView'
import { useLayout, useLook } from './composables/useLayout'
import { useLocks } from './composables/useLocks'
import { useNewAnnotation } from './composables/useNewAnnotation'
import { useNotices } from './composables/useNotices'
import { useOpenImage } from './composables/useOpenImage'
import { useRecentCategories } from './composables/useRecentCategories'
import { useSmartSelect } from './composables/useSmartSelect'
import { useSteps } from './composables/useSteps'
import { useStopwatch } from './composables/useStopwatch'
import { useStoredDraft } from './composables/useStoredDraft'
import { useToolOptions } from './composables/useToolOptions'
import { useUnsaved } from './composables/useUnsaved'
import { useWindowLevel } from './composables/useWindowLevel'
import { imagePoint } from '@/core/geometry/point'
import { copyAll, pasteCopies } from './editor/copying'
import { Editor } from './editor/editor'
import { buildHitIndexWhenIdle } from './editor/hitIndex'
import { useQueue } from './queue/useQueue'
import { tools } from './tools'

export interface CreatedAnnotator extends Annotator {
  problem: Readonly<Ref<string | null>>
  /** Sends pending changes; returns false if they cannot be sent now. */
  flush(): Promise<boolean>
}

export interface Opening {
  imageId: Readonly<Ref<number>>
  /** Which images are labelled one after the other. */
  filter: Readonly<Ref<ImageFilter>>
  /** Id of the stored annotation to select when its image opens. */
  wanted: Readonly<Ref<number | undefined>>
}

export function createAnnotator(
  { imageId, filter, wanted }: Opening,
  go: (imageId: number) => Promise<unknown>,
  onTitle: (fileName: string) => void,
): CreatedAnnotator {
  const { editor, view } = useEditor()
  const { notices, notify, dismiss, dismissAll } = useNotices()
  editor.onNotice = notify
  const layout = useLayout()
  watchEffect(() => (editor.keepsView = layout.keepView))
  const complain = (error: unknown) => notify(messageOf(error))
  const stopwatch = useStopwatch(editor)
  const lockAgain = useLocks(editor)
  const { pause, offer, ...drafts } = useStoredDraft(editor, view, imageId)

  const open = useOpenImage(editor, imageId, {
    onTitle,
    onNotice: notify,
    onOpening() {
      stopwatch.restart()
      dismissAll()
      pause()
    },
    onOpened(id) {
      lockAgain()
      selectWanted()
      offer(id)
    },
  })
  const { data, image, session } = open
  const images = useQueue({ imageId, filter, data, open: go, onProblem: complain })
  const flush = useUnsaved(editor, session, open.saved)

  /** Selects the annotation named in the address and zooms to it. */
  function selectWanted() {
    if (wanted.value === undefined) return
    if (!session.value?.select(wanted.value)) return notify(t('annotator.gone', { id: String(wanted.value) }))
    if (editor.selected) editor.lookAt(editor.selected.bounds)
  }

  async function copyPrevious() {
    const previous = images.previous.value
    if (previous !== null) await copyAll(editor, () => annotatorApi.load(previous)).catch(complain)
  }

  async function goUnlabelled() {
    if (!data.value) return
    const found = await images.nextUnlabelled().catch(complain)
    if (found) await images.go(found)
    else if (found === null)
      notify(t(images.isFiltered.value ? 'annotator.noUnlabelledHere' : 'annotator.noUnlabelled'))
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
    menuAt: shallowRef({ x: 0, y: 0, point: imagePoint(0, 0) }),
    newAnnotation: useNewAnnotation(editor),
    editor,
    view,
    imageId,
    notices,
    notify,
    dismiss,
    createCategory,
    flush,
    layout,
    smart: useSmartSelect(editor, view, data),
    review: (wanted) => review(wanted).catch(complain),
    depth: useWindowLevel(() => image.value?.dataset_id),
    copyPrevious,
    goUnlabelled,
    paste: () => pasteCopies(editor),
    retry: () => session.value?.queue.retry(),
    setState: (state) => session.value?.setState(state),
    images,
    recentCategories: useRecentCategories(editor, data),
    go: (to) => void images.go(images[to].value),
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
