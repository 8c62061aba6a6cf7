/** Computes which rows of the grid are visible as the window scrolls, and scrolls to others. */
import { computed, onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'
import { layoutOf, MAX_HEIGHT, physicalOf, rowsBetween, shiftOf, type Rows } from './layout'

/** Rows rendered beyond each edge of the screen. After a jump they are rendered once nothing moved for `REST` milliseconds. */
const AROUND = 2
const REST = 200
/** Height in CSS pixels of the bars that cover the grid at the top. */
export const COVERED = 112
/** Height of the selection bar that may cover the grid at the bottom. */
const COVERED_BELOW = 96

export type GridView = ReturnType<typeof useGridView>

export function useGridView(
  root: Readonly<Ref<HTMLElement | null>>,
  total: Readonly<Ref<number>>,
  scrolled: () => void,
) {
  const width = shallowRef(0)
  const layout = computed(() => layoutOf(width.value, total.value))
  const height = computed(() => Math.min(MAX_HEIGHT, layout.value.height))
  /** Visible rows, and those around them. */
  const onScreen = shallowRef<Rows>({ first: 0, last: -1 })
  const around = shallowRef(AROUND)
  const rows = computed<Rows>(() => ({
    first: Math.max(0, onScreen.value.first - around.value),
    last: Math.min(layout.value.rows - 1, onScreen.value.last + around.value),
  }))
  const shift = shallowRef(0)
  let last = 0
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Distance from the top of the grid to the uncovered area. */
  const physicalTop = () => COVERED - (root.value?.getBoundingClientRect().top ?? 0)
  const sizes = () => ({ view: window.innerHeight, virtual: layout.value.height, physical: height.value })
  /** Virtual offset at the top of the screen; negative while the grid starts below it. */
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

  /** Renders visible rows first, because the rows around them take as long again. */
  function jumped() {
    around.value = 0
    clearTimeout(timer)
    timer = setTimeout(() => (around.value = AROUND), REST)
  }

  function onScroll() {
    if (!frame) frame = requestAnimationFrame(measure)
    scrolled()
  }

  /** Scrolls a virtual offset to the top of the screen. */
  function scrollTo(target: number) {
    const from = physicalTop()
    const isNear = Math.abs(target - top()) <= 2 * window.innerHeight
    const physical = isNear ? target - shift.value : physicalOf(target, sizes())
    window.scrollTo({ top: window.scrollY + physical - from, behavior: 'instant' })
    measure()
  }

  /** Scrolls as little as needed to show a whole row. */
  function reveal(row: number) {
    const { rowHeight, tileHeight } = layout.value
    const [start, end] = [row * rowHeight, row * rowHeight + tileHeight]
    const space = window.innerHeight - COVERED - COVERED_BELOW
    if (start < top()) scrollTo(start)
    else if (end > top() + space) scrollTo(Math.min(start, end - space))
  }

  const observer = new ResizeObserver(() => resize())

  /** After a change of width the columns change; keeps the top image in place. */
  function resize() {
    if (!root.value) return
    const before = layout.value
    const held = Math.floor(top() / Math.max(1, before.rowHeight))
    const index = held * before.columns
    if (root.value.clientWidth === width.value) return measure()
    width.value = root.value.clientWidth
    if (held > 0 && layout.value.columns !== before.columns)
      scrollTo(Math.floor(index / layout.value.columns) * layout.value.rowHeight)
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
