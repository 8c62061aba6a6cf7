/** The splits of a dataset with their numbers of images. In large datasets they are counted when people ask for them. */
import { computed, shallowRef, watch, type Ref } from 'vue'
import type { DatasetSplits } from '@/contract/dataset'
import { datasetsApi } from '../../api/datasets'
import { t } from '../../i18n'
import { numberText } from '../../i18n/format'

/** Always offered. */
const USUAL = ['train', 'val', 'test']
/** In the address and in the API: images without a split. */
export const NO_SPLIT = 'none'
/** Images that are counted unasked. */
const FEW = 5000

export interface NamedSplit {
  name: string
  count?: number
}

export const splitText = (name: string, count?: number): string => {
  const label = name === NO_SPLIT ? t('grid.noSplit') : name
  return count === undefined ? label : t('grid.splitCount', { name: label, count: numberText(count) })
}

/** `generation`: changes when images do. */
export function useSplits(id: Readonly<Ref<number>>, total: Readonly<Ref<number>>, generation: Readonly<Ref<unknown>>) {
  const counted = shallowRef<DatasetSplits | null>(null)
  const splits = computed<NamedSplit[]>(() => {
    const { splits: counts = {}, none } = counted.value ?? {}
    const names = [...USUAL, ...Object.keys(counts).filter((name) => !USUAL.includes(name))]
    const known = names.map((name) => ({ name, count: counted.value ? (counts[name] ?? 0) : undefined }))
    return [...known, { name: NO_SPLIT, count: none }]
  })

  // without the numbers the choices stay
  async function count() {
    const asked = id.value
    const found = await datasetsApi.splits(asked).catch(() => null)
    if (asked === id.value) counted.value = found
  }
  watch(
    [id, generation],
    () => {
      if (total.value > 0 && total.value <= FEW) void count()
      else counted.value = null
    },
    { immediate: true },
  )
  return { splits, count: () => (counted.value ? Promise.resolve() : count()) }
}
