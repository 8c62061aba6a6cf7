import { expect, test } from 'vitest'
import { attachPointer } from '@/app/annotator/canvas/pointer'
import { Hand } from './tools/draw'

/** The change of scale by one wheel event. */
function zoomOf(event: { deltaY: number; ctrlKey?: boolean }): number {
  const target = Object.assign(new EventTarget(), { getBoundingClientRect: () => ({ left: 0, top: 0 }) })
  const { editor } = new Hand()
  const window = new EventTarget()
  Object.assign(globalThis, { window, WheelEvent: { DOM_DELTA_LINE: 1 }, PointerEvent: class {} })
  const stop = attachPointer(target as unknown as HTMLElement, editor, () => {})
  const before = editor.zoom
  target.dispatchEvent(
    Object.assign(new Event('wheel'), {
      deltaX: 0,
      deltaMode: 0,
      ctrlKey: false,
      shiftKey: false,
      altKey: false,
      clientX: 50,
      clientY: 50,
      ...event,
    }),
  )
  stop()
  return editor.zoom / before
}

test('a notch of the wheel zooms by a quarter at most, with Ctrl too', () => {
  expect(zoomOf({ deltaY: -100 })).toBeCloseTo(Math.exp(0.15))
  expect(zoomOf({ deltaY: -100, ctrlKey: true })).toBeCloseTo(1.25)
  expect(zoomOf({ deltaY: 100, ctrlKey: true })).toBeCloseTo(0.8)
})

test('a pinch on a touchpad zooms in proportion', () => {
  expect(zoomOf({ deltaY: -4, ctrlKey: true })).toBeCloseTo(Math.exp(0.04))
})
