/** The rows of one section of the panel's list that are in sight. The list scrolls as a whole; sections lie below one another in it. */
import {
  computed,
  inject,
  nextTick,
  onBeforeUnmount,
  onMounted,
  provide,
  shallowRef,
  watch,
  type InjectionKey,
  type Ref,
} from 'vue'
import { nextWindow, ROW_HEIGHT, rowWindow, wayTo, type RowWindow } from './rowWindow'

/** Rows that stay before and after the one with the focus. */
const NEIGHBOURS = 3

const sameWindow = (a: RowWindow, b: RowWindow) => a.first === b.first && a.end === b.end

const between = (first: number, end: number) =>
  Array.from({ length: Math.max(0, end - first) }, (_none, index) => first + index)

interface Scroller {
  element: Readonly<Ref<HTMLElement | null>>
  /** Goes up whenever something else may be in sight. */
  moved: Readonly<Ref<number>>
}

const scrollerKey: InjectionKey<Scroller> = Symbol('the list of the panel')

/** For the list: `element` scrolls, `content` is all that is in it. Answers what to call when rows may lie elsewhere. */
export function provideRows(
  element: Readonly<Ref<HTMLElement | null>>,
  content: Readonly<Ref<HTMLElement | null>>,
): () => void {
  const moved = shallowRef(0)
  const look = () => moved.value++
  provide(scrollerKey, { element, moved })
  let observer: ResizeObserver | undefined
  onMounted(() => {
    observer = new ResizeObserver(look)
    for (const each of [element, content]) observer.observe(each.value!)
    element.value!.addEventListener('scroll', look, { passive: true })
  })
  onBeforeUnmount(() => observer?.disconnect())
  return look
}

interface Options<Row> {
  items: () => readonly Row[]
  idOf: (row: Row) => number
  /** The element with the rows; null while they are folded. */
  list: Readonly<Ref<HTMLElement | null>>
}

export function useRowWindow<Row>({ items, idOf, list }: Options<Row>) {
  const { element, moved } = inject(scrollerKey)!
  const range = shallowRef<RowWindow>({ first: 0, end: 0 })
  /** The row with the focus stays, wherever the list is scrolled to; so do those that Tab goes to next, which may come before a frame does. */
  const focused = shallowRef<number | null>(null)

  /** What is in sight, from the top of the rows. */
  function sight() {
    if (!element.value || !list.value) return null
    const [view, { top }] = [element.value.getBoundingClientRect(), list.value.getBoundingClientRect()]
    return { top: view.top - top, bottom: view.bottom - top }
  }

  const steps = shallowRef(0)
  watch(
    [moved, list, steps],
    () => {
      const seen = sight()
      if (!seen) return
      const wanted = rowWindow(seen.top, seen.bottom, items().length)
      if (sameWindow(range.value, wanted)) return
      range.value = nextWindow(range.value, wanted)
      if (!sameWindow(range.value, wanted)) requestAnimationFrame(() => steps.value++)
    },
    { flush: 'post' },
  )

  const rows = computed(() => {
    const { first, end } = range.value
    const all = items()
    const kept = focused.value === null ? -1 : all.findIndex((item) => idOf(item) === focused.value)
    const places = [...between(first, end), ...(kept < 0 ? [] : between(kept - NEIGHBOURS, kept + NEIGHBOURS + 1))]
    return [...new Set(places)]
      .sort((a, b) => a - b)
      .flatMap((place) => (all[place] ? [{ item: all[place], place }] : []))
  })

  const height = computed(() => items().length * ROW_HEIGHT)

  /** Scrolls as far as is needed to see a row. */
  async function reveal(id: number) {
    await nextTick()
    const place = items().findIndex((item) => idOf(item) === id)
    const seen = sight()
    if (place >= 0 && seen) element.value!.scrollBy({ top: wayTo(place, seen.top, seen.bottom), behavior: 'instant' })
  }

  return { rows, height, focused, reveal }
}
