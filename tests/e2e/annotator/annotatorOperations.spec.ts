/** What is done with shapes once they are drawn, on real photos: stored as it should be, and undone. */
import { rleArea } from '@/core/mask/measure'
import { shapeToRle } from '@/core/shape/shape'
import type { Shape } from '@/core/shape/types'
import { expect, test } from '../support/app'
import { begin, clickAll, drawQuad, iou, labelling, NUTS_SIZE } from '../support/annotate'

test('copied onto the next image, at the same place', async ({ page, app }) => {
  const { hand, images } = await begin(page, app)
  await drawQuad(hand)
  await drawQuad(hand, [
    [300, 300],
    [400, 300],
    [400, 400],
  ])
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
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  await drawQuad(hand, [
    [300, 300],
    [400, 300],
    [400, 400],
  ])
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
  await expect
    .poll(async () => (await hand.stored()).map(({ shape }) => shape))
    .toEqual(drawn.map(({ shape }) => shape))
})

test('the history goes back and forth by a click, also after a reload', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  for (const x of [100, 200, 300])
    await drawQuad(hand, [
      [x, 100],
      [x + 50, 100],
      [x + 50, 150],
    ])
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
  const { hand } = await begin(page, app)
  const big: [number, number][] = [
    [200, 200],
    [400, 205],
    [395, 400],
    [205, 395],
  ]
  await drawQuad(hand, big)
  await drawQuad(hand, [
    [300, 300],
    [500, 300],
    [500, 500],
    [300, 500],
  ])
  await hand.keys('s')
  const both = await hand.stored()
  const withSelected = page.getByRole('group', { name: 'Actions for the selection' })
  await withSelected.getByText('More', { exact: true }).click()
  const shapes = async () =>
    (await hand.stored()).map(({ shape, metadata, color }) => ({ shape: shape as Shape, metadata, color }))
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
  await tried('Subtract others from first', ([first]) =>
    expect(Math.abs(rleArea(shapeToRle(first!.shape, NUTS_SIZE)) - (both[0]!.area - common))).toBeLessThan(900),
  )
  await tried('Intersect first with others', ([first]) =>
    expect(Math.abs(rleArea(shapeToRle(first!.shape, NUTS_SIZE)) - common)).toBeLessThan(900),
  )
  await tried('Convert to box', (after) => expect(after.map(({ shape }) => shape.kind)).toEqual(['box', 'box']))
  await tried('Convert to mask', (after) =>
    after.forEach(({ shape }, index) => expect(iou(shape, before[index]!.shape)).toBe(1)),
  )
  await tried('Smooth', (after) =>
    after.forEach(({ shape }, index) => expect(iou(shape, before[index]!.shape)).toBeGreaterThan(0.9)),
  )
  await tried('Duplicate', (after) => expect(after).toHaveLength(4))
  await hand.keys('Control+a')
  await tried('Bring to front', (after) => expect(after.map(({ metadata }) => metadata.z_order)).toEqual([1, 2]))
  await tried('Send to back', (after) => expect(after.map(({ metadata }) => metadata.z_order)).toEqual([-2, -1]))
  await hand.keys('Escape')
  await hand.canvas.click(220, 220)
  await tried('Bring forward', (after) => expect(after.map(({ metadata }) => metadata.z_order)).toEqual([1, undefined]))
})

