/** The page of images that is shown; read again when anything is changed, here or in another tab. */
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { DatasetImages } from '@/contract/dataset'
import { onOtherTabs } from '../annotator/save/otherTabs'
import { messageOf } from '../api/client'
import { datasetsApi, type ImageFilter } from '../api/datasets'

export function useDatasetImages(id: Readonly<Ref<number>>, filter: Readonly<Ref<ImageFilter>>) {
  const data = shallowRef<DatasetImages | null>(null)
  const problem = shallowRef('')
  let stop = new AbortController()

  async function reload() {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    try {
      const page = await datasetsApi.images(id.value, filter.value, signal)
      if (signal.aborted) return
      data.value = page
      problem.value = ''
    } catch (error) {
      if (!signal.aborted) problem.value = messageOf(error)
    }
  }

  watch([id, filter], reload, { immediate: true })
  const stopListening = onOtherTabs(reload)
  onScopeDispose(() => {
    stop.abort()
    stopListening()
  })

  return { data, problem, reload }
}
