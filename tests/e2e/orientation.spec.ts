// One photo in the eight orientations of EXIF, outlined on the same spot and exported: read by a decoder that passes over EXIF,
// each mask lies on the object.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import {
  BlobReader,
  BlobWriter,
  TextReader,
  Uint8ArrayReader,
  ZipReader,
  ZipWriter,
  type FileEntry,
} from '@zip.js/zip.js'
import { decode } from 'jpeg-js'
import type { AnnotatorData } from '@/contract/annotator'
import type { Image } from '@/contract/image'
import { readHeader } from '@/core/image/header'
import { rotatedJpeg, type Pixels } from '../support/rotated'
import { drawQuad, labelling, NUTS } from './support/annotate'
import { expect, test, type App } from './support/app'

type Point = [x: number, y: number]

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8]
const nameOf = (orientation: number) => `photo ${orientation}.jpg`

/** The photo, upright; a date lies dark on the light table. */
const photo = read(readFileSync(NUTS[0]!))
const DATE: Point[] = [
  [130, 190],
  [160, 145],
  [205, 155],
  [222, 190],
  [180, 240],
  [140, 262],
]
/** Beside it on the table: the date's outline is there when coordinates are turned wrongly, or the image is. */
const TABLE: Point[] = DATE.map(([x, y]) => [photo.width - x, y])

/** Passes over EXIF. */
function read(bytes: Uint8Array): Pixels {
  return decode(bytes, { useTArray: true, formatAsRGBA: true })
}

test('the eight orientations of a photo leave with their masks on the object', async ({ page, app }) => {
  test.setTimeout(180_000)
  await takeIn(page)
  await outlineAll(page, app)

  const upright = await exportZip(page)
  for (const orientation of ORIENTATIONS) {
    const { picture, ring, image } = of(upright, orientation)
    expect.soft([image.width, image.height], nameOf(orientation)).toEqual([800, 600])
    lies(picture, ring, orientation)
    expect.soft(difference(picture, photo), `${nameOf(orientation)} looks like the photo`).toBeLessThan(4)
  }
  expect(
    Buffer.compare(upright.files.get(`images/${nameOf(1)}`)!, Buffer.from(stored(1))),
    'what needs no turning leaves byte for byte',
  ).toBe(0)

  const original = await exportZip(page, 'Original files, coordinates rotated to match')
  for (const orientation of ORIENTATIONS) {
    const { picture, ring, image } = of(original, orientation)
    expect.soft([image.width, image.height], nameOf(orientation)).toEqual(orientation < 5 ? [800, 600] : [600, 800])
    lies(picture, ring, orientation)
    expect
      .soft(
        Buffer.compare(original.files.get(`images/${nameOf(orientation)}`)!, Buffer.from(stored(orientation))),
        `${nameOf(orientation)} byte for byte`,
      )
      .toBe(0)
  }
})

test('a file made on the stored pixels is recognised, and people say what its sizes do not tell', async ({
  page,
  app,
}) => {
  await app.open(page)
  await takeIn(page)
  await page.getByLabel('Import COCO', { exact: true }).setInputFiles({
    name: 'stored.json',
    mimeType: 'application/json',
    buffer: Buffer.from(cocoOfStored(ORIENTATIONS)),
  })

  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('4 rotated upright')).toBeVisible()
  await expect(dialog.getByText('3 with unclear orientation')).toBeVisible()
  const choice = dialog.getByRole('group', { name: /3 images are stored rotated/ })
  await expect(choice.getByLabel('The image as shown')).toBeChecked()
  await choice.getByLabel('The image as stored').check()
  await expect(dialog.getByText('7 rotated upright')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Imported stored.json' })).toBeVisible()
  await expectOutlined(page, app, 8)
})

