/** Many tabs of one browser that all write at once, by their editors and through the API; then all of them must show what is stored. */
import type { BrowserContext, Page } from '@playwright/test'
import type { AnnotatorData } from '@/contract/annotator'
import { expect, type App } from '../e2e/support/app'
import { makeDataset, openImage, type Labelling } from '../e2e/support/annotate'
import { seeded } from './importing'

export interface TabsResult {
  /** Annotations that tabs made, by image. */
  expected: Record<number, number>
  stored: Record<number, number>
  /** What each tab shows of its image. */
  shown: [image: number, count: number][]
  writes: number
  byHand: number
}

const TABS = 8
/** One of so many writes is drawn with the mouse; the others go through the API. */
const BY_HAND = 20

export async function writeInTabs(
  first: Page,
  app: App,
  context: BrowserContext,
  { writes, seed }: { writes: number; seed: number },
): Promise<TabsResult> {
  await app.open(first)
  const { images } = await makeDataset(first, app)
  const category = (await categoryOf(first, app, images[0]!)).id
  const expected: Record<number, number> = Object.fromEntries(images.map((image) => [image, 0]))
  let byHand = 0

  const imageOf = (tab: number) => images[tab % images.length]!
  const work = async (page: Page, hand: Labelling, tab: number) => {
    const image = imageOf(tab)
    const random = seeded(seed + tab)
    await page.keyboard.press('r')
    const own = Math.floor(writes / TABS)
    for (let done = 0; done < own;) {
      const batch = Math.min(BY_HAND, own - done)
      const made = await page.evaluate(writeThroughApi, { image, category, count: batch - 1, tab, from: done })
      expected[image]! += made
      const x = 20 + Math.floor(random() * 500)
      const y = 20 + Math.floor(random() * 400)
      await hand.canvas.drag([x, y], [x + 60, y + 60])
      await hand.saved()
      expected[image]!++
      byHand++
      done += batch
    }
    return { page, image }
  }
  const pages = [first, ...(await Promise.all(Array.from({ length: TABS - 1 }, () => context.newPage())))]
  // a page that is not in front is not laid out: one after the other
  const hands: Labelling[] = []
  for (const [tab, page] of pages.entries()) {
    await page.bringToFront()
    hands.push(await openImage(page, app, imageOf(tab)))
  }
  const tabs = await Promise.all(pages.map((page, tab) => work(page, hands[tab]!, tab)))

  const stored: Record<number, number> = {}
  for (const image of images) stored[image] = await countStored(first, app, image)
  const shown: [number, number][] = []
  for (const { page, image } of tabs) {
    await page.bringToFront()
    const count = page.getByRole('application')
    await expect(count).toHaveAccessibleDescription(new RegExp(`\\b${stored[image]!.toLocaleString('en')} annotations`))
    shown.push([image, stored[image]!])
  }
  return { expected, stored, shown, writes: TABS * Math.floor(writes / TABS), byHand }
}

async function categoryOf(page: Page, app: App, image: number) {
  const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${image}`)
  return body.categories[0]!
}

async function countStored(page: Page, app: App, image: number): Promise<number> {
  const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${image}`)
  return body.categories.reduce((sum, { annotations }) => sum + annotations.length, 0)
}

interface Batch {
  image: number
  category: number
  count: number
  tab: number
  from: number
}

/** Runs in the page. Steps of an editor and annotations alone; answers how many were made. */
async function writeThroughApi({ image, category, count, tab, from }: Batch): Promise<number> {
  const send = async (method: string, path: string, body?: object) => {
    const { scope } = await navigator.serviceWorker.ready
    const response = await fetch(new URL(`api${path}`, scope), {
      method,
      headers: {
        'Content-Type': 'application/json',
        'Atoll-Session': `tab-${tab}`,
        'Idempotency-Key': `${tab}-${from}-${path}-${Math.random()}`,
      },
      body: body ? JSON.stringify(body) : undefined,
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<{ id: number; created: { id: number }[] }>
  }
  let stays = 0
  for (let index = 0; index < count; index++) {
    const shape = { kind: 'box', x: (from + index) % 700, y: (from * 7 + index * 13) % 500, width: 20, height: 20 }
    const annotation = { category_id: category, shape, keypoints: [], metadata: { tab } }
    if (index % 3 === 0) {
      const changes = [{ before: null, after: annotation }]
      await send('POST', '/annotator/changes', { image_id: image, label: 'Draw box', changes })
    } else await send('POST', '/annotation/', { image_id: image, ...annotation })
    stays++
  }
  return stays
}
