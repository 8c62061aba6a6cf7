/** The annotator on real photos with a real mouse and a real keyboard: what is stored is what was drawn. */
import type { Page } from '@playwright/test'
import { decodeRle } from '@/core/mask/rle'
import { paintStroke } from '@/core/mask/paint'
import { shapeToRle } from '@/core/shape/shape'
import { rleArea, rleIou } from '@/core/mask/measure'
import type { AnyRle } from '@/core/coco/types'
import type { Shape } from '@/core/shape/types'
import { expect, test } from './support/app'
import { iou, labelling, makeDataset, NUTS_SIZE, openImage, PERSON, polygon, type Labelling } from './support/annotate'

const QUAD: [number, number][] = [[60, 60], [160, 70], [150, 150], [70, 140]]

async function clickAll({ canvas }: Labelling, points: [number, number][]) {
  for (const point of points) await canvas.click(...point)
}

async function drawQuad(hand: Labelling, points = QUAD) {
  await hand.keys('v')
  await clickAll(hand, points)
  await hand.keys('Enter')
}

/** Undone it is gone, redone it is there as it was, and so it is after a reload. */
async function comesAndGoes(hand: Labelling) {
  const drawn = await hand.stored()
  await hand.undo()
  expect(await hand.stored()).toHaveLength(drawn.length - 1)
  await hand.redo()
  const shapes = (list: typeof drawn) => list.map(({ id, shape, keypoints, area, bbox }) => ({ id, shape, keypoints, area, bbox }))
  expect(shapes(await hand.stored())).toEqual(shapes(drawn))
  await hand.reload()
  expect(shapes(await hand.stored())).toEqual(shapes(drawn))
}

async function open(page: Page, app: Parameters<typeof makeDataset>[1], wanted?: Parameters<typeof makeDataset>[2]) {
  await app.open(page)
  const made = await makeDataset(page, app, wanted)
  return { ...made, hand: await openImage(page, app, made.images[0]!) }
}

test('a polygon', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await drawQuad(hand)
  const [drawn] = await hand.stored()
  expect(iou(drawn!.shape as Shape, polygon(...QUAD))).toBeGreaterThan(0.99)
  await comesAndGoes(hand)
})

test('a box, exactly, and by its numbers', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await page.getByRole('group', { name: 'Box in pixels' }).getByLabel('Width').fill('123.25')
  await page.keyboard.press('Enter')
  const [drawn] = await hand.stored()
  expect(drawn!.shape).toMatchObject({ kind: 'box', width: 123.25 })
  expect(drawn!.isbbox).toBe(true)
  await hand.keys('Escape')
  await page.getByRole('application').focus()
  await comesAndTakesBackNumbers(hand)
})

async function comesAndTakesBackNumbers(hand: Labelling) {
  await hand.undo()
  const [drawn] = await hand.stored()
  const { x, y, width, height } = drawn!.shape as { x: number; y: number; width: number; height: number }
  for (const [value, wanted] of [[x, 100], [y, 80], [width, 120], [height, 80]] as const) expect(Math.abs(value - wanted)).toBeLessThan(1)
  await comesAndGoes(hand)
}

test('a brush stroke, and a smaller one rubbed out of it', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await hand.keys('b')
  await hand.canvas.drag([200, 300], [400, 300])
  const [drawn] = await hand.stored()
  const radius = Number(await page.evaluate(() => (JSON.parse(localStorage.getItem('atoll:tool-options') ?? '{}') as Record<string, unknown>)['tip-size'] ?? NaN)) / 2
  const { bbox } = drawn!
  const wide = bbox[3]! / 2
  expect(Number.isNaN(radius) || Math.abs(radius - wide) <= 1).toBe(true)
  const wanted = paintStroke([200, 300, 400, 300], wide, NUTS_SIZE)
  expect(rleIou(shapeToRle(drawn!.shape as Shape, NUTS_SIZE), wanted, false)).toBeGreaterThan(0.97)
  await comesAndGoes(hand)

  await hand.keys('s')
  await hand.canvas.click(300, 300)
  await hand.keys('e')
  await hand.canvas.drag([300, 200], [300, 400])
  const [rubbed] = await hand.stored()
  expect(rubbed!.area).toBeLessThan(drawn!.area)
  await hand.undo()
  expect((await hand.stored())[0]!.shape).toEqual(drawn!.shape)
})

