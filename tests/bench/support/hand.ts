/** A hand in the page that is as fast as the page: one event a frame. Sent there whole, so it uses nothing from outside itself. */

export interface Frame {
  /** From this frame to the next, milliseconds. */
  time: number
  /** Of which the event's own handlers took. */
  script: number
}

export type Gesture = 'zoom' | 'pan' | 'draw' | 'rest'

export interface Hand {
  frames: (gestures: readonly Gesture[]) => Promise<Frame[]>
  /** A press, so many moves along a wave, a release. */
  stroke: (moves: number) => Promise<Frame[]>
  /** A press in the middle and so many moves of 6 pixels to the right; the release follows. */
  drag: (moves: number) => Promise<Frame[]>
  /** A drag, and the milliseconds from its release until the mark says saved. */
  dragUntilSaved: () => Promise<number>
  /** Goes to a neighbour with a key; milliseconds until all of it has been drawn. */
  open: (key: 'n' | 'p') => Promise<number>
  /** Nothing has been drawn for a second. */
  settled: () => Promise<void>
}

declare global {
  interface Window {
    hand: Hand
    gc: () => void
  }
}

export function installHand(): void {
  const area = document.querySelector<HTMLElement>('[role=application]')!
  // no pointer of ours is one that the browser knows
  area.setPointerCapture = () => {}
  const drawn = { picture: 0, shapes: 0, last: performance.now() }
  const drawImage = CanvasRenderingContext2D.prototype.drawImage
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...rest: unknown[]) {
    const [source] = rest
    if (this.canvas.parentElement === area) {
      drawn.last = performance.now()
      if (source instanceof ImageBitmap) drawn.picture = drawn.last
      else if (source instanceof HTMLCanvasElement && source.width > this.canvas.width) drawn.shapes = drawn.last
    }
    return Reflect.apply(drawImage, this, rest) as void
  } as typeof drawImage

  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())))
  const place = () => {
    const { left, top, width, height } = area.getBoundingClientRect()
    return { clientX: left + width / 2, clientY: top + height / 2, width, height }
  }
  const wheel = (init: WheelEventInit) =>
    area.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ...init }))
  const pointer = (type: string, clientX: number, clientY: number) =>
    area.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        pointerType: 'mouse',
        button: type === 'pointermove' ? -1 : 0,
        buttons: type === 'pointerup' ? 0 : 1,
        clientX,
        clientY,
      }),
    )

  // A frame in which nothing changes comes with the display's beat, whatever it costs. Therefore a pixel of the hand's own changes in each.
  const spot = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
  spot.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 9'
  document.body.append(spot)
  const beat = () => spot.getContext('2d')!.fillRect(0, 0, 1, 1)

  async function timed(events: (() => void)[]): Promise<Frame[]> {
    const frames: Frame[] = []
    let began = await nextFrame()
    for (const event of events) {
      const before = performance.now()
      beat()
      event()
      const script = performance.now() - before
      const now = await nextFrame()
      frames.push({ time: now - began, script })
      began = now
    }
    return frames
  }

  /** The same gestures end where they began, so each run sees the same. */
  function eventsOf(gestures: readonly Gesture[]): (() => void)[] {
    return gestures.flatMap((gesture) => {
      const { clientX, clientY } = place()
      if (gesture === 'rest') return Array.from({ length: 40 }, () => () => {})
      if (gesture === 'zoom')
        return Array.from(
          { length: 40 },
          (_, step) => () => void wheel({ clientX, clientY, deltaY: step < 20 ? -80 : 80 }),
        )
      if (gesture === 'pan')
        return Array.from(
          { length: 40 },
          (_, step) => () => void wheel({ clientX, clientY, shiftKey: true, deltaX: (step < 20 ? 1 : -1) * 8 }),
        )
      return [
        () => void pointer('pointerdown', clientX, clientY),
        ...Array.from(
          { length: 20 },
          (_, step) => () => void pointer('pointermove', clientX + step, clientY + step / 2),
        ),
        () => void pointer('pointerup', clientX + 19, clientY + 9.5),
      ]
    })
  }

  window.hand = {
    frames: (gestures) => timed(eventsOf(gestures)),
    drag(moves) {
      const { clientX, clientY } = place()
      return timed([
        () => void pointer('pointerdown', clientX, clientY),
        ...Array.from({ length: moves }, (_, step) => () => void pointer('pointermove', clientX + step * 6, clientY)),
        () => void pointer('pointerup', clientX + moves * 6, clientY),
      ])
    },
    stroke(moves) {
      const { clientX, clientY, width, height } = place()
      const at = (step: number) =>
        [clientX + width * 0.4 * (step / moves - 0.5) * 2, clientY + height * 0.3 * Math.sin(step / 8)] as const
      return timed([
        () => void pointer('pointerdown', ...at(0)),
        ...Array.from({ length: moves }, (_, step) => () => void pointer('pointermove', ...at(step + 1))),
        () => void pointer('pointerup', ...at(moves)),
      ])
    },
    async dragUntilSaved() {
      const { clientX, clientY, width, height } = place()
      const [x, y] = [clientX + width * 0.6 * (Math.random() - 0.5), clientY + height * 0.6 * (Math.random() - 0.5)]
      pointer('pointerdown', x, y)
      for (let step = 1; step <= 5; step++) {
        await nextFrame()
        pointer('pointermove', x + step * 3, y + step * 3)
      }
      await nextFrame()
      const mark = document.querySelector('.mark')!
      const began = performance.now()
      pointer('pointerup', x + 15, y + 15)
      return new Promise<number>((resolve) => {
        let wasBusy = false
        const look = () => {
          if (!mark.classList.contains('saved')) wasBusy = true
          else if (wasBusy) {
            watching.disconnect()
            resolve(performance.now() - began)
          }
        }
        const watching = new MutationObserver(look)
        watching.observe(mark, { attributes: true })
        look()
      })
    },
    async open(key) {
      const before = document.location.pathname
      const began = performance.now()
      area.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      while (document.location.pathname === before || drawn.picture < began || drawn.shapes < began) {
        await nextFrame()
        if (performance.now() - began > 20_000) throw new Error(`image ${document.location.pathname} was never shown`)
      }
      return (await nextFrame()) - began
    },
    async settled() {
      do await new Promise((resolve) => setTimeout(resolve, 100))
      while (performance.now() - drawn.last < 1000)
    },
  }
}
