/** How many images each choice of a filter would find. In large datasets they are counted when people ask for them. */
import { computed, shallowRef, watch, type Ref } from 'vue'
import type { DatasetFacets } from '@/contract/views'
import { datasetsApi, type ImageFilter } from '../../api/datasets'
import { NO_SPLIT, USUAL_SPLITS, type NamedSplit } from './splits'

/** Images that are counted unasked. */
const FEW = 5000

export type Facets = ReturnType<typeof useFacets>

/** `generation`: changes when images do. */
export function useFacets(
  id: Readonly<Ref<number>>,
  filter: Readonly<Ref<ImageFilter>>,
  total: Readonly<Ref<number>>,
  generation: Readonly<Ref<unknown>>,
) {
  const facets = shallowRef<DatasetFacets | null>(null)
  /** The names stay while other numbers are counted. */
  const names = shallowRef<string[]>([])

  const splits = computed<NamedSplit[]>(() => {
    const counts = facets.value?.splits
    const others = names.value.filter((name) => !USUAL_SPLITS.includes(name) && name !== NO_SPLIT)
    return [...USUAL_SPLITS, ...others, NO_SPLIT].map((name) => ({
      name,
      count: counts ? (counts[name] ?? 0) : undefined,
    }))
  })

  let asked = 0
  /** Without the numbers the choices stay. */
  async function count() {
    const turn = ++asked
    const found = await datasetsApi.facets(id.value, filter.value).catch(() => null)
    if (turn !== asked || !found) return
    facets.value = found
    names.value = [...new Set([...names.value, ...Object.keys(found.splits)])]
  }
  watch(id, () => (names.value = []))
  watch(
    [id, filter, generation],
    () => {
      asked++
      facets.value = null
      if (total.value > 0 && total.value <= FEW) void count()
    },
    { immediate: true },
  )
  return { facets, splits, count: () => (facets.value ? Promise.resolve() : count()) }
}
