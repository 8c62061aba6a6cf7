/** The same image and polygons drawn by Konva, over the whole view: what our drawing is compared with. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

interface Node {
  scale: (to: { x: number; y: number }) => void
  position: (to: { x: number; y: number }) => void
  add: (node: Node) => void
  draw: () => void
}

declare global {
  interface Window {
    Konva: Record<'Stage' | 'Layer' | 'Image' | 'Line', new (options: object) => Node>
    plain: { canvas: HTMLElement; layer: Node; scale: number }
  }
}

/** Puts it over the annotator, hidden. */
export async function prepareKonva(page: Page, image: number): Promise<void> {
  await page.evaluate(readFileSync('node_modules/konva/konva.min.js', 'utf8'))
  await page.evaluate(async (image) => {
    const { width, height } = document.querySelector('[role=application]')!.getBoundingClientRect()
    const canvas = document.createElement('div')
    canvas.style.cssText = 'position: fixed; inset: 0; z-index: 9; background: white'
    // Konva empties its container by innerHTML, which the app's Trusted Types policy refuses
    Object.defineProperty(canvas, 'innerHTML', { set() {} })
    document.body.append(canvas)
    const picture = await createImageBitmap(await (await fetch(`/api/image/${image}?asAttachment=false`)).blob())
    const { categories } = (await (await fetch(`/api/annotator/data/${image}`)).json()) as {
      categories: { annotations: { segmentation: number[][] }[] }[]
    }
    const { Stage, Layer, Image, Line } = window.Konva
    const stage = new Stage({ container: canvas, width, height, listening: false })
    const layer = new Layer({ listening: false })
    layer.add(new Image({ image: picture, width: picture.width, height: picture.height }))
    for (const { annotations } of categories) {
      for (const { segmentation } of annotations) {
        layer.add(
          new Line({
            points: segmentation[0],
            closed: true,
            fill: '#e5484d4d',
            stroke: '#e5484d',
            strokeWidth: 1.5,
            strokeScaleEnabled: false,
            perfectDrawEnabled: false,
          }),
        )
      }
    }
    stage.add(layer)
    canvas.style.display = 'none'
    window.plain = { canvas, layer, scale: Math.min(width / picture.width, height / picture.height) }
  }, image)
}

/** Pans and zooms it. Answers how many frames. */
export const moveKonva = (page: Page, frames: number): Promise<number> =>
  page.evaluate(async (frames) => {
    const { canvas, layer, scale } = window.plain
    canvas.style.display = ''
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let frame = 0; frame < frames; frame++) {
      await nextFrame()
      const zoom = scale * 1.1 ** (frame % 4)
      layer.scale({ x: zoom, y: zoom })
      layer.position({ x: frame * -8, y: 0 })
      layer.draw()
    }
    await nextFrame()
    canvas.style.display = 'none'
    await nextFrame()
    return frames
  }, frames)
