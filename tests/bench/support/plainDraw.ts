import type { Page } from '@playwright/test'

/** The least that showing an image can do: read it, decode the image, draw it and the outlines once. In milliseconds. */
export const drawPlainly = (page: Page, image: number): Promise<{ read: number; drawn: number }> =>
  page.evaluate(async (image) => {
    const { width, height } = document.querySelector('[role=application]')!.getBoundingClientRect()
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const asked = performance.now()
    const blob = await (await fetch(`/api/image/${image}?asAttachment=false`)).blob()
    const { categories } = (await (await fetch(`/api/annotator/data/${image}`)).json()) as {
      categories: { annotations: { segmentation: number[][] }[] }[]
    }
    const rings = categories.flatMap(({ annotations }) => annotations.map(({ segmentation }) => segmentation[0]!))
    const began = performance.now()
    const picture = await createImageBitmap(blob)
    const context = canvas.getContext('2d')!
    const scale = Math.min(width / picture.width, height / picture.height)
    context.scale(scale, scale)
    context.drawImage(picture, 0, 0)
    context.strokeStyle = '#e5484d'
    context.fillStyle = '#e5484d4d'
    context.lineWidth = 1.5 / scale
    for (const ring of rings) {
      const path = new Path2D()
      for (let at = 0; at < ring.length; at += 2) path.lineTo(ring[at]!, ring[at + 1]!)
      path.closePath()
      context.fill(path)
      context.stroke(path)
    }
    // what has been asked for is drawn only when someone looks
    context.getImageData(0, 0, 1, 1)
    const drawn = performance.now() - began
    picture.close()
    return { read: began - asked, drawn }
  }, image)
