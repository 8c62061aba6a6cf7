/** Names on shapes, and the highlight that goes from the list to the image and back. */
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { begin, drawQuad, type Labelling } from '../support/annotate'

/** The pixels of a canvas in a box of the image; 1 is the image with its shapes, 2 the layer of what is drawn. */
function pixels(page: Page, { canvas }: Labelling, layer: 1 | 2, from: [number, number], to: [number, number]) {
  const [[left, top], [right, bottom]] = [canvas.at(...from), canvas.at(...to)]
  return page.getByRole('application').evaluate(
    (area, { layer, left, top, right, bottom }) => {
      const element = area.querySelectorAll('canvas')[layer]!
      const { x, y, width } = element.getBoundingClientRect()
      const ratio = element.width / width
      const [w, h] = [(right - left) * ratio, (bottom - top) * ratio]
      return [...element.getContext('2d')!.getImageData((left - x) * ratio, (top - y) * ratio, w, h).data]
    },
    { layer, left, top, right, bottom },
  )
}

test('names are chosen by key and in the panel, follow the shape, and are kept', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const [here, there] = [
    async () => String(await pixels(page, hand, 1, [62, 40], [100, 57])),
    async () => String(await pixels(page, hand, 1, [262, 240], [300, 257])),
  ]
  await expect.poll(here).not.toMatch(/^[0,]+$/)
  const [bareHere, bareThere] = [await here(), await there()]
  await drawQuad(hand)
  await hand.saved()
  expect(await here()).toBe(bareHere)

  await hand.keys('Shift+l')
  await expect.poll(here).not.toBe(bareHere)
  const category = await here()
  await hand.keys('Shift+l')
  await expect.poll(here, 'the id is another text').not.toBe(category)
  const id = await here()
  expect(id).not.toBe(bareHere)

  // Hidden shapes have no name; a shape that moves takes its name along; undo brings both back.
  await hand.keys('h')
  await expect.poll(here).toBe(bareHere)
  await hand.keys('h')
  await expect.poll(here).toBe(id)
  await hand.keys('s')
  await hand.canvas.drag([110, 110], [310, 310])
  await hand.saved()
  await expect.poll(here).toBe(bareHere)
  await expect.poll(there).not.toBe(bareThere)
  await hand.undo()
  await expect.poll(here).toBe(id)
  await expect.poll(there).toBe(bareThere)

  await hand.reload()
  await expect.poll(here).toBe(id)
  await page.locator('summary', { hasText: /^View$/ }).click()
  await expect(page.getByLabel('Names')).toHaveValue('id')
  await page.getByLabel('Names').selectOption('none')
  await expect.poll(here).toBe(bareHere)
})

test('the pointer over a shape marks its row, and over a row its shape', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand)
  const [quad] = await hand.stored()
  await hand.keys('Escape', 's')
  const row = page
    .getByRole('list', { name: 'nut annotations' })
    .getByRole('listitem')
    .filter({ hasText: `#${quad!.id}` })
  await page.mouse.move(...hand.canvas.at(110, 110))
  await expect(row).toHaveClass(/hovered/)
  await page.mouse.move(...hand.canvas.at(400, 400))
  await expect(row).not.toHaveClass(/hovered/)

  const outline = async () => (await pixels(page, hand, 2, [56, 56], [164, 154])).filter((value) => value > 0).length
  await expect.poll(outline).toBe(0)
  await row.hover()
  await expect.poll(outline).toBeGreaterThan(200)
  await page.mouse.move(...hand.canvas.at(400, 400))
  await expect.poll(outline).toBe(0)
  await row.getByRole('button').first().focus()
  await expect.poll(outline, 'by the keyboard too').toBeGreaterThan(200)
})
