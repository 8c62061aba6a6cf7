/** What another tab does to an image, while one draws on it here. */
import type { Category } from '@/contract/category'
import { begin, clickAll, drawQuad, QUAD } from '../support/annotate'
import { expect, started, test } from '../support/app'

test('a category that goes into the trash takes no shape with it that is being drawn', async ({
  page,
  app,
  context,
}) => {
  const { hand } = await begin(page, app)
  await hand.keys('v')
  await clickAll(hand, QUAD)
  const other = await context.newPage()
  await app.open(other)
  const { body } = await app.api<Category[]>(other, 'GET', 'category/')
  await app.api(other, 'DELETE', `category/${body.find(({ name }) => name === 'nut')!.id}`)
  await page.bringToFront()
  await expect(page.getByRole('button', { name: /^nut/ })).toBeHidden()
  await hand.keys('Enter')
  const dialog = page.getByRole('dialog', { name: 'What is this?' })
  await dialog.getByLabel('Category name').fill('bolt')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const stored = await hand.stored()
  expect(stored).toMatchObject([
    { shape: { kind: 'polygons' }, category_id: body.find(({ name }) => name === 'bolt')!.id },
  ])
})

test('an image that goes into the trash says so, and is taken out again where one draws', async ({
  page,
  app,
  context,
}) => {
  const {
    hand,
    images: [image],
  } = await begin(page, app)
  const other = await context.newPage()
  await app.open(other)
  await app.api(other, 'DELETE', `image/${image}`)
  await page.bringToFront()
  const bar = page.getByRole('alert').filter({ hasText: 'This image is in the trash.' })
  await expect(bar).toBeVisible()
  await drawQuad(hand)
  await hand.saved()
  await page.reload()
  await started(page)
  await bar.getByRole('button', { name: 'Restore' }).click()
  await expect(bar).toBeHidden()
  expect(await hand.stored()).toHaveLength(1)
  expect((await app.api<{ deleted: boolean }[]>(page, 'GET', 'image/')).body).toBeTruthy()
})

test('undo takes back what was done in the same tab, also after a reload', async ({ page, app, context }) => {
  const {
    hand,
    images: [image],
  } = await begin(page, app)
  await drawQuad(hand)
  await hand.saved()
  const other = await context.newPage()
  await app.open(other, `annotate/${image}`)
  await started(other)
  const ids = async () => (await hand.stored()).map(({ id }) => id)
  await expect(other.getByRole('button', { name: /^Undo/ })).toBeDisabled()
  await page.bringToFront()
  await page.reload()
  await started(page)
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeEnabled()
  await page.keyboard.press('Control+z')
  await expect.poll(ids).toEqual([])
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(ids).toHaveLength(1)
  await page.close()
  await other.bringToFront()
  await other.reload()
  await started(other)
  await expect(other.getByRole('button', { name: /^Undo/ })).toBeEnabled()
})
