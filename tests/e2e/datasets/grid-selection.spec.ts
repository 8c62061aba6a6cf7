/** Images selected in the grid, and doing something to many. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../support/app'
import { addMany, bar, byNumber, confirmBulk, MANY, openMany, tile } from '../support/grid'

test('images are selected by clicks, over ranges that are not loaded, and by a frame', async ({ page, app }) => {
  await openMany(page, app)
  await tile(page, '3.jpg').click({ modifiers: ['ControlOrMeta'] })
  await expect(tile(page, '3.jpg')).toHaveAttribute('aria-selected', 'true')
  await tile(page, '5.jpg').click()
  await expect(bar(page)).toContainText('2 images selected')
  await expect(page.getByRole('status').filter({ hasText: 'selected' })).toHaveText('2 images selected')
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await tile(page, `${MANY - 1}.jpg`).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('2,996 images selected') // 3, and 5 to 2,999
  await page.evaluate(() => window.scrollTo(0, 0))
  await tile(page, '7.jpg').click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('4 images selected')
  await bar(page).getByRole('button', { name: 'Clear selection' }).click()
  await expect(bar(page)).toBeHidden()

  const [from, to] = [(await tile(page, '2.jpg').boundingBox())!, (await tile(page, '9.jpg').boundingBox())!]
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
  await expect(bar(page)).toContainText('4 images selected') // 2, 3, 8 and 9: the columns of both rows
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await page.mouse.up()

  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect(bar(page)).toContainText('4 images selected')
  await bar(page).getByRole('button', { name: 'Select all 3,000' }).click()
  await expect(bar(page)).toContainText('3,000 images selected')
})

test('everything goes by keyboard alone', async ({ page, app }) => {
  await openMany(page, app)
  await tile(page, '1.jpg').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(tile(page, '8.jpg')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(tile(page, '8.jpg')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(tile(page, `${MANY}.jpg`)).toBeFocused()
  await expect(tile(page, `${MANY}.jpg`)).toBeInViewport()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(bar(page)).toContainText('2,992 images selected') // 8 to 2,999
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(bar(page)).toContainText('3,000 images selected')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(bar(page)).toContainText('2 images selected')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('dialog', { name: 'Delete 2 images?' })).toBeVisible()
  await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter')
  await expect(page.getByText('2,998 images', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).press('Enter')
  await expect(page.getByText('3,000 images', { exact: true })).toBeVisible()
  await tile(page, '2.jpg').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '2.jpg' })).toBeVisible()
})

test('thousands are marked, deleted and brought back, in steps', async ({ page, app }) => {
  const id = await openMany(page, app)
  await tile(page, '1.jpg').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(bar(page)).toContainText('3,000 images selected')
  await bar(page).getByLabel('Set state of selected images').selectOption('Done')
  await confirmBulk(page, 'Set 3,000 images to “Done”?')
  await expect(tile(page, '1.jpg').getByRole('img', { name: 'Done' })).toBeVisible()
  const total = async (state: string) =>
    (await app.api<{ total: number }>(page, 'GET', `dataset/${id}/data?state=${state}`)).body.total
  await expect.poll(() => total('done')).toBe(MANY)
  await expect(page.getByText('Set 3,000 images to “Done”')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => total('unlabelled')).toBe(MANY)
  await bar(page).getByRole('button', { name: 'Delete' }).click()
  await confirmBulk(page, 'Delete 3,000 images?')
  await expect(page.getByText('No images yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('3,000 images', { exact: true })).toBeVisible()
})

test('a change of category asks with counts, can be limited, and one undo takes it back after a reload', async ({
  page,
  app,
}) => {
  await app.open(page)
  const id = await addMany(page, app, 30, { annotated: true })
  const { categories } = (
    await app.api<{ categories: { id: number; name: string }[] }>(page, 'GET', `dataset/${id}/data`)
  ).body
  const [cat, dog] = ['cat', 'dog'].map((wanted) => categories.find(({ name }) => name === wanted)!.id)
  const { images } = (
    await app.api<{ images: { id: number; file_name: string }[] }>(page, 'GET', `dataset/${id}/data?order=natural`)
  ).body
  const fig = (await app.api<{ id: number }>(page, 'POST', 'category/', { name: 'fig' })).body.id
  await app.api(page, 'POST', `dataset/${id}`, { categories: ['cat', 'dog', 'fig'] })
  const box = { kind: 'box', x: 1, y: 1, width: 5, height: 5 }
  await app.api(page, 'POST', 'annotation/bulk', {
    create: images.slice(0, 2).map((image) => ({ image_id: image.id, category_id: dog, shape: box })),
  })
  const having = async (category: number) =>
    (await app.api<{ total: number }>(page, 'GET', `dataset/${id}/data?annotated=true&category_ids__in=${category}`))
      .body.total
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '1.jpg').click({ modifiers: ['ControlOrMeta'] })
  await tile(page, '4.jpg').click({ modifiers: ['Shift'] })
  await bar(page).getByLabel('Set category of all annotations in selected images').selectOption('fig')
  await expect(page.getByRole('dialog', { name: 'Change 6 annotations in 4 images to fig?' })).toBeVisible()
  await page.getByRole('checkbox', { name: /^cat/ }).uncheck()
  await expect(page.getByRole('dialog', { name: 'Change 2 annotations in 2 images to fig?' })).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await having(fig)).toBe(0)

  await bar(page).getByLabel('Set category of all annotations in selected images').selectOption('fig')
  await page.getByRole('checkbox', { name: /^dog/ }).uncheck()
  await confirmBulk(page, 'Change 4 annotations in 4 images to fig?')
  await expect(page.getByText('Changed 4 annotations in 4 images to “fig”')).toBeVisible()
  expect([await having(fig), await having(cat!), await having(dog!)]).toEqual([4, 26, 2])

  await page.reload()
  await page.getByRole('button', { name: 'Undo: Change annotations in 4 images to fig' }).click()
  await expect.poll(() => having(fig)).toBe(0)
  expect([await having(cat!), await having(dog!)]).toEqual([30, 2])
  await expect(page.getByRole('group', { name: 'Last bulk change' })).toBeHidden()
})

test('annotations of the selected images get a category, and images move to another dataset and back', async ({
  page,
  app,
}) => {
  await app.open(page)
  const id = await addMany(page, app, 30, { annotated: true })
  const other = (await app.api<{ id: number }>(page, 'POST', 'dataset/', { name: 'Others' })).body.id
  const totalOf = async (dataset: number, query = '') =>
    (await app.api<{ total: number }>(page, 'GET', `dataset/${dataset}/data?${query}`)).body.total
  const { categories } = (
    await app.api<{ categories: { id: number; name: string }[] }>(page, 'GET', `dataset/${id}/data`)
  ).body
  const dog = categories.find(({ name }) => name === 'dog')!.id
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '2.jpg').click({ modifiers: ['ControlOrMeta'] })
  await tile(page, '4.jpg').click({ modifiers: ['Shift'] })
  await bar(page).getByLabel('Set category of all annotations in selected images').selectOption('dog')
  await confirmBulk(page, 'Change 3 annotations in 3 images to dog?')
  await expect(page.getByText('Changed 3 annotations in 3 images to “dog”')).toBeVisible()
  expect(await totalOf(id, `annotated=true&category_ids__in=${dog}`)).toBe(3)

  await bar(page).getByRole('button', { name: 'Move…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move 3 images' })
  await dialog.getByLabel('To dataset').selectOption('Others')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText('27 images', { exact: true })).toBeVisible()
  expect(await totalOf(other)).toBe(3)
  await page
    .getByLabel('Messages')
    .getByRole('paragraph')
    .filter({ hasText: 'to “Others”' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(page.getByText('30 images', { exact: true })).toBeVisible()
  expect(await totalOf(other)).toBe(0)
})

test('the selected images are exported, and no others', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, 30)
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '2.jpg').click({ modifiers: ['ControlOrMeta'] })
  await tile(page, '10.jpg').click({ modifiers: ['ControlOrMeta'] })
  await bar(page).getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export 2 images of Many' })
  await dialog.getByRole('radio', { name: /^Annotations only/ }).check()
  const href = (await dialog.getByRole('link', { name: 'Download JSON' }).getAttribute('href'))!
  const names = await page.evaluate(
    async (href) =>
      ((await (await fetch(href)).json()) as { images: { file_name: string }[] }).images.map(
        ({ file_name }) => file_name,
      ),
    href,
  )
  expect(names.map((name) => name.split('/').pop()).sort()).toEqual(['10.jpg', '2.jpg'])
})

for (const [name, viewport] of [
  ['wide', { width: 1440, height: 900 }],
  ['narrow', { width: 390, height: 844 }],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in the ${name} ${colorScheme} grid with a selection`, async ({ page, app }) => {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await app.open(page)
      const id = await addMany(page, app, 200)
      await app.open(page, `datasets/${id}?page=2`)
      await page.getByRole('gridcell').first().focus()
      await page.keyboard.press('Shift+ArrowRight')
      await expect(bar(page)).toContainText('2 images selected')
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
      ).toEqual([])
    })
  }
}
