/** The decoded picture of the image that is open; the one before is freed. */
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
  /** Some of the picture looks otherwise. */
  onDrawn: () => void
}

/** `imageId` is asked for, and decoded, while its annotations are read; it is shown together with those, when `image` is there. */
export function useDecodedImage({ imageId, image, depth, onDrawn }: Wanted) {
  const picture = shallowRef<DecodedImage | null>(null)
  const problem = shallowRef<string | null>(null)
  /** Goes up whenever the picture looks otherwise. */
  const drawn = shallowRef(0)
  let stop = new AbortController()
  let coming: Promise<OpenedImage> | null = null

  function redrawn(which: DecodedImage) {
    which.drawn++
    if (which !== picture.value) return
    drawn.value++
    onDrawn()
  }

  function ask(id: number) {
    drop()
    stop = new AbortController()
    coming = openImage(id, stop.signal, redrawn)
    // told by `show`, to those who still look at it
    coming.catch(() => {})
  }

  /** What comes is no longer wanted. */
  function drop() {
    stop.abort()
    void coming?.then((opened) => closeImage(opened.picture), () => {})
    coming = null
  }

  function forget() {
    const last = picture.value
    // to free it takes as long as a frame, for which the next picture need not wait
    if (last) void idle().then(() => closeImage(last))
    picture.value = null
    problem.value = null
    depth.close()
  }

  async function show({ placeholder }: Image, signal: AbortSignal) {
    if (placeholder) return void (problem.value = t('annotator.noFile'))
    const opened = await coming
    if (!opened || signal.aborted) return
    coming = null
    depth.open(opened.facts, opened.picture.deep?.ranges ?? null)
    if (depth.range.value) opened.picture.deep?.show(depth.range.value)
    picture.value = opened.picture
    await addLevels(opened.picture, signal)
    if (!signal.aborted) redrawn(opened.picture)
  }

  watch(imageId, ask, { immediate: true })
  watch(() => image.value?.id, () => {
    forget()
    const { signal } = stop
    if (!image.value) return
    show(image.value, signal).catch((error: unknown) => {
      if (!signal.aborted) problem.value = error instanceof Error ? error.message : t('annotator.cannotShow')
    })
  }, { immediate: true })
  watch(depth.range, (range) => {
    if (!range || !picture.value?.deep) return
    picture.value.deep.show(range)
    redrawn(picture.value)
  })
  onScopeDispose(() => {
    drop()
    forget()
  })

  return { picture, problem, drawn }
}