test('a zip with such a file asks before its annotations come in, and goes on with the answer', async ({
  page,
  app,
}) => {
  await app.open(page)
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const orientation of [3, 6])
    await writer.add(`images/${nameOf(orientation)}`, new Uint8ArrayReader(stored(orientation)))
  await writer.add('annotations/stored.json', new TextReader(cocoOfStored([3, 6])))
  const buffer = Buffer.from(await (await writer.close()).arrayBuffer())
  await page
    .getByLabel('Open images or ZIP', { exact: true })
    .setInputFiles({ name: 'photos.zip', mimeType: 'application/zip', buffer })

  const dialog = page.getByRole('dialog')
  const choice = dialog.getByRole('group', { name: /1 image is stored rotated/ })
  await expect(choice).toBeVisible()
  await expect(dialog.getByText('The images are added.')).toBeVisible()
  await expect(page.getByText('2 images', { exact: true })).toBeAttached()
  expect((await app.api<unknown[]>(page, 'GET', 'annotation/')).body).toEqual([])
  await choice.getByLabel('The image as stored').check()
  await dialog.getByRole('button', { name: 'Import', exact: true }).press('Enter')
  await expect(dialog.getByRole('heading', { name: 'Imported photos.zip' })).toBeVisible()
  await expect(dialog.getByText('2 rotated upright')).toBeVisible()
  await expectOutlined(page, app, 2)
})

test('turned images of other formats leave as they are shown, with no tag left', async ({ page, app }) => {
  await app.open(page)
  const names = ['hopper_orientation_6.webp', 'avif_rot1mir0.avif']
  await page
    .getByLabel('Open images or ZIP', { exact: true })
    .setInputFiles(names.map((name) => `tests/data/formats/${name}`))
  await expect(page.getByText('Added 2 images to My images')).toBeVisible()
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download ZIP' }).click()
  const files = await unzip(readFileSync(await (await download).path()))
  const { body: images } = await app.api<Image[]>(page, 'GET', 'image/')
  const left: Record<string, string> = {
    'hopper_orientation_6.webp': 'hopper_orientation_6.webp',
    'avif_rot1mir0.avif': 'avif_rot1mir0.png',
  }
  for (const { id, file_name: name, width, height } of images) {
    const bytes = files.get(`images/${left[name]}`)!
    expect(readHeader(bytes), name).toMatchObject({ width, height, orientation: 1 })
    expect(await offFromShown(page, id, bytes), name).toBeLessThan(1)
  }
})

/** By how many levels a value of the images differs, on average. */
function offFromShown(page: Page, image: number, bytes: Buffer): Promise<number> {
  return page.evaluate(
    async ({ image, base64 }) => {
      const pixels = async (blob: Blob) => {
        const bitmap = await createImageBitmap(blob)
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
        context.drawImage(bitmap, 0, 0)
        return context.getImageData(0, 0, bitmap.width, bitmap.height).data
      }
      const shown = await pixels(await (await fetch(`/api/image/${image}?asAttachment=false`)).blob())
      const left = await pixels(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]))
      return shown.reduce((sum, value, at) => sum + Math.abs(value - left[at]!), 0) / shown.length
    },
    { image, base64: bytes.toString('base64') },
  )
}

/** The date outlined on the pixels as they are stored. */
function cocoOfStored(orientations: number[]): string {
  const images = orientations.map((id) => ({
    id,
    file_name: nameOf(id),
    width: id < 5 ? 800 : 600,
    height: id < 5 ? 600 : 800,
  }))
  const annotations = images.map(({ id }) => ({
    id,
    image_id: id,
    category_id: 1,
    iscrowd: 0,
    segmentation: [DATE.flatMap(([x, y]) => placeOf(id, x, y, 800, 600))],
  }))
  return JSON.stringify({ images, annotations, categories: [{ id: 1, name: 'date' }] })
}

