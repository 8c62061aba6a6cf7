/** The decoded image of the open document. Frees the previous one. */
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Image } from '@/contract/image'
import { t } from '../../../i18n'
import type { WindowLevelControl } from '../../composables/useWindowLevel'
import { idle } from '../../composables/idle'
import { openImage, type OpenedImage } from './openImage'
import { addLevels, closeImage, type DecodedImage } from './decodedImage'

interface Wanted {
  imageId: Readonly<Ref<number>>
  image: Readonly<Ref<Image | null>>
  depth: WindowLevelControl
  /** Called when the drawn result changes. */
  onDrawn: () => void
}

/** Loads and decodes `imageId` while its annotations are read; shows both together once `image` is set. */
export function useDecodedImage({ imageId, image, depth, onDrawn }: Wanted) {
  const bitmap = shallowRef<DecodedImage | null>(null)
  const problem = shallowRef<string | null>(null)
  /** Increases whenever the drawn result changes. */
  const drawn = shallowRef(0)
  let stop = new AbortController()
  let coming: Promise<OpenedImage> | null = null

  function redrawn(which: DecodedImage) {
    which.drawn++
    if (which !== bitmap.value) return
    drawn.value++
    onDrawn()
  }

  function ask(id: number) {
    drop()
    stop = new AbortController()
    coming = openImage(id, stop.signal, redrawn)
    // `show` reports the failure if this image is still wanted
    coming.catch(() => {})
  }

  /** Aborts the load in progress. */
  function drop() {
    stop.abort()
    void coming?.then(
      (opened) => closeImage(opened.bitmap),
      () => {},
    )
    coming = null
  }

  function forget() {
    const last = bitmap.value
    // freeing takes about one frame; the next image does not wait for it
    if (last) void idle().then(() => closeImage(last))
    bitmap.value = null
    problem.value = null
    depth.close()
  }

  async function show({ placeholder }: Image, signal: AbortSignal) {
    if (placeholder) return void (problem.value = t('annotator.noFile'))
    const opened = await coming
    if (!opened || signal.aborted) return
    coming = null
    depth.open(opened.facts, opened.bitmap.deep?.ranges ?? null)
    if (depth.range.value) opened.bitmap.deep?.show(depth.range.value)
    bitmap.value = opened.bitmap
    await addLevels(opened.bitmap, signal)
    if (!signal.aborted) redrawn(opened.bitmap)
  }

  watch(imageId, ask, { immediate: true })
  watch(
    () => image.value?.id,
    () => {
      forget()
      const { signal } = stop
      if (!image.value) return
      show(image.value, signal).catch((error: unknown) => {
        if (!signal.aborted) problem.value = error instanceof Error ? error.message : t('annotator.cannotShow')
      })
    },
    { immediate: true },
  )
  watch(depth.range, (range) => {
    if (!range || !bitmap.value?.deep) return
    bitmap.value.deep.show(range)
    redrawn(bitmap.value)
  })
  onScopeDispose(() => {
    drop()
    forget()
  })

  return { bitmap, problem, drawn }
}
