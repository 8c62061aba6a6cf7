/** Photo-like images from a seed: smooth light, edges, texture and the noise of a sensor. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

export interface PhotoSize {
  width: number
  height: number
  /** Of the JPEG, 0 to 1. */
  quality: number
  seed: number
}

/** The JPEG's bytes. */
export async function makePhoto(page: Page, size: PhotoSize): Promise<Buffer> {
  const text = await page.evaluate(async ({ width, height, quality, seed }) => {
    let state = seed
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 4_294_967_296
    }
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')!
    const light = context.createLinearGradient(0, 0, width / 3, height)
    for (const stop of [0, 0.5, 1]) light.addColorStop(stop, `hsl(${random() * 360} 40% ${30 + 40 * random()}%)`)
    context.fillStyle = light
    context.fillRect(0, 0, width, height)
    const unit = width / 100
    for (let spot = 0; spot < 1500; spot++) {
      context.fillStyle = `hsl(${random() * 360} ${20 + 50 * random()}% ${10 + 80 * random()}%)`
      context.beginPath()
      const reach = unit * (0.2 + 8 * random() ** 4)
      context.ellipse(random() * width, random() * height, reach, reach * (0.2 + random()), random() * 3, 0, 7)
      context.fill()
    }
    // twigs, hair, print: lines of about a pixel of a thumbnail, and finer
    for (let line = 0; line < 600; line++) {
      context.strokeStyle = `hsl(${random() * 360} 30% ${90 * random()}%)`
      context.lineWidth = unit * (0.03 + 0.4 * random())
      const [x, y] = [random() * width, random() * height]
      context.beginPath()
      context.moveTo(x, y)
      context.quadraticCurveTo(
        x + unit * 20 * (random() - 0.5),
        y + unit * 20 * random(),
        x + unit * 40 * (random() - 0.5),
        y + unit * 40 * (random() - 0.5),
      )
      context.stroke()
    }
    const image = context.getImageData(0, 0, width, height)
    const { data } = image
    for (let at = 0; at < data.length; at += 4) {
      const noise = 24 * (random() - 0.5)
      for (let channel = 0; channel < 3; channel++) data[at + channel]! += noise + 12 * (random() - 0.5)
    }
    context.putImageData(image, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    const url = await new Promise<string>((resolve) => {
      const reader = new FileReader()
      reader.onload = () => resolve(reader.result as string)
      reader.readAsDataURL(blob)
    })
    return url.slice(url.indexOf(',') + 1)
  }, size)
  return Buffer.from(text, 'base64')
}

/** The same image as a file that no other one equals: with a number in a comment. */
export function numbered(jpeg: Buffer, number: number): Buffer {
  const comment = Buffer.from([0xff, 0xfe, 0, 6, 0, 0, 0, 0])
  comment.writeUInt32BE(number, 4)
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
}

/** Files on the disk, as people have them; `remove` when done. */
export function writePhotos(photos: Buffer[], count: number): { paths: string[]; bytes: number; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'atoll-photos-'))
  let bytes = 0
  const paths = Array.from({ length: count }, (_none, number) => {
    const path = join(folder, `${String(number).padStart(5, '0')}.jpg`)
    const file = numbered(photos[number % photos.length]!, number)
    bytes += file.length
    writeFileSync(path, file)
    return path
  })
  return { paths, bytes, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Adds copies of a JPEG that differ in a number only, through the API. Answers the ids of the images. */
export const addPhotos = (page: Page, dataset: number, jpeg: Buffer, count: number): Promise<number[]> =>
  page.evaluate(
    async ([dataset, text, count]) => {
      const jpeg = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      const ids: number[] = []
      for (let number = 0; number < count; number++) {
        const comment = Uint8Array.of(0xff, 0xfe, 0, 4, number >> 8, number & 255)
        const body = new Blob([jpeg.subarray(0, 2), comment, jpeg.subarray(2)], { type: 'image/jpeg' })
        const response = await fetch(`api/image/?dataset_id=${dataset}&file_name=${number}.jpg`, {
          method: 'POST',
          body,
        })
        if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
        ids.push(((await response.json()) as { id: number }).id)
      }
      return ids
    },
    [dataset, jpeg.toString('base64'), count] as const,
  )

/** The image as PNG with an alpha channel, whose smaller copies lose nothing by encoding. Answers the id of its image. */
export const withAlpha = (page: Page, dataset: number, address: string): Promise<number> =>
  page.evaluate(
    async ([dataset, address]) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob())
      const canvas = new OffscreenCanvas(picture.width, picture.height)
      const context = canvas.getContext('2d')!
      context.drawImage(picture, 0, 0)
      const corner = context.getImageData(0, 0, 1, 1)
      corner.data[3] = 254
      context.putImageData(corner, 0, 0)
      const response = await fetch(`api/image/?dataset_id=${dataset}&file_name=alpha.png`, {
        method: 'POST',
        body: await canvas.convertToBlob(),
      })
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
      return ((await response.json()) as { id: number }).id
    },
    [dataset, address] as const,
  )
