/** A dataset made through the API with real photos in it, and the annotator open on one of them. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Page } from '@playwright/test'
import type { AnnotationOfImage, AnnotatorData } from '@/contract/annotator'
import { rleIou } from '@/core/mask/measure'
import { shapeToRle } from '@/core/shape/shape'
import type { Shape, Size } from '@/core/shape/types'
import { expect, started, type App } from './app'
import { openCanvas, type Canvas } from './canvas'

export const NUTS = ['0.jpg', '1.jpg', '10.jpg'].map((name) => `tests/data/nuts/${name}`)
export const PERSON = 'tests/data/coco-person-cc-by/000000000785.jpg'

/** Every nut photo. */
export const NUTS_SIZE: Size = { width: 800, height: 600 }

interface Wanted {
  pictures?: string[]
  categories?: object[]
}

/** Answers the ids of the images, in order. The app must be open. */
export async function makeDataset(
  page: Page,
  app: App,
  { pictures = NUTS, categories = [{ name: 'nut' }, { name: 'bolt' }] }: Wanted = {},
) {
  const made = []
  for (const category of categories)
    made.push((await app.api<{ id: number }>(page, 'POST', 'category/', category)).body.id)
  const { body } = await app.api<{ id: number }>(page, 'POST', 'dataset/', {
    name: `Photos ${crypto.randomUUID().slice(0, 8)}`,
    categories: made,
  })
  const images = []
  for (const path of pictures) images.push(await upload(page, body.id, path))
  return { dataset: body.id, images }
}

async function upload(page: Page, dataset: number, path: string): Promise<number> {
  const query = new URLSearchParams({ dataset_id: String(dataset), file_name: basename(path) })
  const bytes = readFileSync(path).toString('base64')
  return page.evaluate(
    async ({ query, bytes }) => {
      const { scope } = await navigator.serviceWorker.ready
      const body = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
      const response = await fetch(new URL(`api/image/?${query}`, scope), {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'image/jpeg' },
      })
      return ((await response.json()) as { id: number }).id
    },
    { query: String(query), bytes },
  )
}

export interface Labelling {
  canvas: Canvas
  image: number
  /** All annotations as they are stored, the oldest first. */
  stored: () => Promise<AnnotationOfImage[]>
  saved: () => Promise<void>
  keys: (...keys: string[]) => Promise<void>
  undo: () => Promise<void>
  redo: () => Promise<void>
  reload: () => Promise<void>
}

/** Opens the annotator as a link does. */
export async function openImage(page: Page, app: App, image: number): Promise<Labelling> {
  await app.open(page, `annotate/${image}`)
  return labelling(page, app, image)
}

export async function labelling(page: Page, app: App, image: number): Promise<Labelling> {
  await expect(page.getByRole('application')).toHaveAccessibleDescription(/annotations?\b/)
  await expect(page.getByRole('application', { name: /\.jpg$/ })).toBeVisible()
  const saved = () => expect(page.getByText('Saved', { exact: true })).toBeVisible()
  const keys = async (...list: string[]) => {
    for (const key of list) await page.keyboard.press(key)
  }
  const step = async (key: string) => {
    await keys(key)
    await saved()
  }
  const made: Labelling = {
    canvas: await openCanvas(page),
    image,
    saved,
    keys,
    undo: () => step('Control+z'),
    redo: () => step('Control+Shift+z'),
    stored: async () => {
      await saved()
      const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${image}`)
      return body.categories.flatMap(({ annotations }) => annotations).sort((a, b) => a.id - b.id)
    },
    async reload() {
      await page.reload()
      await started(page)
      await expect(page.getByRole('application', { name: /\.jpg$/ })).toBeVisible()
    },
  }
  return made
}

/** How much the pixels of two shapes have in common, 0 to 1. */
export const iou = (a: Shape, b: Shape, size: Size = NUTS_SIZE) =>
  rleIou(shapeToRle(a, size), shapeToRle(b, size), false)

export const polygon = (...points: [number, number][]): Shape => ({
  kind: 'polygons',
  parts: [{ outer: points.flat(), holes: [] }],
})

/** Drawn by most tests. */
export const QUAD: [number, number][] = [
  [60, 60],
  [160, 70],
  [150, 150],
  [70, 140],
]

export async function clickAll({ canvas }: Labelling, points: [number, number][]) {
  for (const point of points) await canvas.click(...point)
}

export async function drawQuad(hand: Labelling, points = QUAD) {
  await hand.keys('v')
  await clickAll(hand, points)
  await hand.keys('Enter')
}

/** A dataset of its own, its first image open. */
export async function begin(page: Page, app: App, wanted?: Wanted) {
  await app.open(page)
  const made = await makeDataset(page, app, wanted)
  return { ...made, hand: await openImage(page, app, made.images[0]!) }
}
