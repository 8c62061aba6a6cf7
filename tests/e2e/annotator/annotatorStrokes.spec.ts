/** Strokes go on with one annotation until it is finished; polygons that are cut stay polygons; a line slices. */
import { expect, test } from '../support/app'
import { begin, drawQuad, type Labelling } from '../support/annotate'

const stroke = (hand: Labelling, y: number) => hand.canvas.drag([150, y], [350, y])

async function finishes(hand: Labelling, finish: () => Promise<void>) {
  await hand.keys('b')
  await stroke(hand, 150)
  await stroke(hand, 250)
  const [drawn, ...others] = await hand.stored()
  expect(others, 'two strokes are one annotation').toEqual([])
  await finish()
  await stroke(hand, 350)
  expect(await hand.stored()).toHaveLength(2)
  expect((await hand.stored())[0]!.shape, 'what is finished is left alone').toEqual(drawn!.shape)
}

test('two strokes are one annotation until Enter', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await finishes(hand, () => hand.keys('Enter'))
})

test('until Esc', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await finishes(hand, () => hand.keys('Escape', 'b'))
})

test('until another category', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await finishes(hand, () => hand.keys('2'))
  const [first, second] = await hand.stored()
  expect(first!.category_id).not.toBe(second!.category_id)
})

test('until another image', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await finishes(hand, async () => {
    await hand.keys('n')
    await expect(page.getByRole('application', { name: /^1\.jpg|1\.jpg/ })).toBeVisible()
    await hand.keys('p')
    await expect(page.getByRole('application', { name: /0\.jpg/ })).toBeVisible()
  })
})

test('brush, eraser and wand take turns on one annotation; each stroke is a step', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('b')
  await stroke(hand, 150)
  await hand.keys('e')
  await hand.canvas.drag([250, 100], [250, 200])
  await hand.keys('w')
  await hand.canvas.click(400, 300)
  await hand.keys('b')
  await stroke(hand, 450)
  const stored = await hand.stored()
  expect(stored).toHaveLength(1)
  for (let step = 0; step < 3; step++) await hand.undo()
  expect((await hand.stored())[0]!.area).toBeLessThan(stored[0]!.area)
  await hand.undo()
  expect(await hand.stored()).toEqual([])
})

test('a finger finishes with a button', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await finishes(hand, () =>
    page.getByRole('group', { name: 'The next stroke goes on with this object.' }).getByRole('button').click(),
  )
})

test('a cut across the outline leaves a polygon, and a line slices it', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, [
    [100, 100],
    [400, 100],
    [400, 300],
    [100, 300],
  ])
  await page.keyboard.down('Alt')
  for (const [x, y] of [
    [300, 50],
    [450, 50],
    [450, 200],
    [300, 200],
  ] as const)
    await hand.canvas.click(x, y)
  await page.keyboard.up('Alt')
  await hand.keys('Enter')
  const [cut] = await hand.stored()
  expect(cut!.shape).toMatchObject({ kind: 'polygons', parts: [{ holes: [] }] })
  expect(Math.abs(cut!.area - (300 * 200 - 100 * 100))).toBeLessThan(700)
  await hand.keys('j')
  await hand.canvas.drag([200, 50], [200, 350])
  const sides = await hand.stored()
  expect(sides).toHaveLength(2)
  expect(sides.map(({ shape }) => shape?.kind)).toEqual(['polygons', 'polygons'])
  expect(Math.abs(sides[0]!.area + sides[1]!.area - cut!.area)).toBeLessThan(700)
  await hand.undo()
  expect(await hand.stored()).toHaveLength(1)
  await hand.undo()
  expect((await hand.stored())[0]!.area).toBeGreaterThan(cut!.area)
})
