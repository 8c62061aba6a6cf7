/** The main proof: in with a real dataset, draw, reload, out again with nothing lost; and the same without any network. */
import { readFileSync } from 'node:fs'
import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js'
import type { Download, Page } from '@playwright/test'
import type { AnnotationOfImage, AnnotatorData } from '@/contract/annotator'
import { innerPoint } from '@/core/geometry/innerPoint'
import { hitShape } from '@/core/shape/hit'
import type { Shape } from '@/core/shape/types'
import { openCanvas } from './support/canvas'
import { expect, started, test, type App } from './support/app'
import { importNuts, nuts, outlinesOf, readOutlines } from './support/nuts'

const POLYGON = [
  [60, 60],
  [160, 70],
  [150, 150],
  [70, 140],
] as [number, number][]
const BOX = { from: [640, 420] as [number, number], to: [740, 520] as [number, number] }

test('import, draw, reload, export: nothing is lost', async ({ page, app }) => {
  test.setTimeout(120_000)
  await app.open(page)
  await journey(page, app)
})

test('the same with the server stopped and the network off', async ({ page, app, server, context }) => {
  test.setTimeout(120_000)
  await app.open(page)
  await server.stop()
  await context.setOffline(true)
  await app.open(page)
  await journey(page, app)
})

async function journey(page: Page, app: App) {
  await expect(page.getByRole('heading', { name: 'Label images in your browser' })).toBeVisible()
  await importNuts(page)
  await page.getByRole('link', { name: /^0\.jpg/ }).click()
  await expect(page.getByRole('application', { name: 'Image 0.jpg' })).toBeVisible()
  const imageId = Number(new URL(page.url()).pathname.split('/').pop())

  await shapesLieWhereTheyBelong(page, app, imageId)
  await draw(page)
  const drawn = await drawnIn(page, app, imageId)
  expect(drawn).toHaveLength(2)

  await page.reload()
  await started(page)
  await expect(page.getByRole('application', { name: 'Image 0.jpg' })).toBeVisible()
  expect(await drawnIn(page, app, imageId)).toEqual(drawn)

  await page.getByRole('link', { name: 'Back to dataset' }).click()
  await holdsEverything(await exportZip(page))
}

const annotationsOf = async (page: Page, app: App, imageId: number): Promise<AnnotationOfImage[]> => {
  const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${imageId}`)
  return body.categories.flatMap(({ annotations }) => annotations)
}

/** What is not from the file. */
async function drawnIn(page: Page, app: App, imageId: number): Promise<AnnotationOfImage[]> {
  const known = new Set(readOutlines().map(({ segmentation }) => JSON.stringify(segmentation)))
  const all = await annotationsOf(page, app, imageId)
  return all.filter(({ segmentation }) => !known.has(JSON.stringify(segmentation)))
}

/** A point inside each outline of the file is in that shape and the corner of the image is not; a click there selects it. */
async function shapesLieWhereTheyBelong(page: Page, app: App, imageId: number) {
  const wanted = readOutlines().filter(({ image }) => image === '0.jpg')
  const stored = await annotationsOf(page, app, imageId)
  expect(stored).toHaveLength(wanted.length)
  for (const { segmentation } of wanted) {
    const { x, y } = innerPoint(segmentation[0]!)
    const owner = stored.find((each) => JSON.stringify(each.segmentation) === JSON.stringify(segmentation))
    expect(hitShape(owner!.shape as Shape, x, y, 0), `inside at ${x}, ${y}`).toBe(true)
    expect(hitShape(owner!.shape as Shape, 1, 1, 0), 'the corner of the image is outside').toBe(false)
  }
  const canvas = await openCanvas(page)
  await page.keyboard.press('s')
  const ring = wanted[0]!.segmentation[0]!
  const { x, y } = innerPoint(ring)
  await canvas.click(x, y)
  const clicked = stored.find(({ segmentation }) => JSON.stringify(segmentation) === JSON.stringify([ring]))
  await expect(page.getByRole('region', { name: 'Selected annotation' })).toContainText(`Id${clicked!.id}`)
  await page.keyboard.press('Escape')
}

async function draw(page: Page) {
  const canvas = await openCanvas(page)
  await page.keyboard.press('v')
  for (const [x, y] of POLYGON) await canvas.click(x, y)
  await page.keyboard.press('Enter')
  await page.keyboard.press('r')
  await canvas.drag(BOX.from, BOX.to)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
}

async function exportZip(page: Page): Promise<Download> {
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download ZIP' }).click()
  return download
}

async function holdsEverything(download: Download) {
  expect(download.suggestedFilename()).toBe('My images.zip')
  const files = await unzip(readFileSync(await download.path()))
  for (const name of nuts.names) {
    const original = readFileSync(`tests/data/nuts/${name}`)
    expect(Buffer.compare(files.get(`images/${name}`)!, original), `${name} byte for byte`).toBe(0)
  }
  const outlines = outlinesOf(JSON.parse(files.get('annotations/instances.json')!.toString('utf8')))
  expect(outlines).toEqual(expect.arrayContaining(readOutlines()))
  const added = outlines.filter(
    ({ segmentation }) =>
      !readOutlines().some((known) => JSON.stringify(known.segmentation) === JSON.stringify(segmentation)),
  )
  expect(added.map(({ image }) => image)).toEqual(['0.jpg', '0.jpg'])
  nearTo(added.find(({ segmentation }) => segmentation[0]![0]! < 300)!.segmentation[0]!, POLYGON.flat())
}

function nearTo(ring: number[], wanted: number[]) {
  expect(ring).toHaveLength(wanted.length)
  ring.forEach((value, index) => expect(Math.abs(value - wanted[index]!), `coordinate ${index}`).toBeLessThanOrEqual(1))
}

async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const entries = (await new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)]))).getEntries()).filter(
    (entry): entry is FileEntry => !entry.directory,
  )
  const read = async (entry: FileEntry) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const [content] = await Promise.all([new Response(readable).arrayBuffer(), entry.getData(writable)])
    return [entry.filename, Buffer.from(content)] as const
  }
  return new Map(await Promise.all(entries.map(read)))
}