/** Of every image the date, as it is shown. */
async function expectOutlined(page: Page, app: App, count: number) {
  const { body: images } = await app.api<Image[]>(page, 'GET', 'image/')
  expect(images).toHaveLength(count)
  for (const { id, file_name: name } of images) {
    const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${id}`)
    const [annotation] = body.categories.flatMap((category) => category.annotations)
    const ring = (annotation!.segmentation as number[][])[0]!
    // a pixel and the place of its corner are turned to within a pixel
    DATE.flat().forEach((value, at) =>
      expect.soft(Math.abs(ring[at]! - value), `${name}, ${at}`).toBeLessThanOrEqual(1),
    )
  }
}

async function takeIn(page: Page) {
  await page.goto('')
  const files = ORIENTATIONS.map((orientation) => ({
    name: nameOf(orientation),
    mimeType: 'image/jpeg',
    buffer: Buffer.from(stored(orientation)),
  }))
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(files)
  await expect(page.getByText('Added 8 images to My images')).toBeVisible()
}

/** Every image is shown upright, so the hand goes the same way in all of them. */
async function outlineAll(page: Page, app: App) {
  const { body: images } = await app.api<Image[]>(page, 'GET', 'image/')
  await app.api(page, 'POST', `dataset/${images[0]!.dataset_id}`, { categories: ['date'] })
  for (const { id, width, height } of images) {
    expect([width, height]).toEqual([800, 600])
    await app.open(page, `annotate/${id}`)
    const hand = await labelling(page, app, id)
    await drawQuad(hand, DATE)
    await hand.saved()
  }
  await page.getByRole('link', { name: 'Back to dataset' }).click()
}

interface Exported {
  files: Map<string, Buffer>
  coco: {
    images: { id: number; file_name: string; width: number; height: number }[]
    annotations: { image_id: number; segmentation: number[][]; bbox: number[] }[]
  }
}

async function exportZip(page: Page, choice?: string): Promise<Exported> {
  await page.getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog')
  if (choice) {
    await dialog.getByText('More options').click()
    await dialog.getByRole('combobox', { name: 'Rotated images (EXIF)' }).selectOption(choice)
  }
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Download ZIP' }).click()
  const files = await unzip(readFileSync(await (await download).path()))
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
  return { files, coco: JSON.parse(files.get('annotations/instances.json')!.toString()) as Exported['coco'] }
}

function of({ files, coco }: Exported, orientation: number) {
  const image = coco.images.find(({ file_name }) => file_name === nameOf(orientation))!
  const [annotation, ...others] = coco.annotations.filter(({ image_id }) => image_id === image.id)
  expect(others).toEqual([])
  return { image, picture: read(files.get(`images/${nameOf(orientation)}`)!), ring: annotation!.segmentation[0]! }
}

/** The mask covers what the outline covered on the photo: as dark as the date, to a few levels. */
function lies(picture: Pixels, ring: number[], orientation: number) {
  const [date, table] = [meanInside(photo, DATE.flat()), meanInside(photo, TABLE.flat())]
  expect(table - date, 'the date is darker than the table').toBeGreaterThan(60)
  expect
    .soft(Math.abs(meanInside(picture, ring) - date), `${nameOf(orientation)}: the mask lies on the date`)
    .toBeLessThan(4)
}

/** Of the three colours, over the pixels whose middle is in the ring. */
function meanInside({ data, width, height }: Pixels, ring: number[]): number {
  let [sum, count] = [0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInside(ring, x + 0.5, y + 0.5)) continue
      const at = (y * width + x) * 4
      sum += data[at]! + data[at + 1]! + data[at + 2]!
      count += 3
    }
  }
  return sum / count
}

function isInside(ring: number[], x: number, y: number): boolean {
  let inside = false
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
    const [x1, y1, x2, y2] = [ring[at]!, ring[at + 1]!, ring[before]!, ring[before + 1]!]
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside
  }
  return inside
}

const difference = (a: Pixels, b: Pixels) =>
  a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0) / b.data.length

/** The photo as a camera held otherwise stores it: turned the other way, with the tag that says how to turn it. */
function stored(orientation: number): Uint8Array<ArrayBuffer> {
  const { width: w, height: h, data } = photo
  const [width, height] = orientation < 5 ? [w, h] : [h, w]
  const turned = new Uint8Array(data.length)
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [right, below] = placeOf(orientation, x, y, w, h)
      turned.set(data.subarray((y * w + x) * 4, (y * w + x) * 4 + 4), (below * width + right) * 4)
    }
  }
  return rotatedJpeg({ width, height, data: turned }, orientation, 95)
}

/** Where a pixel of the upright photo is stored, by the table of EXIF: which side of the photo the first row and column are. */
function placeOf(orientation: number, x: number, y: number, w: number, h: number): Point {
  const [right, below] = [w - 1 - x, h - 1 - y]
  const places: Record<number, Point> = {
    1: [x, y],
    2: [right, y],
    3: [right, below],
    4: [x, below],
    5: [y, x],
    6: [y, right],
    7: [below, right],
    8: [below, x],
  }
  return places[orientation]!
}

async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const entries = (await new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)]))).getEntries()).filter(
    (entry): entry is FileEntry => !entry.directory,
  )
  const files = new Map<string, Buffer>()
  for (const entry of entries) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const [content] = await Promise.all([
      new Response(readable).arrayBuffer(),
      entry.getData(writable, { checkSignature: true }),
    ])
    files.set(entry.filename, Buffer.from(content))
  }
  return files
}
