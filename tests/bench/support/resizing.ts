/** A photo made smaller in the page: by the browser, and by Lanczos' own formula, which both are held against. */
import type { Page } from '@playwright/test'

/** Decodes, resizes with quality 'high' and encodes as we do. Answers milliseconds. */
export const resizePlainly = (page: Page, address: string, width: number): Promise<number> =>
  page.evaluate(
    async ([address, width]) => {
      const blob = await (await fetch(address)).blob()
      const began = performance.now()
      const bitmap = await createImageBitmap(blob, { resizeWidth: width, resizeQuality: 'high' })
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      canvas.getContext('2d')!.drawImage(bitmap, 0, 0)
      await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
      return performance.now() - began
    },
    [address, width] as const,
  )

export interface Likeness {
  /** Decibels against the reference, of red, green and blue. */
  ours: number
  /** The reference itself, through the same JPEG. */
  reference: number
  plain: number
}

/** How near our answer comes to the reference before encoding: Lanczos with three lobes, in floating point, over all pixels. */
export const compareWithLanczos = (page: Page, original: string, ours: string, width: number): Promise<Likeness> =>
  page.evaluate(
    async ([original, ours, width]) => {
      const pixelsOf = (picture: ImageBitmap) => {
        const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
        context.drawImage(picture, 0, 0)
        return context.getImageData(0, 0, picture.width, picture.height)
      }
      const lanczos = (x: number) =>
        x === 0
          ? 1
          : Math.abs(x) >= 3
            ? 0
            : (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2
      /** One way; the result lies turned, so that the second time turns it back. */
      const shrink = (from: Float32Array, count: number, lines: number, to: number) => {
        const out = new Float32Array(to * lines * 3)
        const scale = count / to
        for (let at = 0; at < to; at++) {
          const middle = (at + 0.5) * scale
          const first = Math.max(0, Math.ceil(middle - 3 * scale - 0.5))
          const last = Math.min(count - 1, Math.floor(middle + 3 * scale - 0.5))
          const weights = Array.from({ length: last - first + 1 }, (_none, index) =>
            lanczos((first + index + 0.5 - middle) / scale),
          )
          const sum = weights.reduce((total, weight) => total + weight, 0)
          for (let line = 0; line < lines; line++) {
            for (let channel = 0; channel < 3; channel++) {
              let value = 0
              for (let index = 0; index < weights.length; index++)
                value += weights[index]! * from[(line * count + first + index) * 3 + channel]!
              out[(at * lines + line) * 3 + channel] = value / sum
            }
          }
        }
        return out
      }
      const blob = await (await fetch(original)).blob()
      const whole = pixelsOf(await createImageBitmap(blob))
      const height = Math.round((whole.height * width) / whole.width)
      const colours = new Float32Array(whole.width * whole.height * 3)
      for (let at = 0, to = 0; at < whole.data.length; at += 4)
        for (let channel = 0; channel < 3; channel++) colours[to++] = whole.data[at + channel]!
      const turned = shrink(colours, whole.width, whole.height, width)
      const reference = shrink(turned, whole.height, width, height)
      const decibels = ({ data }: ImageData) => {
        let error = 0
        for (let pixel = 0; pixel < width * height; pixel++) {
          for (let channel = 0; channel < 3; channel++)
            error += (data[pixel * 4 + channel]! - Math.min(255, Math.max(0, reference[pixel * 3 + channel]!))) ** 2
        }
        return 10 * Math.log10(255 ** 2 / (error / (width * height * 3)))
      }
      const canvas = new OffscreenCanvas(width, height)
      const image = new ImageData(width, height)
      for (let pixel = 0; pixel < width * height; pixel++) {
        for (let channel = 0; channel < 3; channel++) image.data[pixel * 4 + channel] = reference[pixel * 3 + channel]!
        image.data[pixel * 4 + 3] = 255
      }
      canvas.getContext('2d')!.putImageData(image, 0, 0)
      const encoded = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
      return {
        ours: decibels(pixelsOf(await createImageBitmap(await (await fetch(ours)).blob()))),
        reference: decibels(pixelsOf(await createImageBitmap(encoded))),
        plain: decibels(
          pixelsOf(await createImageBitmap(blob, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' })),
        ),
      }
    },
    [original, ours, width] as const,
  )
