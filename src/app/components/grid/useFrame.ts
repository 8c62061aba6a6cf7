/** A frame drawn with the mouse around images selects them. Near the edges of the window it scrolls. */
import { onBeforeUnmount, shallowRef, type Ref } from 'vue'
import { columnsBetween, rowsBetween } from './layout'
import { COVERED, type GridView } from './useGridView'
import type { SelectableList, Selection } from './useSelection'

/** Before it is a frame and no click. CSS pixels. */
const SLACK = 6
const EDGE = 48
/** Most that it scrolls in a frame of the display. */
const SPEED = 28

interface Point {
  x: number
  /** Virtual. */
  y: number
}

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

interface Options {
  root: Readonly<Ref<HTMLElement | null>>
  view: GridView
  list: SelectableList
  selection: Selection
}

export function useFrame({ root, view, list, selection }: Options) {
  const box = shallowRef<Box | null>(null)
  let stop = new AbortController()
  let isJustDone = false

  function down(event: PointerEvent) {
    isJustDone = false
    const isFree = !(event.target as HTMLElement).closest('label, input, button')
    if (event.button !== 0 || event.pointerType !== 'mouse' || !isFree) return
    begin(event)
  }

  function begin(event: PointerEvent) {
    stop = new AbortController()
    const { signal } = stop
    const from = pointOf(event)
    const start = { x: event.clientX, y: event.clientY }
    let pointer = event
    let frame: ReturnType<Selection['frame']> | undefined
    let covered = ''

    function cover() {
      const next = boxOf(from, pointOf(pointer))
      box.value = next
      const rows = rowsBetween(view.layout.value, next.top, next.top + next.height)
      const columns = columnsBetween(view.layout.value, next.left, next.left + next.width)
      const key = JSON.stringify([rows, columns])
      if (key === covered) return
      covered = key
      void frame?.cover(() => idsIn(rows, columns))
    }

    function scroll() {
      if (signal.aborted) return
      const above = COVERED + EDGE - pointer.clientY
      const below = pointer.clientY - (window.innerHeight - EDGE)
      const speed = above > 0 ? -above : Math.max(0, below)
      if (speed !== 0) {
        window.scrollBy({ top: Math.max(-SPEED, Math.min(SPEED, speed / 2)), behavior: 'instant' })
        cover()
      }
      requestAnimationFrame(scroll)
    }

    function move(next: PointerEvent) {
      pointer = next
      if (!frame) {
        if (Math.hypot(next.clientX - start.x, next.clientY - start.y) < SLACK) return
        frame = selection.frame(event.shiftKey || event.ctrlKey || event.metaKey)
        isJustDone = true
        requestAnimationFrame(scroll)
      }
      cover()
    }

    function end() {
      frame?.keep()
      drop()
    }

    function keyDown(key: KeyboardEvent) {
      if (key.key !== 'Escape' || !frame) return
      key.stopPropagation()
      frame.cancel()
      drop()
    }

    window.addEventListener('pointermove', move, { signal })
    window.addEventListener('pointerup', end, { signal })
    window.addEventListener('pointercancel', end, { signal })
    window.addEventListener('keydown', keyDown, { signal, capture: true })
  }

  function drop() {
    stop.abort()
    box.value = null
  }

  function pointOf({ clientX, clientY }: PointerEvent): Point {
    const { left, top } = root.value!.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top + view.shift.value }
  }

  async function idsIn(
    rows: { first: number; last: number },
    columns: { first: number; last: number },
  ): Promise<number[]> {
    const { columns: count } = view.layout.value
    if (columns.last < columns.first) return []
    const first = rows.first * count
    const ids = await list.idsBetween(first, Math.min(list.total.value - 1, rows.last * count + count - 1))
    return ids.filter((_id, at) => at % count >= columns.first && at % count <= columns.last)
  }

  onBeforeUnmount(() => stop.abort())

  /** Whether a click is only the end of a frame. */
  const endsFrame = () => isJustDone

  return { box, down, endsFrame }
}

const boxOf = (a: Point, b: Point): Box => ({
  left: Math.min(a.x, b.x),
  top: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})
