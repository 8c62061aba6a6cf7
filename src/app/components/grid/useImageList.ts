/**
 * The images of a dataset that match a filter, as a list of any length of which only the pages near what is looked at are held.
 * Read again when anything is changed, here or in another tab; what is shown stays until the new is there.
 */
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { DatasetImage, DatasetImages } from '@/contract/dataset'
import { MOST_IDS } from '@/contract/limits'
import { onOtherTabs } from '../../api/changeFeed'
import { messageOf } from '../../api/client'
import { datasetsApi, type ImageFilter } from '../../api/datasets'
import { PAGE_SIZE } from '../query/useFilter'
import { ApiError } from '@/contract/errors'

/** Maximum number of loaded pages. */
const KEPT = 40
/**
 * A dragged scroll bar passes by thousands of pages: of jumps that follow each other within `DRAGGED` milliseconds only the first is
 * read at once, and then what is looked at after a rest of `REST` milliseconds.
 */
const DRAGGED = 150
const REST = 30

/** A range of pages that is requested together. */
interface Asked {
  first: number
  last: number
  stop: AbortController
}

interface Page {
  images: readonly DatasetImage[]
  /** The generation that it was read in; older ones are read again. */
  reading: number
}

export type ImageList = ReturnType<typeof useImageList>

export function useImageList(id: Readonly<Ref<number>>, filter: Readonly<Ref<ImageFilter>>, firstPage: () => number) {
  const data = shallowRef<Omit<DatasetImages, 'images'> | null>(null)
  const problem = shallowRef('')
  /** There is no such dataset, or it is in the trash. */
  const isGone = shallowRef(false)
  const pages = shallowRef<ReadonlyMap<number, Page>>(new Map())
  const total = computed(() => data.value?.total ?? 0)
  const asked = new Set<Asked>()
  let shown = { first: 0, last: 0 }
  let reading = 0
  /** The generation of `data`. */
  let known = -1
  let jumped = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  const pageOf = (index: number) => Math.floor(index / PAGE_SIZE)
  const at = (index: number): DatasetImage | undefined => pages.value.get(pageOf(index))?.images[index % PAGE_SIZE]

  /** Sets the visible range, by index. */
  function show(firstIndex: number, lastIndex: number) {
    const next = { first: pageOf(firstIndex), last: pageOf(lastIndex) }
    const isJump = next.first > shown.last + 1 || next.last < shown.first - 1
    shown = next
    for (const each of asked) if (each.last < next.first || each.first > next.last) giveUp(each)
    clearTimeout(timer)
    const now = performance.now()
    const isDragged = isJump && now - jumped < DRAGGED
    if (isJump) jumped = now
    if (isDragged) timer = setTimeout(askForShown, REST)
    else void askForShown()
  }

  /** The first request of a generation also reads the dataset; later ones read only images. */
  async function askForShown() {
    const wanted = Array.from({ length: shown.last - shown.first + 1 }, (_none, at) => shown.first + at).filter(
      isWanted,
    )
    const ofDataset = known === reading ? [] : wanted.splice(0, 1)
    await Promise.all([
      ...ofDataset.map((page) => ask(page, page, readPage)),
      ...(wanted.length > 0 ? [ask(wanted[0]!, wanted.at(-1)!, readImages)] : []),
    ])
  }

  const isWanted = (page: number) =>
    pages.value.get(page)?.reading !== reading && ![...asked].some(({ first, last }) => page >= first && page <= last)

  async function ask(first: number, last: number, read: (asked: Asked) => Promise<void>) {
    const one: Asked = { first, last, stop: new AbortController() }
    asked.add(one)
    try {
      await read(one)
      if (asked.has(one)) [problem.value, isGone.value] = ['', false]
    } catch (error) {
      if (!asked.has(one)) return
      problem.value = messageOf(error)
      isGone.value = error instanceof ApiError && error.code === 'dataset-not-found'
    } finally {
      asked.delete(one)
    }
  }

  async function readPage(one: Asked) {
    const current = reading
    const { images, ...rest } = await datasetsApi.images(
      id.value,
      { ...filter.value, page: one.first + 1 },
      one.stop.signal,
    )
    if (!asked.has(one)) return
    keep(rest.page - 1, images, current)
    data.value = rest
    known = current
  }

  async function readImages(one: Asked) {
    const current = reading
    const places = { start: one.first * PAGE_SIZE, limit: (one.last - one.first + 1) * PAGE_SIZE }
    const { images, total } = await datasetsApi.imageRun(id.value, filter.value, places, one.stop.signal)
    if (!asked.has(one)) return
    keep(one.first, images, current)
    if (data.value && data.value.total !== total) data.value = { ...data.value, total }
  }

  function giveUp(one: Asked) {
    one.stop.abort()
    asked.delete(one)
  }

  /** Stores a page of images. Drops the pages farthest from the visible range. */
  function keep(first: number, images: readonly DatasetImage[], current: number) {
    const distance = (each: number) => Math.max(shown.first - each, each - shown.last, 0)
    const next = new Map(pages.value)
    for (let from = 0; from === 0 || from < images.length; from += PAGE_SIZE)
      next.set(first + from / PAGE_SIZE, { images: images.slice(from, from + PAGE_SIZE), reading: current })
    pages.value = new Map([...next].sort(([a], [b]) => distance(a) - distance(b)).slice(0, KEPT))
  }

  function drop() {
    clearTimeout(timer)
    asked.forEach(giveUp)
  }

  async function reload() {
    drop()
    reading++
    await askForShown()
  }

  /** Clears everything before another list. */
  function restart() {
    pages.value = new Map()
    const first = firstPage() - 1
    if (first < shown.first || first > shown.last) shown = { first, last: first }
    void reload()
  }

  /** Ids of an inclusive index range, loaded or not. */
  async function idsBetween(first: number, last: number): Promise<number[]> {
    const loaded = Array.from(
      { length: Math.min(last - first + 1, KEPT * PAGE_SIZE) },
      (_none, index) => at(first + index)?.id,
    )
    if (loaded.length === last - first + 1 && loaded.every((each) => each !== undefined)) return loaded as number[]
    const ids: number[] = []
    for (let start = first; start <= last; start += MOST_IDS) {
      ids.push(
        ...(await datasetsApi.imageIds(id.value, filter.value, { start, limit: Math.min(MOST_IDS, last - start + 1) }))
          .ids,
      )
    }
    return ids
  }

  watch([id, filter], restart, { immediate: true })
  const stopListening = onOtherTabs(reload)
  onScopeDispose(() => {
    drop()
    stopListening()
  })

  return { data, problem, isGone, total, at, show, reload, idsBetween }
}
