/**
 * Where in the grid one looks: the page stands in the address, the exact place is kept for the session, so that a reload, going
 * back and coming back from the annotator show the same images again.
 */
import { nextTick, onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { GridView } from './useGridView'
import { rememberGridPosition, rememberedGridPosition } from './gridPosition'
import { PAGE_SIZE } from '../query/useFilter'

/** After the last scrolling. Milliseconds. */
const REST = 150

interface Options {
  dataset: number
  page: Readonly<Ref<number>>
  total: Readonly<Ref<number>>
  view: GridView
  /** The one that the keyboard is at. */
  current: Ref<number>
}

const textOf = (query: LocationQuery) => JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)))

export function useGridPosition({ dataset, page, total, view, current }: Options) {
  const [route, router] = [useRoute(), useRouter()]
  let written = page.value
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Where the window was scrolled by the app: that is no reason to write another address. */
  let placed = -1
  /** To another page of the app, which may take a while to load: another address now would call that off. */
  let isLeaving = false

  const pages = () => Math.ceil(total.value / PAGE_SIZE)
  const isAtEnd = () => window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2

  /** The page of the last image in the first row that is seen, so that the page asked for is the page shown. */
  function pageSeen(): number {
    const { rowHeight, columns } = view.layout.value
    const row = Math.max(0, Math.round(view.top() / rowHeight))
    return isAtEnd() && row > 0 ? pages() : Math.min(pages(), Math.floor((row * columns + columns - 1) / PAGE_SIZE) + 1)
  }

  function keep() {
    const { rowHeight, columns } = view.layout.value
    const top = Math.max(0, view.top())
    const row = Math.floor(top / rowHeight)
    rememberGridPosition(dataset, {
      query: route.query,
      key: textOf(route.query),
      index: row * columns,
      offset: view.top() > 0 ? top - row * rowHeight : -1,
      current: current.value,
    })
  }

  async function rest() {
    const seen = Math.abs(window.scrollY - placed) < 2 ? written : pageSeen()
    if (seen !== written) {
      written = seen
      await router.replace({ query: { ...route.query, page: seen > 1 ? String(seen) : undefined } })
    }
    if (!isLeaving) keep()
  }

  function scrolled() {
    clearTimeout(timer)
    if (!isLeaving) timer = setTimeout(() => void rest(), REST)
  }

  function goTo(index: number, offset = 0) {
    const { rowHeight, columns } = view.layout.value
    if (index > 0 || offset > 0) view.scrollTo(Math.floor(index / columns) * rowHeight + offset)
    placed = window.scrollY
    scrolled()
  }

  const goToPage = (number: number) => goTo((Math.min(number, pages()) - 1) * PAGE_SIZE)

  onMounted(async () => {
    // the grid has its height then
    await nextTick()
    const known = rememberedGridPosition(dataset)
    const entry = router.options.history.state
    const isReturn = entry.scroll || String(entry.back ?? '').startsWith('/annotate/')
    if (known && isReturn && known.key === textOf(route.query)) {
      current.value = Math.min(known.current, total.value - 1)
      if (known.offset >= 0) goTo(known.index, known.offset)
    } else if (page.value > 1) goToPage(page.value)
  })

  watch(
    page,
    (next) => {
      if (next === written) return
      written = next
      if (next > 1) goToPage(next)
      else window.scrollTo({ top: 0, behavior: 'instant' })
    },
    { flush: 'post' },
  )

  const stopWatching = [
    router.beforeEach((to) => {
      if (to.path === route.path || isLeaving) return
      isLeaving = true
      clearTimeout(timer)
      keep()
    }),
    router.afterEach((to, _from, failure) => {
      if (failure && to.path !== route.path) isLeaving = false
    }),
  ]

  onBeforeUnmount(() => {
    clearTimeout(timer)
    for (const stop of stopWatching) stop()
  })

  return { scrolled }
}
