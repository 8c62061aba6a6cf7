/** The decoded picture of the image that is open; the one before is freed. */
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Image } from '@/contract/image'
import { fetchPicture } from '../../api/annotator'
import { addLevels, closePicture, decodePicture, type Picture } from './picture'

export function usePicture(image: Readonly<Ref<Image | null>>, onLevels: () => void) {
  const picture = shallowRef<Picture | null>(null)
  const problem = shallowRef<string | null>(null)
  let stop = new AbortController()

  function forget() {
    stop.abort()
    stop = new AbortController()
    if (picture.value) closePicture(picture.value)
    picture.value = null
    problem.value = null
  }

  async function load({ id, width, height, placeholder }: Image, signal: AbortSignal) {
    if (placeholder) return void (problem.value = 'The file of this image has not been added yet.')
    const decoded = await decodePicture(await fetchPicture(id, signal), { width, height })
    if (signal.aborted) return closePicture(decoded)
    picture.value = decoded
    await addLevels(decoded, signal)
    if (!signal.aborted) onLevels()
  }

  watch(() => image.value?.id, () => {
    forget()
    const { signal } = stop
    if (!image.value) return
    load(image.value, signal).catch((error: unknown) => {
      if (!signal.aborted) problem.value = error instanceof Error ? error.message : 'The picture cannot be shown.'
    })
  }, { immediate: true })
  onScopeDispose(forget)

  return { picture, problem }
}