test('keypoints in order, one hidden, one skipped', async ({ page, app }) => {
  const person = { name: 'person', keypoint_labels: ['nose', 'left_eye', 'right_eye', 'left_ear'], keypoint_edges: [[1, 2], [1, 3]] }
  const { hand } = await open(page, app, { pictures: [PERSON], categories: [person] })
  await hand.keys('k')
  await expect(page.getByText('1 of 4: nose')).toBeVisible()
  await hand.canvas.click(360, 80)
  await page.keyboard.down('Alt')
  await hand.canvas.click(350, 70)
  await page.keyboard.up('Alt')
  await hand.keys('q')
  await expect(page.getByText('4 of 4: left_ear')).toBeVisible()
  await hand.canvas.click(380, 75)
  const [drawn] = await hand.stored()
  expect(drawn!.keypoints.filter((_, index) => index % 3 === 2)).toEqual([2, 1, 0, 2])
  for (const [index, wanted] of [360, 80, 2, 350, 70, 1, 0, 0, 0, 380, 75, 2].entries()) expect(Math.abs(drawn!.keypoints[index]! - wanted)).toBeLessThan(1)
  await comesAndGoes(hand)
})

test('a hole outlives drawing, reload and export, and is a hole in the exported mask', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await drawQuad(hand, [[200, 200], [400, 200], [400, 400], [200, 400]])
  await page.keyboard.down('Alt')
  await clickAll(hand, [[260, 260], [340, 260], [340, 340], [260, 340]])
  await page.keyboard.up('Alt')
  await hand.keys('Enter')
  expect((await hand.stored())[0]!.shape).toMatchObject({ parts: [{ holes: [{ length: 8 }] }] })
  await hand.reload()
  const { body } = await app.api<{ annotations: { segmentation: AnyRle }[] }>(page, 'GET', `image/${hand.image}/coco`)
  const { data, width } = decodeRle(body.annotations[0]!.segmentation)
  const at = (x: number, y: number) => data[y * width + x]
  expect([at(230, 300), at(300, 300), at(370, 300), at(100, 100)]).toEqual([1, 0, 1, 0])
  expect(Math.abs(rleArea(body.annotations[0]!.segmentation) - (200 * 200 - 80 * 80))).toBeLessThan(400)
})

test('undo in mid-polygon takes back the last point, in mid-stroke the stroke', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await hand.keys('v')
  await clickAll(hand, [...QUAD.slice(0, 3), [400, 400]])
  await hand.keys('Control+z')
  await hand.canvas.click(...QUAD[3]!)
  await hand.keys('Enter')
  const [drawn] = await hand.stored()
  expect(iou(drawn!.shape as Shape, polygon(...QUAD))).toBeGreaterThan(0.99)

  await hand.keys('Escape', 'b')
  await page.mouse.move(...hand.canvas.at(300, 300))
  await page.mouse.down()
  await page.mouse.move(...hand.canvas.at(400, 300), { steps: 5 })
  await hand.keys('Control+z')
  await page.mouse.up()
  expect(await hand.stored()).toHaveLength(1)
})

test('what is half-drawn is offered again after a reload', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await hand.keys('v')
  await clickAll(hand, QUAD.slice(0, 3))
  await hand.reload()
  await page.getByRole('button', { name: 'Continue' }).click()
  await hand.canvas.click(...QUAD[3]!)
  await hand.keys('Enter')
  expect(iou((await hand.stored())[0]!.shape as Shape, polygon(...QUAD))).toBeGreaterThan(0.99)
})

test('copied onto the next image, at the same place', async ({ page, app }) => {
  const { hand, images } = await open(page, app)
  await drawQuad(hand)
  await drawQuad(hand, [[300, 300], [400, 300], [400, 400]])
  const drawn = await hand.stored()
  await hand.keys('s', 'Control+a', 'Control+c', 'n')
  await expect(page).toHaveURL(new RegExp(`/annotate/${images[1]}$`))
  const next = await labelling(page, app, images[1]!)
  await next.keys('Control+v')
  expect((await next.stored()).map(({ shape }) => shape)).toEqual(drawn.map(({ shape }) => shape))
  await next.keys('n')
  await expect(page).toHaveURL(new RegExp(`/annotate/${images[2]}$`))
  const last = await labelling(page, app, images[2]!)
  await last.keys('Control+Shift+v')
  await expect.poll(async () => (await last.stored()).length).toBe(2)
})

