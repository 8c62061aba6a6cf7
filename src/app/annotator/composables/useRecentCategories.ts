/** The categories of a dataset in the order they were last used, remembered on this device. */
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { AnnotatorData } from '@/contract/annotator'
import { readList, writeJson } from '../../deviceStorage'
import type { Editor } from '../editor/editor'

const MOST = 20

const keyOf = (dataset: number) => `atoll:recent-categories:${dataset}`

/** Ids, the last used first. */
export function useRecentCategories(
  editor: Editor,
  data: Readonly<Ref<AnnotatorData | null>>,
): ComputedRef<readonly number[]> {
  const recent = shallowRef<readonly number[]>([])
  const dataset = computed(() => data.value?.dataset.id)

  function use(id: number | null) {
    if (id === null || dataset.value === undefined || recent.value[0] === id) return
    recent.value = [id, ...recent.value.filter((each) => each !== id)].slice(0, MOST)
    writeJson(keyOf(dataset.value), [...recent.value])
  }

  watch(
    dataset,
    (id) => {
      recent.value = id === undefined ? [] : readList(keyOf(id)).filter((each) => typeof each === 'number')
      use(editor.categoryId)
    },
    { immediate: true },
  )
  onScopeDispose(
    editor.on((part) => {
      if (part === 'category') use(editor.categoryId)
    }),
  )
  return computed(() => recent.value.filter((id) => data.value?.categories.some((each) => each.id === id)))
}
