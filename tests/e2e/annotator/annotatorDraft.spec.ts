/** What is half-drawn: undo and redo belong to it, Esc puts it aside, and the keys around it do what hands expect. */
import type { Shape } from '@/core/shape/types'
import { expect, test } from '../support/app'
import { begin, clickAll, drawQuad, iou, polygon, QUAD } from '../support/annotate'

const OTHER: [number, number][] = [
  [400, 300],
  [520, 300],
  [520, 420],
  [400, 420],
]

test('redo while drawing brings points again and leaves the history alone', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  await hand.saved()
  await hand.undo()
  await hand.keys('v')
  await clickAll(hand, OTHER)
  await hand.keys('Control+z', 'Control+z', 'Control+Shift+z', 'Control+y', 'Control+Shift+z', 'Enter')
  const stored = await hand.stored()
  expect(stored, 'the undone polygon did not come again').toHaveLength(1)
  expect(iou(stored[0]!.shape as Shape, polygon(...OTHER))).toBeGreaterThan(0.98)
})

test('one undo takes back a line drawn freehand', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('v')
  await hand.canvas.click(60, 60)
  await hand.canvas.drag([120, 60], [240, 160])
  await hand.keys('Control+z')
  await expect(page.getByRole('group', { name: 'Shape being drawn' })).toContainText('1 point')
  await hand.keys('Control+Shift+z')
  await expect(page.getByRole('group', { name: 'Shape being drawn' })).not.toContainText('1 point')
})

test('Esc puts a draft aside: it is offered, and redo brings it again; then Esc deselects, then takes Select', async ({
  page,
  app,
}) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  await clickAll(hand, OTHER.slice(0, 3))
  await hand.keys('Escape')
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible()
  await hand.keys('Control+Shift+z')
  await expect(page.getByRole('group', { name: 'Shape being drawn' })).toContainText('3 points')
  await hand.keys('Escape')
  await page.getByRole('button', { name: 'Continue' }).click()
  await hand.canvas.click(...OTHER[3]!)
  await hand.keys('Enter')
  expect(await hand.stored()).toHaveLength(2)
  const panel = page.locator('[aria-labelledby=selection-title]')
  const tool = (name: string) =>
    page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: false })
  await expect(panel).toBeVisible()
  await hand.keys('Escape')
  await expect(panel).toBeHidden()
  await expect(tool('Polygon')).toHaveAttribute('aria-pressed', 'true')
  await hand.keys('Escape')
  await expect(tool('Select and edit')).toHaveAttribute('aria-pressed', 'true')
})

test('Backspace takes back a point, and deletes what is selected', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  await clickAll(hand, OTHER)
  await hand.keys('Backspace', 'Enter')
  expect((await hand.stored())[1]!.shape).toMatchObject({ parts: [{ outer: { length: 6 } }] })
  await hand.keys('Backspace')
  expect(await hand.stored()).toHaveLength(1)
})

test('a tap of Space paints nothing with the brush', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('b')
  await page.mouse.move(...hand.canvas.at(300, 300))
  await hand.keys('Space')
  expect(await hand.stored()).toEqual([])
})

test('a click that slips does not move what was not selected; a drag does', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  const [drawn] = await hand.stored()
  await hand.keys('Escape', 's')
  const [x, y] = hand.canvas.at(110, 105)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 6, y + 4)
  await page.mouse.up()
  expect((await hand.stored())[0]!.shape).toEqual(drawn!.shape)
  await hand.keys('Escape')
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y + 40, { steps: 4 })
  await page.mouse.up()
  expect((await hand.stored())[0]!.shape).not.toEqual(drawn!.shape)
})

test('a drag that begins on the tool bar selects no text', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, QUAD)
  const bar = (await page.getByRole('group', { name: 'Drawing mode' }).boundingBox())!
  await page.mouse.move(bar.x + 10, bar.y + bar.height / 2)
  await page.mouse.down()
  await page.mouse.move(bar.x + 700, bar.y + 200, { steps: 5 })
  await page.mouse.up()
  expect(await page.evaluate(() => String(getSelection()))).toBe('')
})

test('in a low window, as at 200 % zoom, the whole tool bar can be reached', async ({ page, app }) => {
  await page.setViewportSize({ width: 720, height: 380 })
  const { hand } = await begin(page, app)
  await hand.keys('b')
  const last = page.getByRole('group', { name: 'Drawing mode' }).getByRole('button').last()
  await last.scrollIntoViewIfNeeded()
  await expect(last).toBeInViewport({ ratio: 0.9 })
})