test('merge and split, through the keys and the command palette', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await drawQuad(hand)
  await drawQuad(hand, [[300, 300], [400, 300], [400, 400]])
  const drawn = await hand.stored()
  await hand.keys('s', 'Control+a', 'Control+j')
  const [merged, ...none] = await hand.stored()
  expect(none).toEqual([])
  expect(merged!.shape).toMatchObject({ kind: 'polygons', parts: [{}, {}] })
  await hand.keys('Control+k')
  await page.getByLabel('Search commands').fill('split')
  await expect(page.getByRole('option', { name: /Split parts/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect.poll(async () => (await hand.stored()).map(({ shape }) => shape)).toEqual(drawn.map(({ shape }) => shape))
})

test('the history goes back and forth by a click, also after a reload', async ({ page, app }) => {
  const { hand } = await open(page, app)
  for (const x of [100, 200, 300]) await drawQuad(hand, [[x, 100], [x + 50, 100], [x + 50, 150]])
  await hand.saved()
  await hand.reload()
  await page.getByText('History', { exact: true }).click()
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button')
  await expect(steps).toHaveCount(4)
  await steps.nth(1).click()
  await expect.poll(async () => (await hand.stored()).length).toBe(1)
  await expect(steps.nth(3)).toHaveText(/undone/)
  await steps.nth(3).click()
  await expect.poll(async () => (await hand.stored()).length).toBe(3)
})

test('every operation changes the shape that is stored, and is undone', async ({ page, app }) => {
  test.setTimeout(120_000)
  const { hand } = await open(page, app)
  const big: [number, number][] = [[200, 200], [400, 205], [395, 400], [205, 395]]
  await drawQuad(hand, big)
  await drawQuad(hand, [[300, 300], [500, 300], [500, 500], [300, 500]])
  await hand.keys('s')
  const both = await hand.stored()
  const withSelected = page.getByRole('toolbar', { name: 'With what is selected' })
  const shapes = async () => (await hand.stored()).map(({ shape, metadata, color }) => ({ shape: shape as Shape, metadata, color }))
  const before = await shapes()
  const tried = async (name: string, check: (after: typeof before) => void) => {
    await withSelected.getByRole('button', { name, exact: true }).click()
    await expect.poll(shapes, name).not.toEqual(before)
    check(await shapes())
    await page.getByRole('application').focus()
    await hand.undo()
    expect(await shapes(), `${name}, undone`).toEqual(before)
  }

  await hand.keys('Control+a')
  const common = 100 * 100
  await tried('Subtract the others from the first', ([first]) => expect(Math.abs(rleArea(shapeToRle(first!.shape, NUTS_SIZE)) - (both[0]!.area - common))).toBeLessThan(900))
  await tried('Keep of the first what is in the others', ([first]) => expect(Math.abs(rleArea(shapeToRle(first!.shape, NUTS_SIZE)) - common)).toBeLessThan(900))
  await tried('Turn into box', (after) => expect(after.map(({ shape }) => shape.kind)).toEqual(['box', 'box']))
  await tried('Turn into mask', (after) => after.forEach(({ shape }, index) => expect(iou(shape, before[index]!.shape)).toBe(1)))
  await tried('Smooth', (after) => after.forEach(({ shape }, index) => expect(iou(shape, before[index]!.shape)).toBeGreaterThan(0.9)))
  await tried('Duplicate', (after) => expect(after).toHaveLength(4))
  await hand.keys('Control+a')
  await tried('Bring to front', (after) => expect(after.map(({ metadata }) => metadata.z_order)).toEqual([1, 2]))
})

test('metadata with types, and a crowd', async ({ page, app }) => {
  const { hand } = await open(page, app)
  await drawQuad(hand)
  await page.getByText('Metadata', { exact: true }).click()
  await page.getByLabel('New key').fill('grams')
  await page.keyboard.press('Enter')
  await page.getByLabel('Type of grams').selectOption('number')
  await page.getByLabel('grams', { exact: true }).fill('3.5')
  await page.keyboard.press('Tab')
  await page.getByLabel('Crowd (iscrowd)').check()
  await expect.poll(async () => (await hand.stored())[0]).toMatchObject({ metadata: { grams: 3.5 }, iscrowd: true })
  expect((await hand.stored())[0]!.milliseconds).toBeGreaterThan(0)
})

test('brightness changes what is seen, never what is stored', async ({ page, app }) => {
  const { hand } = await open(page, app)
  const bytes = () => page.evaluate(async (id) => (await (await fetch(new URL(`api/image/${id}?asAttachment=false`, (await navigator.serviceWorker.ready).scope))).blob()).size, hand.image)
  const size = await bytes()
  const middle = async () => (await page.screenshot({ clip: { x: 500, y: 400, width: 40, height: 40 } })).toString('base64')
  const plain = await middle()
  await page.getByText('View', { exact: true }).click()
  await page.getByLabel('Brightness').fill('2')
  await expect.poll(middle).not.toBe(plain)
  await page.getByRole('button', { name: 'Show the picture as it is' }).click()
  await expect.poll(middle).toBe(plain)
  expect(await bytes()).toBe(size)
})
