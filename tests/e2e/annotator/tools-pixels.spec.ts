/** The tools that work on pixels, with mouse, pen and finger on a real photo: what is stored is what was drawn. */
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from '@playwright/test'
import type { AnnotationOfImage, AnnotatorData } from '@/contract/annotator'
import { subtract, unite } from '@/core/mask/combine'
import { rleIou } from '@/core/mask/measure'
import { paintStroke } from '@/core/mask/paint'
import { boxToRle, polygonToRle } from '@/core/mask/rasterise'
import { shapeToRle } from '@/core/shape/shape'
import type { Bbox } from '@/core/geometry/box'
import type { Rle } from '@/core/mask/types'
import type { Shape } from '@/core/shape/types'
import { openCanvas } from '../support/canvas'
import { expect, started, test, type App } from '../support/app'
import { importNuts, nuts } from '../support/nuts'

type Point = [x: number, y: number]

const PHOTO = '1.jpg'
const SIZE = { width: 800, height: 600 }
const RADIUS = 15
const STROKE: Point[] = [
  [100, 250],
  [160, 300],
  [130, 330],
  [260, 230],
  [90, 270],
]

/** Of the photo; by their ids in the file. */
const truths = new Map(
  (
    JSON.parse(readFileSync(nuts.coco, 'utf8')) as {
      annotations: { id: number; bbox: Bbox; segmentation: number[][] }[]
    }
  ).annotations.map(({ id, bbox, segmentation }) => [
    id,
    { bbox, ring: segmentation[0]!, rle: polygonToRle(segmentation[0]!, SIZE) },
  ]),
)

interface Desk {
  page: Page
  app: App
  imageId: number
  /** The whole screen pixel nearest to a place in the image. */
  on: (place: Point) => Point
  /** Where in the image that pixel is. */
  seen: (place: Point) => Point
}

/** The photo is open, with its annotations, and nothing is selected. */
async function sitDown(page: Page, app: App): Promise<Desk> {
  await app.open(page)
  await importNuts(page)
  await page.getByRole('link', { name: new RegExp(`^${PHOTO}`) }).click()
  await expect(page.getByRole('application', { name: `Image ${PHOTO}` })).toBeVisible()
  const { at } = await openCanvas(page)
  const [zero, hundred] = [at(0, 0), at(100, 0)]
  const scale = (hundred[0] - zero[0]) / 100
  const on = ([x, y]: Point): Point => at(x, y).map(Math.round) as Point
  const seen = (place: Point) => on(place).map((value, axis) => (value - zero[axis]!) / scale) as Point
  return { page, app, imageId: Number(new URL(page.url()).pathname.split('/').pop()), on, seen }
}