test('holes filled, a mask made a polygon and simplified, numbers and colours', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, [
    [200, 220],
    [400, 200],
    [380, 400],
    [220, 380],
  ])
  await page.keyboard.down('Alt')
  await clickAll(hand, [
    [260, 260],
    [340, 260],
    [340, 340],
    [260, 340],
  ])
  await page.keyboard.up('Alt')
  await hand.keys('Enter', 's')
  const withSelected = page.getByRole('group', { name: 'Actions for the selection' })
  await withSelected.getByText('More', { exact: true }).click()
  const press = (name: string) => withSelected.getByRole('button', { name, exact: true }).click()
  const shape = async () => (await hand.stored())[0]!.shape as Shape
  const holed = await shape()
  await press('Fill holes')
  await expect.poll(shape).toMatchObject({ parts: [{ holes: [] }] })
  await press('Convert to mask')
  await expect.poll(shape).toMatchObject({ kind: 'mask' })
  const mask = await shape()
  await press('Convert to polygon')
  await expect.poll(shape).toMatchObject({ kind: 'polygons' })
  expect(iou(await shape(), mask)).toBe(1)
  const traced = await shape()
  await press('Simplify')
  await expect.poll(async () => JSON.stringify(await shape()).length).toBeLessThan(JSON.stringify(traced).length)
  expect(iou(await shape(), mask)).toBeGreaterThan(0.98)

  await page.getByRole('application').focus()
  const [nut] = await hand.stored()
  await hand.keys('2')
  await expect.poll(async () => (await hand.stored())[0]!.category_id).not.toBe(nut!.category_id)
  await page.getByLabel('Annotation colour').fill('#12ab34')
  await expect.poll(async () => (await hand.stored())[0]!.color).toBe('#12ab34')
  await page.getByRole('application').focus()
  for (let steps = 6; steps > 0; steps--) await hand.undo()
  expect(await shape()).toEqual(holed)
})

test('what is hidden or alone is so in the image, what is locked stays locked after a reload', async ({
  page,
  app,
}) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  await drawQuad(hand, [
    [300, 300],
    [400, 300],
    [400, 400],
  ])
  await hand.keys('Escape', 's')
  const list = page.getByRole('list', { name: 'nut annotations' })
  const rows = list.getByRole('button', { name: /^nut\s#\d+ polygon/ })
  await rows.first().click()
  const hidden = list.getByRole('button', { name: /^Hide nut/, pressed: true })
  await page.getByRole('application').focus()
  await hand.keys('Shift+H')
  await expect(hidden).toHaveCount(1)
  await hand.keys('Shift+H')
  await expect(hidden).toHaveCount(0)
  await hand.keys('h')
  await expect(hidden).toHaveCount(1)
  await hand.keys('h', 'l')
  const locked = list.getByRole('button', { name: /^Lock nut/, pressed: true })
  await expect(locked).toHaveCount(1)
  await hand.reload()
  await expect(locked).toHaveCount(1)
  await hand.keys('Control+a')
  await expect(rows.and(page.getByRole('button', { pressed: true }))).toHaveCount(1)
})

test('metadata with types, and a crowd', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  await page.getByText('Metadata', { exact: true }).click()
  await page.getByLabel('New key').fill('grams')
  await page.keyboard.press('Enter')
  await page.getByLabel('Type of grams').selectOption('number')
  await page.getByLabel('grams', { exact: true }).fill('3.5')
  await page.keyboard.press('Tab')
  await page.getByRole('group', { name: 'Actions for the selection' }).getByText('More', { exact: true }).click()
  await page.getByLabel('Crowd (iscrowd)').check()
  await expect.poll(async () => (await hand.stored())[0]).toMatchObject({ metadata: { grams: 3.5 }, iscrowd: true })
  expect((await hand.stored())[0]!.milliseconds).toBeGreaterThan(0)
})

test('brightness changes what is seen, never what is stored', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const bytes = () =>
    page.evaluate(
      async (id) =>
        (
          await (
            await fetch(new URL(`api/image/${id}?asAttachment=false`, (await navigator.serviceWorker.ready).scope))
          ).blob()
        ).size,
      hand.image,
    )
  const size = await bytes()
  const middle = async () =>
    (await page.screenshot({ clip: { x: 500, y: 400, width: 40, height: 40 } })).toString('base64')
  const plain = await middle()
  await page.getByText('View', { exact: true }).click()
  await page.getByLabel('Brightness').fill('2')
  await expect.poll(middle).not.toBe(plain)
  await page.getByRole('button', { name: 'Show the original image' }).click()
  await expect.poll(middle).toBe(plain)
  expect(await bytes()).toBe(size)
})
