/** What the annotator shows of the image, at places of it. */
import type { Page } from '@playwright/test'
import type { Canvas } from './canvas'

/** Red, green and blue at the middle of a pixel of the image. */
export function shownAt(page: Page, canvas: Canvas, x: number, y: number): Promise<number[]> {
  const [left, top] = canvas.at(x + 0.5, y + 0.5)
  return page.getByRole('application').evaluate(
    (area, [left, top]) => {
      const base = area.querySelectorAll('canvas')[1]!
      const { x, y, width } = base.getBoundingClientRect()
      const ratio = base.width / width
      return [
        ...base
          .getContext('2d')!
          .getImageData(Math.floor((left! - x) * ratio), Math.floor((top! - y) * ratio), 1, 1)
          .data.slice(0, 3),
      ]
    },
    [left, top],
  )
}
