/** The annotator on real photos with a real mouse and a real keyboard: what is stored is what was drawn. */
import { decodeRle } from '@/core/mask/rle'
import { paintStroke } from '@/core/mask/paint'
import { shapeToRle } from '@/core/shape/shape'
import { rleArea, rleIou } from '@/core/mask/measure'
import type { AnyRle } from '@/core/mask/types'
import type { Shape } from '@/core/shape/types'
import { expect, test } from '../support/app'
import { begin, clickAll, drawQuad, iou, NUTS_SIZE, PERSON, polygon, QUAD, type Labelling } from '../support/annotate'

/** Undone it is gone, redone it is there as it was, and so it is after a reload. */
async function comesAndGoes(hand: Labelling) {
  const drawn = await hand.stored()
  await hand.undo()
  expect(await hand.stored()).toHaveLength(drawn.length - 1)
  await hand.redo()
  const shapes = (list: typeof drawn) =>
    list.map(({ id, shape, keypoints, area, bbox }) => ({ id, shape, keypoints, area, bbox }))
  expect(shapes(await hand.stored())).toEqual(shapes(drawn))
  await hand.reload()
  expect(shapes(await hand.stored())).toEqual(shapes(drawn))
}

test('a polygon', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  const [drawn] = await hand.stored()
  expect(iou(drawn!.shape as Shape, polygon(...QUAD))).toBeGreaterThan(0.99)
  await comesAndGoes(hand)
})

test('the first shape of a dataset without categories is one of another dataset', async ({ page, app }) => {
  const { hand } = await begin(page, app, { categories: [] })
  for (const name of ['nut', 'bolt']) await app.api(page, 'POST', 'category/', { name })
  await drawQuad(hand)
  const dialog = page.getByRole('dialog', { name: 'What is this?' })
  const known = dialog.getByRole('list', { name: 'Categories of other datasets' }).getByRole('button')
  await expect(known).toHaveText(['nut', 'bolt'])
  await page.keyboard.type('NU')
  await expect(known).toHaveText(['nut'])
  await known.click()
  await expect(dialog).toBeHidden()
  await hand.saved()
  expect((await app.api(page, 'GET', 'category/')).body, 'none is new').toHaveLength(2)
  expect(await hand.stored()).toMatchObject([{ category_id: 1 }])
})

test('a box, exactly, and by its numbers', async ({ page, app }) => {
  const { hand } = await begin(page, app)
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
  for (const [value, wanted] of [
    [x, 100],
    [y, 80],
    [width, 120],
    [height, 80],
  ] as const)
    expect(Math.abs(value - wanted)).toBeLessThan(1)
  await comesAndGoes(hand)
}

test('a brush stroke, and a smaller one rubbed out of it', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('b')
  await hand.canvas.drag([200, 300], [400, 300])
  const [drawn] = await hand.stored()
  // 20 pixels of the screen wide
  const scale = (hand.canvas.at(100, 0)[0] - hand.canvas.at(0, 0)[0]) / 100
  const wanted = paintStroke([200, 300, 400, 300], 10 / scale, NUTS_SIZE)
  expect(rleIou(shapeToRle(drawn!.shape as Shape, NUTS_SIZE), wanted, false)).toBeGreaterThan(0.99)
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
  const person = {
    name: 'person',
    keypoint_labels: ['nose', 'left_eye', 'right_eye', 'left_ear'],
    keypoint_edges: [
      [1, 2],
      [1, 3],
    ],
  }
  const { hand } = await begin(page, app, { pictures: [PERSON], categories: [person] })
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
  for (const [index, wanted] of [360, 80, 2, 350, 70, 1, 0, 0, 0, 380, 75, 2].entries())
    expect(Math.abs(drawn!.keypoints[index]! - wanted)).toBeLessThan(1)
  await comesAndGoes(hand)
})

test('a hole outlives drawing, reload and export, and is a hole in the exported mask', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, [
    [200, 200],
    [400, 200],
    [400, 400],
    [200, 400],
  ])
  await page.keyboard.down('Alt')
  await clickAll(hand, [
    [260, 260],
    [340, 260],
    [340, 340],
    [260, 340],
  ])
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
  const { hand } = await begin(page, app)
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
  const { hand } = await begin(page, app)
  await hand.keys('v')
  await clickAll(hand, QUAD.slice(0, 3))
  await hand.reload()
  await page.getByRole('button', { name: 'Continue' }).click()
  await hand.canvas.click(...QUAD[3]!)
  await hand.keys('Enter')
  expect(iou((await hand.stored())[0]!.shape as Shape, polygon(...QUAD))).toBeGreaterThan(0.99)
})
