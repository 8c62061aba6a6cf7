/** Ellipse, rotated box and the last shape again, as they are stored and exported; keypoint templates. */
import type { Shape } from '@/core/shape/types'
import { expect, test } from '../support/app'
import { begin, clickAll, iou, polygon } from '../support/annotate'

test('an ellipse and a rotated box are polygons in COCO', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('Shift+e')
  await hand.canvas.drag([100, 100], [300, 200])
  await hand.keys('Shift+r')
  await hand.canvas.drag([400, 300], [500, 400])
  await hand.canvas.click(420, 420)
  const [ellipse, rotated] = await hand.stored()
  expect(ellipse!.shape!.kind).toBe('polygons')
  expect(Math.abs(ellipse!.area / (Math.PI * 100 * 50) - 1)).toBeLessThan(0.02)
  const corners = polygon([400, 300], [500, 400], [450, 450], [350, 350])
  expect(iou(rotated!.shape as Shape, corners)).toBeGreaterThan(0.97)
  const { body } = await app.api<{ annotations: { id: number; segmentation: number[][] }[] }>(
    page,
    'GET',
    `image/${hand.image}/coco`,
  )
  const written = body.annotations.find(({ id }) => id === rotated!.id)!.segmentation
  expect(written).toHaveLength(1)
  expect(written[0]).toHaveLength(8)

  await hand.keys('Control+z', 'Control+z')
  await expect.poll(async () => (await hand.stored()).length).toBe(0)
})

test('the last shape is drawn again at the pointer, on the next image too', async ({ page, app }) => {
  const { hand, images } = await begin(page, app)
  await hand.keys('.')
  await expect(page.getByRole('status').filter({ hasText: 'Nothing to repeat yet' })).toBeVisible()
  await hand.keys('r')
  await hand.canvas.drag([100, 100], [180, 160])
  await page.mouse.move(...hand.canvas.at(400, 300))
  await hand.keys('.')
  await page.mouse.move(...hand.canvas.at(600, 400))
  await hand.keys('.')
  const boxes = (await hand.stored()).map(({ shape }) => shape as { x: number; y: number; width: number })
  expect(boxes).toHaveLength(3)
  expect(new Set(boxes.map(({ width }) => width)).size, 'all of one size').toBe(1)
  expect(Math.abs(boxes[1]!.x - 360)).toBeLessThan(2)
  expect(Math.abs(boxes[2]!.y - 370)).toBeLessThan(2)

  await hand.keys('n')
  await expect(page).toHaveURL(new RegExp(`annotate/${images[1]}`))
  await expect(page.getByRole('application')).toHaveAccessibleDescription(/0 annotations/)
  await page.mouse.move(...hand.canvas.at(200, 200))
  await page.getByRole('application').focus()
  await hand.keys('.')
  await expect(page.getByRole('application')).toHaveAccessibleDescription(/1 annotation\b/)
})

test('a category begins with the keypoints of a template, which are placed one by one', async ({ page, app }) => {
  await app.open(page, 'categories')
  await page.getByRole('button', { name: 'New category' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('skier')
  await dialog.getByRole('button', { name: 'Person (17)' }).click()
  await expect(dialog.getByRole('listitem')).toHaveCount(17)
  await expect(dialog.getByRole('button', { name: 'Hand (21)' }), 'only while there are none').toBeHidden()
  await dialog.getByRole('button', { name: 'Create category' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'skier' })).toContainText('17 keypoints')
  const { body } = await app.api<{ keypoint_labels: string[]; keypoint_edges: number[][] }[]>(page, 'GET', 'category/')
  expect(body[0]!.keypoint_labels.slice(0, 3)).toEqual(['nose', 'left_eye', 'right_eye'])
  expect(body[0]!.keypoint_edges).toHaveLength(19)
})

test('a click on the side of a rotated box makes nothing, undo takes the side back', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('Shift+r')
  await clickAll(hand, [
    [200, 200],
    [300, 200],
  ])
  await hand.canvas.click(250, 200)
  expect(await hand.stored()).toEqual([])
  await hand.keys('Control+z')
  await hand.canvas.click(200, 300)
  await hand.canvas.click(260, 250)
  await hand.saved()
  const [drawn] = await hand.stored()
  expect(iou(drawn!.shape as Shape, polygon([200, 200], [200, 300], [260, 300], [260, 200]))).toBeGreaterThan(0.95)
})
