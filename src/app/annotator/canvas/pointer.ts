/**
 * Mouse, finger and pen on the canvas: what goes to the tool in hand, and what moves the image
 * (wheel, pinch, the middle button, the space bar held down).
 */
import { distance, screenPoint, type ScreenPoint } from '@/core/geometry/point'
import type { Editor } from '../editor/editor'
import type { PointerInfo } from '../tools/tool'
import { pan, scaleAt, limitScale, toImage } from '../editor/viewport'

const LINE = 16 // pixels per line, for wheels that report lines
const WHEEL_SPEED = 0.0015
const PINCH_SPEED = 0.01 // browsers report a touchpad pinch as a wheel event with Ctrl
const MOST_ZOOM = 1.25 // of one event: a notch of a wheel with Ctrl looks like a pinch, too

/** `tapSpace`: called when the space bar was tapped rather than held. */
export function attachPointer(element: HTMLElement, editor: Editor, tapSpace: () => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const down = new Map<number, ScreenPoint>()
  let doing: 'nothing' | 'tool' | 'pan' | 'pinch' = 'nothing'
  let penDown = false
  let spaceHeld = false
  let panned = false

  const screenOf = (event: MouseEvent) => {
    const { left, top } = element.getBoundingClientRect()
    return screenPoint(event.clientX - left, event.clientY - top)
  }
  const infoOf = (event: MouseEvent): PointerInfo => {
    const screen = screenOf(event)
    const kind = event instanceof PointerEvent ? event.pointerType : 'mouse'
    const info = {
      screen,
      point: toImage(editor.viewport, screen),
      shift: event.shiftKey,
      alt: event.altKey,
      touch: kind === 'touch',
      space: spaceHeld,
    }
    return kind === 'pen' ? { ...info, pressure: (event as PointerEvent).pressure } : info
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      // ignores touch while a pen draws: the palm rests on the screen
      if (event.pointerType === 'touch' && penDown) return
      if (event.button !== 0 && event.button !== 1) return
      penDown = event.pointerType === 'pen'
      element.setPointerCapture(event.pointerId)
      down.set(event.pointerId, screenOf(event))
      if (down.size === 1) doing = event.button === 1 || spaceHeld ? 'pan' : 'tool'
      else if (doing !== 'pinch') {
        if (doing === 'tool') editor.pointerCancel()
        doing = 'pinch'
      }
      if (doing === 'tool') editor.pointerDown(infoOf(event))
      if (event.button === 1) event.preventDefault() // prevents the browser's middle-button scrolling
    },
    { signal },
  )

  element.addEventListener(
    'pointermove',
    (event) => {
      const last = down.get(event.pointerId)
      if (!last) {
        if (event.pointerType !== 'touch') editor.pointerMove(infoOf(event))
        return
      }
      const now = screenOf(event)
      if (doing === 'tool') passed(event, editor.tool.traces).forEach((each) => editor.pointerMove(infoOf(each)))
      if (doing === 'pan') editor.panBy(now.x - last.x, now.y - last.y)
      panned ||= doing === 'pan'
      if (doing === 'pinch') pinch(editor, down, event.pointerId, now)
      down.set(event.pointerId, now)
    },
    { signal },
  )

  const release = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return
    if (event.pointerType === 'pen') penDown = false
    if (doing === 'tool') {
      if (event.type === 'pointerup') editor.pointerUp(infoOf(event))
      else editor.pointerCancel()
    }
    if (event.pointerType === 'touch') editor.movePointer(null)
    if (down.size === 0) doing = 'nothing'
  }
  element.addEventListener('pointerup', release, { signal })
  element.addEventListener('pointercancel', release, { signal })
  element.addEventListener(
    'pointerleave',
    (event) => down.size === 0 && event.pointerType !== 'touch' && editor.movePointer(null),
    { signal },
  )
  element.addEventListener('dblclick', (event) => editor.doubleClick(infoOf(event)), { signal })

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY
      if (event.shiftKey) return editor.panBy(-(event.deltaX || pixels), 0)
      const speed = event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED
      editor.zoomBy(Math.max(1 / MOST_ZOOM, Math.min(MOST_ZOOM, Math.exp(-pixels * speed))), screenOf(event))
    },
    { signal, passive: false },
  )

  const holdSpace = (held: boolean) => (event: KeyboardEvent) => {
    if (event.key !== ' ' || (held && event.target !== element && event.target !== document.body)) return
    if (held) event.preventDefault()
    if (held && !spaceHeld) panned = down.size > 0
    if (!held && spaceHeld && !panned && down.size === 0) tapSpace()
    spaceHeld = held
    element.classList.toggle('panning', held)
  }
  window.addEventListener('keydown', holdSpace(true), { signal })
  window.addEventListener('keyup', holdSpace(false), { signal })
  window.addEventListener('blur', () => (spaceHeld = false), { signal })
  return () => stop.abort()
}

/** All points that the pointer passed since the last event, if the tool wants them and the browser reports them. */
function passed(event: PointerEvent, all = false): PointerEvent[] {
  const between = all ? (event.getCoalescedEvents?.() ?? []) : []
  return between.length > 0 ? between : [event]
}

/** Two fingers: their midpoint pans, their distance zooms. */
function pinch(editor: Editor, down: ReadonlyMap<number, ScreenPoint>, id: number, now: ScreenPoint) {
  const [other] = [...down].filter(([key]) => key !== id).map(([, point]) => point)
  const last = down.get(id)
  if (!other || !last) return
  const middle = (a: ScreenPoint) => screenPoint((a.x + other.x) / 2, (a.y + other.y) / 2)
  const [from, to] = [middle(last), middle(now)]
  const factor = Math.max(distance(now, other), 1) / Math.max(distance(last, other), 1)
  const moved = pan(editor.viewport, to.x - from.x, to.y - from.y)
  editor.setViewport(scaleAt(moved, to, limitScale(moved.scale * factor, editor.doc.size, editor.view)))
}
