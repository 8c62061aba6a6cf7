/** A page that scrolls through thumbnails, as far as its frames and its strokes can tell. */
import type { Page } from '@playwright/test'

/** Times from frame to frame for so long; milliseconds. */
export const framesOf = (page: Page, milliseconds: number): Promise<number[]> =>
  page.evaluate(async (milliseconds) => {
    const frames: number[] = []
    const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const began = await next()
    for (let last = began, now = await next(); now - began < milliseconds; last = now, now = await next())
      frames.push(now - last)
    return frames
  }, milliseconds)

export interface Busy {
  /** Milliseconds until all were there. */
  time: number
  frames: number[]
  strokes: number[]
}

/** Shows a thumbnail of each image, twelve on their way at a time, while one stroke after another is saved on another image. */
export const thumbnailsOf = (page: Page, images: number[], drawn: number, category: number): Promise<Busy> =>
  page.evaluate(
    async ([images, drawn, category]) => {
      let isOver = false
      const frames: number[] = []
      const watch = (async () => {
        const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
        for (let last = await next(), now = await next(); !isOver; last = now, now = await next())
          frames.push(now - last)
      })()
      const strokes: number[] = []
      const draw = (async () => {
        while (!isOver) {
          const shape = { kind: 'polygons', parts: [{ outer: [9, 9, 49, 9, 49, 49, 9, 49], holes: [] }] }
          const body = JSON.stringify({
            image_id: drawn,
            label: 'Draw polygon',
            changes: [{ before: null, after: { category_id: category, shape } }],
          })
          const began = performance.now()
          const response = await fetch('api/annotator/changes', {
            method: 'POST',
            body,
            headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
          })
          await response.arrayBuffer()
          strokes.push(performance.now() - began)
          await new Promise((resolve) => setTimeout(resolve, 200))
        }
      })()
      const began = performance.now()
      const queue = [...images]
      const show = async () => {
        for (let image = queue.shift(); image !== undefined; image = queue.shift()) {
          const picture = Object.assign(new Image(250), {
            src: `api/image/${image}?width=250&thumbnail=true&asAttachment=false`,
          })
          document.body.append(picture)
          await picture.decode()
        }
      }
      await Promise.all(Array.from({ length: 12 }, show))
      const time = performance.now() - began
      isOver = true
      await Promise.all([watch, draw])
      return { time, frames, strokes }
    },
    [images, drawn, category] as const,
  )
