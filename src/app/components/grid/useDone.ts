/** How many images of a dataset are done, the whole dataset, whatever the filter shows. In large datasets it is not counted unasked. */
import { shallowRef, watch, type Ref } from 'vue'
import { datasetsApi } from '../../api/datasets'

/** Images that are counted. */
const FEW = 5000

export interface Done {
  done: number
  count: number
}

/** `generation`: changes when images do. */
export function useDone(id: Readonly<Ref<number>>, generation: Readonly<Ref<unknown>>) {
  const counted = shallowRef<Done | null>(null)
  const totalOf = async (dataset: number, query?: string) =>
    (await datasetsApi.imageIds(dataset, { query }, { start: 0, limit: 1 })).total

  async function count() {
    const asked = id.value
    const all = await totalOf(asked)
    const found = all > FEW ? null : { count: all, done: await totalOf(asked, 'state:done,done_empty') }
    if (asked === id.value) counted.value = found
  }
  // without the numbers the rest of the page is as it was
  watch([id, generation], () => void count().catch(() => (counted.value = null)), { immediate: true })
  return counted
}
