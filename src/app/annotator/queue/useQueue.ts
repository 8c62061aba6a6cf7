/** Which images come before and after the open one: the list that the address filters, and the moves inside it. */
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { AnnotatorData } from '@/contract/annotator'
import { datasetsApi, type ImageFilter } from '../../api/datasets'
import { isFiltering } from '../../components/query/useFilter'
import { extendNear, nextOf, readQueue, type ImageQueue, type ReadIds } from './imageQueue'
import { keepQueue, keptQueue } from './keptQueue'

export interface QueueOptions {
  imageId: Readonly<Ref<number>>
  /** The filter and the order of the address. */
  filter: Readonly<Ref<ImageFilter>>
  data: Readonly<Ref<AnnotatorData | null>>
  /** Opens an image; the answer comes when it is open, or when that was refused. */
  open: (imageId: number) => Promise<unknown>
  /** Called with the reason if the list cannot be read. */
  onProblem: (error: unknown) => void
}

export type Queue = ReturnType<typeof useQueue>

export function useQueue({ imageId, filter, data, open, onProblem }: QueueOptions) {
  const queue = shallowRef<ImageQueue | null>(null)
  /** Id of the image that is on its way: quick presses count from it. */
  const coming = shallowRef<number | null>(null)
  const isFiltered = computed(() => isFiltering(filter.value))
  const isPlain = computed(() => !isFiltered.value && filter.value.order === 'path')
  const target = computed(() => coming.value ?? imageId.value)
  const index = computed(() => queue.value?.ids.indexOf(target.value) ?? -1)
  let isOver = false
  onScopeDispose(() => (isOver = true))

  const dataset = computed(() => data.value?.dataset.id)
  const read: ReadIds = (start, limit) => datasetsApi.imageIds(dataset.value!, filter.value, { start, limit })

  async function load() {
    const { value: id } = dataset
    if (id === undefined) return
    const key = JSON.stringify([id, filter.value])
    const hint = isPlain.value ? (data.value?.position.index ?? null) : null
    if (queue.value?.key === key && (hint === null || queue.value.total === data.value?.position.total)) return
    const kept = hint === null ? keptQueue(key, imageId.value) : null
    const found = kept ?? (await readQueue(key, imageId.value, hint, read))
    if (isOver || id !== dataset.value) return
    hold(found)
  }

  function hold(found: ImageQueue) {
    queue.value = found
    if (isFiltered.value) keepQueue(found)
  }

  async function extend() {
    const { value: held } = queue
    if (!held || index.value < 0) return
    const more = await extendNear(held, index.value, read)
    if (more !== held && queue.value === held) hold(more)
  }

  watch([dataset, filter, () => data.value?.position.total], () => load().catch(onProblem), { immediate: true })
  watch(index, () => extend().catch(onProblem))

  /** Of an image outside the list the first one comes next. */
  const next = computed(() =>
    queue.value ? (queue.value.ids[index.value + 1] ?? null) : (data.value?.image.next ?? null),
  )
  const previous = computed(() =>
    queue.value ? (queue.value.ids[index.value - 1] ?? null) : (data.value?.image.previous ?? null),
  )

  async function go(id: number | null) {
    if (id === null) return
    coming.value = id
    await open(id)
    if (coming.value === id) coming.value = null
  }

  /** The next image that nobody has worked on, inside the list; null if there is none. */
  async function nextUnlabelled(): Promise<number | null> {
    const { value: id } = dataset
    if (id === undefined) return null
    if (isPlain.value) return datasetsApi.nextUnlabelled(id, target.value)
    const open = await datasetsApi.unlabelledIds(id, filter.value)
    return queue.value && nextOf(queue.value, index.value, new Set(open))
  }

  return {
    next,
    previous,
    go,
    nextUnlabelled,
    isFiltered,
    filter,
    /** Ids of the list around the open image; null until it is read. */
    ids: computed(() => queue.value?.ids ?? null),
    /** Place of the open image among `ids`; -1 if it is not in the list. */
    index,
    /** The place in the whole list, from 0; null if the image is not in it, or before it is known. */
    place: computed(() => {
      if (queue.value) return index.value < 0 ? null : queue.value.start + index.value
      return isPlain.value ? (data.value?.position.index ?? null) : null
    }),
    total: computed(() => (queue.value ? queue.value.total : (data.value?.position.total ?? null))),
    /** True while another image is being opened: what is on screen is no longer what is meant. */
    isMoving: computed(() => coming.value !== null || data.value?.image.id !== imageId.value),
  }
}
