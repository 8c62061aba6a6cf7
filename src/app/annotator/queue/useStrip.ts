/** The images shown in the filmstrip: those around the open one, with their states as they are now. */
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { DatasetImage } from '@/contract/dataset'
import { onOtherTabs } from '../../api/changeFeed'
import { datasetsApi } from '../../api/datasets'
import type { Annotator } from '../annotator'

/** Images on either side of the open one. */
const AROUND = 12

export function useStrip({ images, data, image }: Pick<Annotator, 'images' | 'data' | 'image'>) {
  const read = shallowRef<ReadonlyMap<number, DatasetImage>>(new Map())
  const ids = computed(() => {
    const { value: at } = images.index
    return (images.ids.value ?? []).slice(Math.max(0, at - AROUND), Math.max(0, at) + AROUND + 1)
  })
  let stop = new AbortController()

  async function load() {
    stop.abort()
    const { signal } = (stop = new AbortController())
    const dataset = data.value?.dataset.id
    if (dataset === undefined || ids.value.length === 0) return
    try {
      const found = await datasetsApi.some(dataset, ids.value, signal)
      read.value = new Map(found.map((each) => [each.id, each]))
    } catch (error) {
      // what was read before stays; the open image itself tells when nothing can be read
      if (!signal.aborted) console.warn('filmstrip', error)
    }
  }

  const key = computed(() => `${ids.value.join()} ${image.value?.id} ${image.value?.revision}`)
  watch(key, load, { immediate: true })
  onScopeDispose(onOtherTabs(load))
  onScopeDispose(() => stop.abort())

  /** Without `shown` an image is not read yet, or gone. */
  return computed(() => ids.value.map((id) => ({ id, shown: read.value.get(id) })))
}
