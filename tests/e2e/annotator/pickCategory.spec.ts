/** Categories chosen by typing, by number and by their own keys, with every tool; and what is said below the image. */
import { expect, test } from '../support/app'
import { begin } from '../support/annotate'

const MANY = Array.from({ length: 30 }, (_none, index) => ({ name: `class ${index + 1}` }))

test('a letter, a few more and Enter choose one of thirty categories, from a drawing tool', async ({ page, app }) => {
  const { hand } = await begin(page, app, { categories: MANY })
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await hand.keys('t')
  const picker = page.getByRole('dialog', { name: 'Choose category' })
  await expect(picker.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('25')
  await expect(picker.getByRole('option')).toHaveText(['class 25', 'New category “25”'])
  await page.keyboard.press('Enter')
  await expect(picker).toBeHidden()
  await expect(page.getByRole('button', { name: 'Draw as class 25' })).toBeVisible()
  const categoryOf = async () => (await hand.stored()).map(({ category_id }) => category_id)
  await expect.poll(categoryOf).toEqual([25])

  // The next one is drawn as that; the one used before is the first offered, and on a key of its own.
  await hand.canvas.drag([300, 80], [420, 160])
  await expect.poll(categoryOf).toEqual([25, 25])
  await hand.keys('/')
  await expect(picker.getByRole('option').first()).toHaveText(/^class 1/)
  await hand.keys('Escape')
  await expect(picker).toBeHidden()
  await hand.keys('y')
  await expect.poll(categoryOf).toEqual([25, 1])
  await hand.keys('3')
  await expect.poll(categoryOf).toEqual([25, 3])
  await hand.undo()
  expect(await categoryOf()).toEqual([25, 1])
})

test('the picker opens at the pointer, by the mouse and in the palette, and makes a new category', async ({
  page,
  app,
}) => {
  const { hand } = await begin(page, app)
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await page.mouse.move(700, 300)
  await hand.keys('t')
  const picker = page.getByRole('dialog', { name: 'Choose category' })
  const box = (await picker.boundingBox())!
  expect([Math.abs(box.x - 700) < 3, Math.abs(box.y - 300) < 3]).toEqual([true, true])
  await page.keyboard.type('washer')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Draw as washer' })).toBeVisible()
  await expect.poll(async () => (await hand.stored())[0]!.category_id).toBe(3)
  await page.getByRole('button', { name: 'Draw as washer' }).click()
  await picker.getByRole('option', { name: 'bolt' }).click()
  await expect.poll(async () => (await hand.stored())[0]!.category_id).toBe(2)
  await hand.keys('Control+k')
  await page.keyboard.type('choose category')
  await page.keyboard.press('Enter')
  await expect(picker.getByRole('combobox')).toBeFocused()
})

test('a category has a key of its own, also one behind the ninth', async ({ page, app }) => {
  const { hand } = await begin(page, app, { categories: MANY })
  await hand.keys('?')
  await page.getByRole('button', { name: /^Category: class 25\b/ }).click()
  await hand.keys('j')
  await page.keyboard.press('Escape')
  await page.getByRole('application').focus()
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await hand.keys('j')
  await expect.poll(async () => (await hand.stored())[0]!.category_id).toBe(25)
})

test('what is half-drawn gets the category, what is selected keeps its own', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await hand.keys('v')
  await hand.canvas.click(300, 300)
  await hand.canvas.click(400, 300)
  await hand.keys('2')
  await hand.canvas.click(400, 380)
  await hand.keys('Enter')
  await expect.poll(async () => (await hand.stored()).map(({ category_id }) => category_id)).toEqual([1, 2])
})

test('hints are closed for good, messages lie below the image and go with it', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const bar = page.getByRole('contentinfo', { name: 'Category and messages' })
  await expect(bar).toContainText('Select')
  await bar.getByRole('button', { name: 'Close tool hints for good' }).click()
  await page.reload()
  await expect(page.getByRole('application', { name: /\.jpg$/ })).toBeVisible()
  await expect(bar).not.toContainText('Select')
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await hand.keys('Control+c')
  await expect(bar).toContainText('Copied 1 annotation.')
  const [image, message] = [
    (await page.getByRole('application').boundingBox())!,
    (await bar.getByText('Copied 1 annotation.').boundingBox())!,
  ]
  expect(message.y).toBeGreaterThanOrEqual(image.y + image.height)
  await hand.keys('n')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1.jpg')
  await expect(bar).not.toContainText('Copied')
})

test('a tip with the key comes with the mouse and with the focus', async ({ page, app }) => {
  await begin(page, app)
  await page.getByRole('button', { name: 'Polygon', exact: true }).hover()
  await expect(page.getByRole('tooltip')).toHaveText(/Polygon.*V/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tooltip')).toBeHidden()
  await page.getByRole('button', { name: 'Select and edit', exact: true }).focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('tooltip')).toHaveText(/Box.*R/)
})

test.describe('fingers', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('choose a category and delete without the panel; a long press tells what a button does', async ({
    page,
    app,
  }) => {
    const { hand } = await begin(page, app)
    await page.getByRole('button', { name: 'Box', exact: true }).tap()
    await hand.canvas.drag([100, 80], [420, 360])
    await page.getByRole('button', { name: /^Draw as nut/ }).tap()
    await page.getByRole('dialog', { name: 'Choose category' }).getByRole('option', { name: 'bolt' }).tap()
    await expect.poll(async () => (await hand.stored())[0]!.category_id).toBe(2)
    await page.getByRole('contentinfo').getByRole('button', { name: 'Delete' }).tap()
    await expect.poll(async () => (await hand.stored()).length).toBe(0)
    for (const name of ['Box', 'Polygon', 'Undo'])
      expect((await page.getByRole('button', { name, exact: true }).boundingBox())!.height).toBeGreaterThanOrEqual(44)
  })
})
