/** Opens the menu on the canvas: by the right button, or by a finger that rests in the Select tool. */
import { distance, screenPoint, type ImagePoint, type ScreenPoint } from '@/core/geometry/point'
import { hitShape } from '@/core/shape/hit'
import { isShown } from '../editor/display'
import { isUnfinished } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { toImage, toScreen } from '../editor/viewport'

export interface MenuPlace {
  /** In the window. */
  x: number
  y: number
  /** The same in the image. */
  point: ImagePoint
}

const LONG = 500 // milliseconds
const STILL = 8 // screen pixels that a resting finger may move

export function attachMenu(element: HTMLElement, editor: Editor, open: (place: MenuPlace) => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let resting: { timer: ReturnType<typeof setTimeout>; from: ScreenPoint } | null = null
  const fingers = new Set<number>()

  const placeOf = ({ clientX: x, clientY: y }: MouseEvent): MenuPlace => {
    const { left, top } = element.getBoundingClientRect()
    return { x, y, point: toImage(editor.viewport, screenPoint(x - left, y - top)) }
  }
  const openAt = (place: MenuPlace, touch: boolean) => {
    if (isUnfinished(editor.draft)) return
    selectAt(editor, place.point, touch)
    open(place)
  }
  const forget = () => {
    if (resting) clearTimeout(resting.timer)
    resting = null
  }

  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault()
      // the menu key has an action of its own; of a finger browsers report it or not, therefore the timer
      if (fingers.size > 0 || (event.button !== 2 && !event.ctrlKey)) return
      editor.pointerCancel()
      openAt(placeOf(event), false)
    },
    { signal },
  )
  element.addEventListener(
    'pointerdown',
    (event) => {
      forget()
      if (event.pointerType !== 'touch') return
      fingers.add(event.pointerId)
      if (fingers.size > 1 || editor.tool.draws) return
      const timer = setTimeout(() => {
        editor.pointerCancel()
        openAt(placeOf(event), true)
      }, LONG)
      resting = { timer, from: screenPoint(event.clientX, event.clientY) }
    },
    { signal },
  )
  element.addEventListener(
    'pointermove',
    ({ clientX, clientY }) => {
      if (resting && distance(resting.from, screenPoint(clientX, clientY)) > STILL) forget()
    },
    { signal },
  )
  const lift = ({ pointerId }: PointerEvent) => {
    fingers.delete(pointerId)
    forget()
  }
  element.addEventListener('pointerup', lift, { signal })
  element.addEventListener('pointercancel', lift, { signal })
  signal.addEventListener('abort', forget)
  return () => stop.abort()
}

/** Where the menu opens by the keyboard: at what is selected, else in the middle of the view. */
export function menuPlace(editor: Editor, { left, top }: { left: number; top: number }): MenuPlace {
  const { selected, viewport, view } = editor
  const [x, y, width, height] = selected?.bounds ?? [0, 0, 0, 0]
  const middle = screenPoint(view.width / 2, view.height / 2)
  const at = selected ? toScreen(viewport, { x: x + width / 2, y: y + height / 2 } as ImagePoint) : middle
  const shown = {
    x: Math.max(0, Math.min(at.x, view.width)),
    y: Math.max(0, Math.min(at.y, view.height)),
  } as ScreenPoint
  return { x: left + shown.x, y: top + shown.y, point: toImage(viewport, shown) }
}

/** What is selected stays selected where the pointer is on any of it. */
function selectAt(editor: Editor, point: ImagePoint, touch: boolean) {
  const isOnSelected = editor.selectedItems.some(
    ({ shape, ...item }) =>
      shape && isShown(editor.display, { shape, ...item }) && hitShape(shape, point.x, point.y, 0),
  )
  if (isOnSelected) return
  const picked = editor.pick(point, touch)
  editor.select(picked === null ? [] : [picked])
}
