/** Boxes with keys held, and keypoints by key and by colour. */
import { expect, test } from '../support/app'
import { begin, clickAll, PERSON } from '../support/annotate'
import { shownAt } from '../support/pixels'

test('Shift squares a box, Space moves it in mid-drag', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('r')
  const at = (x: number, y: number) => page.mouse.move(...hand.canvas.at(x, y), { steps: 3 })
  await at(100, 100)
  await page.mouse.down()
  await at(150, 120)
  await page.keyboard.down('Shift')
  await at(250, 140)
  await page.keyboard.down('Space')
  await at(300, 240)
  await page.keyboard.up('Space')
  await at(300, 240)
  await page.mouse.up()
  await page.keyboard.up('Shift')
  const [drawn] = await hand.stored()
  const shape = drawn!.shape as { kind: string; x: number; y: number; width: number; height: number }
  expect(shape.kind).toBe('box')
  expect(shape.width).toBeCloseTo(shape.height, 1)
  expect(Math.abs(shape.width - 150)).toBeLessThan(2)
  expect(Math.abs(shape.x - 150)).toBeLessThan(2)
  expect(Math.abs(shape.y - 200)).toBeLessThan(2)
  expect(await hand.stored()).toHaveLength(1)
})

test('keypoints are hidden or not labelled by key; left and right have two colours', async ({ page, app }) => {
  const person = {
    name: 'person',
    keypoint_labels: ['left_eye', 'right_eye', 'left_hip', 'right_hip'],
    keypoint_edges: [
      [1, 3],
      [2, 4],
    ],
  }
  const { hand } = await begin(page, app, { pictures: [PERSON], categories: [person] })
  const flags = async () => (await hand.stored())[0]?.keypoints.filter((_, index) => index % 3 === 2)
  await hand.keys('k')
  await hand.canvas.click(200, 100)
  await hand.canvas.click(300, 100)
  await hand.keys('Shift+v')
  await clickAll(hand, [
    [200, 300],
    [300, 300],
  ])
  expect(await flags(), 'the one placed last').toEqual([2, 1, 2, 2])

  await hand.keys('s')
  await page.mouse.move(...hand.canvas.at(300, 100))
  await hand.keys('Shift+v')
  await expect.poll(flags).toEqual([2, 2, 2, 2])
  await page.mouse.move(...hand.canvas.at(200, 100))
  await hand.keys('Shift+u')
  await expect.poll(flags).toEqual([0, 2, 2, 2])
  await hand.undo()
  await expect.poll(flags).toEqual([2, 2, 2, 2])

  await page.mouse.move(...hand.canvas.at(400, 400))
  await hand.keys('Shift+u')
  await expect(page.getByRole('status').filter({ hasText: 'No keypoint there' })).toBeVisible()

  await hand.keys('Escape', 'Escape')
  const away = async (x: number, color: number[]) =>
    Math.max(...(await shownAt(page, hand.canvas, x, 200)).map((value, index) => Math.abs(value - color[index]!)))
  await expect.poll(() => away(199.5, [0, 114, 178]), 'the left side is blue').toBeLessThan(60)
  expect(await away(299.5, [230, 159, 0]), 'the right side is orange').toBeLessThan(60)
})
