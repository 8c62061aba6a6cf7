/** The decoded picture of the image that is open; the one before is freed. */
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Image } from '@/contract/image'
import { fetchPicture } from '../../api/annotator'
import { addLevels, closePicture, decodePicture, type Picture } from './picture'

/** `imageId` is asked for, and decoded, while its annotations are read; it is shown together with those, when `image` is there. */
export function usePicture(imageId: Readonly<Ref<number>>, image: Readonly<Ref<Image | null>>, onLevels: () => void) {
  const picture = shallowRef<Picture | null>(null)
  const problem = shallowRef<string | null>(null)
  let stop = new AbortController()
  let coming: Promise<ImageBitmap> | null = null

  function ask(id: number) {
    drop()
    stop = new AbortController()
    const { signal } = stop
    coming = fetchPicture(id, signal).then((blob) => {
      signal.throwIfAborted()
      return decodePicture(blob)
    })
    // told by `show`, to those who still look at it
    coming.catch(() => {})
  }

  /** What comes is no longer wanted. */
  function drop() {
    stop.abort()
    void coming?.then((bitmap) => bitmap.close(), () => {})
    coming = null
  }

  function forget() {
    if (picture.value) closePicture(picture.value)
    picture.value = null
    problem.value = null
  }

  async function show({ width, height, placeholder }: Image, signal: AbortSignal) {
    if (placeholder) return void (problem.value = 'The file of this image has not been added yet.')
    const bitmap = await coming
    if (!bitmap || signal.aborted) return
    coming = null
    const shown: Picture = { levels: [bitmap], size: { width, height } }
    picture.value = shown
    await addLevels(shown, signal)
    if (!signal.aborted) onLevels()
  }

  watch(imageId, ask, { immediate: true })
  watch(() => image.value?.id, () => {
    forget()
    const { signal } = stop
    if (!image.value) return
    show(image.value, signal).catch((error: unknown) => {
      if (!signal.aborted) problem.value = error instanceof Error ? error.message : 'The picture cannot be shown.'
    })
  }, { immediate: true })
  onScopeDispose(() => {
    drop()
    forget()
  })

  return { picture, problem }
}
