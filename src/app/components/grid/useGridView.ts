/** Which rows of the grid are on the screen as the window scrolls, and how to bring others there. */
import { computed, onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'
import { layoutOf, MAX_HEIGHT, physicalOf, rowsBetween, shiftOf, type Rows } from './layout'

/** Rows beyond the screen that stand ready, on either side; after a jump only when nothing has moved for `REST` milliseconds. */
const AROUND = 2
const REST = 200
/** What covers the grid at the top of the window: the bar of the app, and that of the grid. CSS pixels. */
export const COVERED = 112
/** What may cover it at the bottom: what to do with a selection. */
const COVERED_BELOW = 96

export type GridView = ReturnType<typeof useGridView>

export function useGridView(root: Readonly<Ref<HTMLElement | null>>, total: Readonly<Ref<number>>, scrolled: () => void) {
  const width = shallowRef(0)
  const layout = computed(() => layoutOf(width.value, total.value))
  const height = computed(() => Math.min(MAX_HEIGHT, layout.value.height))
  /** On the screen, and those around. */
  const onScreen = shallowRef<Rows>({ first: 0, last: -1 })
  const around = shallowRef(AROUND)
  const rows = computed<Rows>(() => ({ first: Math.max(0, onScreen.value.first - around.value), last: Math.min(layout.value.rows - 1, onScreen.value.last + around.value) }))
  const shift = shallowRef(0)
  let last = 0
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** How far the top of the grid is above what is not covered. */
  const physicalTop = () => COVERED - (root.value?.getBoundingClientRect().top ?? 0)
  const sizes = () => ({ view: window.innerHeight, virtual: layout.value.height, physical: height.value })
  /** The virtual height at the top of the screen; below 0 while something else stands above the grid. */
  const top = () => physicalTop() + shift.value

  function measure() {
    frame = 0
    if (!root.value || layout.value.rows === 0) return
    const now = physicalTop()
    shift.value = shiftOf({ top: now, last, shift: shift.value, ...sizes() })
    last = now
    const next = rowsBetween(layout.value, now + shift.value, now + shift.value + window.innerHeight - COVERED)
    const { value: seen } = onScreen
    if (next.first === seen.first && next.last === seen.last) return
    if (seen.last >= 0 && (next.first > seen.last || next.last < seen.first)) jumped()
    else around.value = AROUND
    onScreen.value = next
  }

  /** What is on the screen comes first: the rows around it would take as long again. */
  function jumped() {
    around.value = 0
    clearTimeout(timer)
    timer = setTimeout(() => (around.value = AROUND), REST)
  }

  function onScroll() {
    if (!frame) frame = requestAnimationFrame(measure)
    scrolled()
  }

  /** Brings a virtual height to the top of the screen. */
  function scrollTo(target: number) {
    const from = physicalTop()
    const isNear = Math.abs(target - top()) <= 2 * window.innerHeight
    const physical = isNear ? target - shift.value : physicalOf(target, sizes())
    window.scrollTo({ top: window.scrollY + physical - from, behavior: 'instant' })
    measure()
  }

  /** Scrolls no farther than needed for a row to be seen whole. */
  function reveal(row: number) {
    const { rowHeight, tileHeight } = layout.value
    const [start, end] = [row * rowHeight, row * rowHeight + tileHeight]
    const space = window.innerHeight - COVERED - COVERED_BELOW
    if (start < top()) scrollTo(start)
    else if (end > top() + space) scrollTo(Math.min(start, end - space))
  }

  const observer = new ResizeObserver(() => resize())

  /** Another width has other columns: the image at the top stays there. */
  function resize() {
    if (!root.value) return
    const before = layout.value
    const held = Math.floor(top() / Math.max(1, before.rowHeight))
    const index = held * before.columns
    if (root.value.clientWidth === width.value) return measure()
    width.value = root.value.clientWidth
    if (held > 0 && layout.value.columns !== before.columns) scrollTo(Math.floor(index / layout.value.columns) * layout.value.rowHeight)
    measure()
  }

  onMounted(() => {
    resize()
    observer.observe(root.value!)
    window.addEventListener('scroll', onScroll, { passive: true })
    window.addEventListener('resize', onScroll, { passive: true })
  })
  onBeforeUnmount(() => {
    observer.disconnect()
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    window.removeEventListener('scroll', onScroll)
    window.removeEventListener('resize', onScroll)
  })
  watch(total, measure, { flush: 'post' })

  return { layout, height, rows, onScreen, shift, top, scrollTo, reveal }
}