async function stored({ page, app, imageId }: Desk): Promise<AnnotationOfImage[]> {
  const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${imageId}`)
  return body.categories.flatMap(({ annotations }) => annotations)
}

const known = new Set([...truths.values()].map(({ ring }) => JSON.stringify([ring])))
const drawn = async (desk: Desk) =>
  (await stored(desk)).filter(({ segmentation }) => !known.has(JSON.stringify(segmentation)))
const pixelsOf = ({ shape }: AnnotationOfImage): Rle => shapeToRle(shape as Shape, SIZE)

/** The one that was drawn, once it is stored. */
async function theDrawn(desk: Desk): Promise<AnnotationOfImage> {
  await expect.poll(async () => (await drawn(desk)).length).toBe(1)
  return (await drawn(desk))[0]!
}

const saved = ({ page }: Desk) => expect(page.getByText('Saved', { exact: true })).toBeVisible()

/** Undone it is gone; done again, and after a reload, it is as it was. */
async function survives(desk: Desk) {
  const { page } = desk
  const before = (await theDrawn(desk)).segmentation
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await drawn(desk)).length).toBe(0)
  await page.keyboard.press('Control+Shift+z')
  expect((await theDrawn(desk)).segmentation).toEqual(before)
  await saved(desk)
  await page.reload()
  await started(page)
  await expect(page.getByRole('application', { name: `Image ${PHOTO}` })).toBeVisible()
  expect((await theDrawn(desk)).segmentation).toEqual(before)
}

async function take({ page }: Desk, key: string) {
  await page.getByRole('application').focus()
  await page.keyboard.press(key)
}

async function setTip({ page }: Desk) {
  await page.getByRole('combobox', { name: 'Size in' }).selectOption({ label: 'Image pixels' })
  await page.getByRole('slider', { name: /^Size/ }).fill(String(2 * RADIUS))
  await page.getByRole('application').focus()
}

async function draw({ page, on }: Desk, [first, ...rest]: Point[], letGo = true) {
  await page.mouse.move(...on(first!))
  await page.mouse.down()
  for (const place of rest) await page.mouse.move(...on(place), { steps: 3 })
  if (letGo) await page.mouse.up()
}

const strokeOf = ({ seen }: Desk, places: Point[], radius = RADIUS) => paintStroke(places.flatMap(seen), radius, SIZE)

test('brush: the stored pixels are those of the stroke', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'b')
  await setTip(desk)
  await draw(desk, STROKE)
  const stroke = strokeOf(desk, STROKE)
  expect(rleIou(pixelsOf(await theDrawn(desk)), stroke, false)).toBeGreaterThan(0.99)
  await survives(desk)
})

test('brush: Shift adds, Alt makes a hole, and both are there after a reload', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'b')
  await setTip(desk)
  await draw(desk, STROKE)
  await theDrawn(desk)
  await page.keyboard.down('Shift')
  await draw(desk, [
    [300, 240],
    [180, 240],
  ])
  await page.keyboard.up('Shift')
  await page.keyboard.down('Alt')
  await page.mouse.click(...desk.on([130, 330]))
  await page.keyboard.up('Alt')
  await saved(desk)
  const wanted = subtract(
    unite([
      strokeOf(desk, STROKE),
      strokeOf(desk, [
        [300, 240],
        [180, 240],
      ]),
    ]),
    strokeOf(desk, [[130, 330]]),
  )
  await expect.poll(async () => rleIou(pixelsOf(await theDrawn(desk)), wanted, false)).toBeGreaterThan(0.99)
  await page.reload()
  await started(page)
  expect(rleIou(pixelsOf(await theDrawn(desk)), wanted, false)).toBeGreaterThan(0.99)
})

test('brush: undo in mid-stroke drops the stroke and nothing else', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  const before = await stored(desk)
  await take(desk, 'b')
  await draw(desk, STROKE, false)
  await page.keyboard.press('Control+z')
  await page.mouse.move(...desk.on([400, 300]), { steps: 3 })
  await page.mouse.up()
  await saved(desk)
  expect((await stored(desk)).length).toBe(before.length)
  await draw(desk, STROKE)
  await theDrawn(desk)
})

const penAt = (
  client: CDPSession,
  type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
  [x, y]: Point,
  force: number,
) =>
  client.send('Input.dispatchMouseEvent', {
    type,
    x,
    y,
    force,
    button: 'left',
    buttons: type === 'mouseReleased' ? 0 : 1,
    pointerType: 'pen',
    clickCount: 1,
  })

test('brush: a pen that presses half paints half as thick', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'b')
  await setTip(desk)
  const client = await page.context().newCDPSession(page)
  await penAt(client, 'mousePressed', desk.on(STROKE[0]!), 0.5)
  for (const place of STROKE.slice(1)) await penAt(client, 'mouseMoved', desk.on(place), 0.5)
  await penAt(client, 'mouseReleased', desk.on(STROKE.at(-1)!), 0)
  expect(rleIou(pixelsOf(await theDrawn(desk)), strokeOf(desk, STROKE, RADIUS / 2), false)).toBeGreaterThan(0.98)
})

test('brush: a finger paints, a second finger takes the stroke back', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'b')
  await setTip(desk)
  const client = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', places: Point[]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: places.map((place, id) => ({ id, x: desk.on(place)[0], y: desk.on(place)[1] })),
    })
  await touch('touchStart', [[400, 500]])
  await touch('touchMove', [[450, 520]])
  await touch('touchStart', [
    [450, 520],
    [600, 520],
  ])
  await touch('touchEnd', [])
  await touch('touchStart', STROKE.slice(0, 1))
  for (const place of STROKE.slice(1)) await touch('touchMove', [place])
  await touch('touchEnd', [])
  expect(rleIou(pixelsOf(await theDrawn(desk)), strokeOf(desk, STROKE), false)).toBeGreaterThan(0.98)
})

test('eraser: takes its pixels from the nut under it', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'e')
  await setTip(desk)
  const across: Point[] = [
    [500, 260],
    [600, 260],
  ]
  await draw(desk, across)
  const wanted = subtract(truths.get(18)!.rle, strokeOf(desk, across))
  expect(rleIou(pixelsOf(await theDrawn(desk)), wanted, false)).toBeGreaterThan(0.99)
  await survives(desk)
})

test('magic wand: a fig, its tolerance set by the drag', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'w')
  await page.getByRole('combobox', { name: 'Holes' }).selectOption({ label: 'Fill all' })
  const {
    bbox: [x, y, width, height],
    rle,
  } = truths.get(21)!
  const [left, top] = desk.on([x + width / 2, y + height / 2])
  await page.mouse.move(left, top)
  await page.mouse.down()
  await page.mouse.move(left + 80, top, { steps: 4 })
  await expect(page.getByText('Tolerance 44')).toBeVisible()
  await page.mouse.up()
  expect(rleIou(pixelsOf(await theDrawn(desk)), rle, false)).toBeGreaterThan(0.8)
  await survives(desk)
})

test('scissors: eight clicks give a date; half of them are kept through a reload', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'i')
  const { ring, rle } = truths.get(18)!
  const places = Array.from({ length: 8 }, (_, click): Point => {
    const point = Math.floor((click * ring.length) / 16)
    return [ring[point * 2]!, ring[point * 2 + 1]!]
  })
  for (const place of places.slice(0, 4)) await page.mouse.click(...desk.on(place))
  await page.reload()
  await started(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  for (const place of places.slice(4)) await page.mouse.click(...desk.on(place))
  await page.getByRole('application').focus()
  await page.keyboard.press('Enter')
  expect(rleIou(pixelsOf(await theDrawn(desk)), rle, false)).toBeGreaterThan(0.9)
  await survives(desk)
})

test('box to mask: better than its box', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'g')
  const { bbox, rle } = truths.get(16)!
  const [x, y, width, height] = bbox
  await draw(desk, [
    [x, y],
    [x + width, y + height],
  ])
  expect(rleIou(pixelsOf(await theDrawn(desk)), rle, false)).toBeGreaterThan(
    rleIou(boxToRle(bbox, SIZE), rle, false) + 0.2,
  )
  await survives(desk)
})

test('box to mask: Enter with a box just drawn', async ({ page, app }) => {
  const desk = await sitDown(page, app)
  await take(desk, 'r')
  const {
    bbox: [x, y, width, height],
    rle,
  } = truths.get(16)!
  await draw(desk, [
    [x, y],
    [x + width, y + height],
  ])
  expect((await theDrawn(desk)).shape?.kind).toBe('box')
  await take(desk, 'g')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await theDrawn(desk)).shape?.kind).toBe('mask')
  expect(rleIou(pixelsOf(await theDrawn(desk)), rle, false)).toBeGreaterThan(0.9)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await theDrawn(desk)).shape?.kind).toBe('box')
})
