/** The annotator open in a Chromium that draws as fast as it can, on images and shapes made from a seed. */
import type { Page } from '@playwright/test'
import { openApp, type OpenApp } from './browser'
import { installHand } from './hand'
import { api, importFile } from './page'

/** The display's beat would hide both sides of every ratio. */
const UNLIMITED = ['--disable-frame-rate-limit', '--disable-gpu-vsync', '--js-flags=--expose-gc']

export interface Made {
  width: number
  height: number
  /** For each image how many polygons lie on it. */
  shapes: number[]
}

export interface OpenAnnotator extends OpenApp {
  dataset: number
  images: number[]
}

/** Opens the first image. */
export async function openAnnotator(made: Made): Promise<OpenAnnotator> {
  const app = await openApp(UNLIMITED)
  const { page } = app
  const { id: category } = await api<{ id: number }>(page, 'POST', '/category/', { name: 'thing', color: '#e5484d' })
  const { id: dataset } = await api<{ id: number }>(page, 'POST', '/dataset/', {
    name: 'bench',
    categories: [category],
  })
  const images = await makeImages(page, dataset, made)
  if (made.shapes.some((count) => count > 0)) {
    await makePolygons(page, made)
    await importFile(page, dataset)
  }
  await page.goto(`${app.url}annotate/${images[0]!}`)
  await page.getByRole('application', { name: /\.jpg$/ }).waitFor()
  await page.evaluate(installHand)
  await page.evaluate(() => window.hand.settled())
  return { ...app, dataset, images }
}

/** JPEGs with something on them everywhere. Answers their ids. */
const makeImages = (page: Page, dataset: number, { width, height, shapes }: Made): Promise<number[]> =>
  page.evaluate(
    async ([dataset, width, height, count]) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')!
      const ids: number[] = []
      let blob: Blob | null = null
      for (let number = 0; number < count; number++) {
        // one for all where it is only looked at: to encode a large image takes long
        if (!blob || count > 10) {
          for (let spot = 0; spot < 2000; spot++) {
            context.fillStyle = `hsl(${(spot * 47 + number * 13) % 360} 50% ${30 + (spot % 40)}%)`
            context.fillRect((spot * 7919) % width, (spot * 104_729) % height, width / 20, height / 20)
          }
          blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
        }
        const query = new URLSearchParams({
          dataset_id: String(dataset),
          file_name: `${String(number).padStart(4, '0')}.jpg`,
        })
        const response = await fetch(`api/image/?${query}`, {
          method: 'POST',
          body: blob,
          headers: { 'Content-Type': 'image/jpeg' },
        })
        if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
        ids.push(((await response.json()) as { id: number }).id)
      }
      return ids
    },
    [dataset, width, height, shapes.length] as const,
  )

/** A COCO file with stars of 30 points, left in the page. */
const makePolygons = (page: Page, made: Made): Promise<void> =>
  page.evaluate(({ width, height, shapes }) => {
    let state = 7
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 4_294_967_296
    }
    const star = () => {
      const radius = (width / 100) * (0.3 + random())
      const [x, y] = [radius + random() * (width - 2 * radius), radius + random() * (height - 2 * radius)]
      return Array.from({ length: 30 }, (_, point) => {
        const [angle, reach] = [(2 * Math.PI * point) / 30, radius * (0.6 + 0.4 * random())]
        return [
          Math.round(100 * (x + reach * Math.cos(angle))) / 100,
          Math.round(100 * (y + reach * Math.sin(angle))) / 100,
        ]
      }).flat()
    }
    const images = shapes.map((_count, index) => ({
      id: index + 1,
      width,
      height,
      file_name: `${String(index).padStart(4, '0')}.jpg`,
    }))
    const annotations = shapes.flatMap((count, image) =>
      Array.from({ length: count }, () => ({
        image_id: image + 1,
        category_id: 1,
        iscrowd: 0,
        segmentation: [star()],
      })),
    )
    const file = {
      images,
      categories: [{ id: 1, name: 'thing' }],
      annotations: annotations.map((each, index) => ({ ...each, id: index + 1 })),
    }
    const blob = new Blob([JSON.stringify(file)], { type: 'application/json' })
    window.bench = { blob, bytes: blob.size }
  }, made)
