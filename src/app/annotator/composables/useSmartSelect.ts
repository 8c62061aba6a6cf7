/** Provides the model for smart select: asks before downloading it, starts it, and encodes this image and the next. */
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { AnnotatorData } from '@/contract/annotator'
import { messageOf } from '../../api/client'
import type { ModelImage, Segmenter } from '../../models/seams'
import type { Editor } from '../editor/editor'
import type { Aim } from '../pixels/aim'
import { boxAim } from '../pixels/boxAim'
import { quiet } from './idle'
import type { EditorView } from './useEditorView'

export type SmartState =
  | { kind: 'idle' | 'checking' | 'starting' | 'encoding' | 'ready' }
  /** Why boxes are segmented by colours instead of the model. */
  | { kind: 'boxes'; why: 'no-model' | 'no-wasm' | 'declined' }
  | { kind: 'ask'; size: number; stored: number }
  | { kind: 'downloading'; done: number; size: number }
  | { kind: 'failed'; message: string }

const loadModels = () => import('../../models/smartModel')

export function useSmartSelect(editor: Editor, view: EditorView, data: Readonly<Ref<AnnotatorData | null>>) {
  const state = shallowRef<SmartState>({ kind: 'idle' })
  const isInHand = computed(() => view.tool.value.id === 'smart')
  let segmenter: Segmenter | null = null
  let downloading: AbortController | null = null
  let looking = new AbortController()

  const fallBack = (why: 'no-model' | 'no-wasm' | 'declined') => {
    editor.aim = boxAim(editor)
    state.value = { kind: 'boxes', why }
  }

  async function check() {
    state.value = { kind: 'checking' }
    try {
      const models = await loadModels()
      const found = await models.smartState()
      if (found.kind === 'none') return fallBack(found.why)
      if (!found.isStored) return void (state.value = { kind: 'ask', size: found.size, stored: found.stored })
      state.value = { kind: 'starting' }
      segmenter = await models.smartSegmenter()
      await look()
    } catch (error) {
      state.value = { kind: 'failed', message: messageOf(error) }
    }
  }

  async function fetchModel() {
    const stop = (downloading = new AbortController())
    try {
      const models = await loadModels()
      await models.fetchSmartModel((done, size) => (state.value = { kind: 'downloading', done, size }), stop.signal)
      if (isInHand.value) await check()
      else state.value = { kind: 'idle' }
    } catch (error) {
      if (stop.signal.aborted) await check()
      else state.value = { kind: 'failed', message: messageOf(error) }
    }
  }

  /** Encodes the open image, then the next. */
  async function look() {
    looking.abort()
    const { signal } = (looking = new AbortController())
    const shown = data.value?.image
    const found = segmenter
    if (!found || !shown || shown.placeholder) return
    const { storedImage, modelImage } = await loadModels()
    const image = await storedImage(shown, signal)
    if (signal.aborted) return
    if (isInHand.value) editor.aim = aimAt(found, image)
    await quiet()
    if (signal.aborted) return
    state.value = { kind: 'encoding' }
    await found.prepare?.(image, signal)
    if (signal.aborted) return
    state.value = { kind: 'ready' }
    if (!shown.next) return
    await quiet()
    if (!signal.aborted)
      await modelImage(shown.next, signal).then(
        (next) => found.prepare?.(next, signal),
        () => {},
      )
  }

  const tryToLook = () =>
    look().catch((error: unknown) => {
      if ((error as Error).name !== 'AbortError') state.value = { kind: 'failed', message: messageOf(error) }
    })

  watch(isInHand, (inHand) => {
    if (!inHand || downloading?.signal.aborted === false) return
    if (segmenter) void tryToLook()
    else void check()
  })
  watch(
    () => data.value?.image.id,
    () => {
      editor.aim = state.value.kind === 'boxes' ? editor.aim : null
      looking.abort()
      if (segmenter) void tryToLook()
    },
  )
  // Tab cycles through the candidates while there are several; otherwise it moves the focus
  const cycle = (event: KeyboardEvent) => {
    const onImage = (event.target as Element | null)?.matches?.('[role=application], body')
    if (event.key === 'Tab' && !event.shiftKey && isInHand.value && onImage && editor.cycle()) event.preventDefault()
  }
  window.addEventListener('keydown', cycle)
  onScopeDispose(() => {
    window.removeEventListener('keydown', cycle)
    looking.abort()
    downloading?.abort()
  })

  return {
    state,
    isInHand,
    retry: () => void check(),
    fetchModel: () => void fetchModel().finally(() => (downloading = null)),
    cancel: () => downloading?.abort(),
    decline: () => fallBack('declined'),
  }
}

export type SmartSelect = ReturnType<typeof useSmartSelect>

const aimAt = (segmenter: Segmenter, image: ModelImage): Aim => ({
  segment: (prompt, signal) => segmenter.segment(image, prompt, signal),
  isQuick: () => segmenter.isReady?.(image) ?? true,
})
