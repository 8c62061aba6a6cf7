/** Images found by a query: as text, by menus and chips, kept under a name, sent as an address, on a phone and in the annotator. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../support/app'
import { makeDataset } from '../support/annotate'

const SHOTS = process.env.QUERY_SHOTS

/** Of three images, in their order: one bolt of 50 x 50, two nuts of 100 x 100, nothing. */
async function labelled(page: Parameters<typeof makeDataset>[0], app: Parameters<typeof makeDataset>[1]) {
  await app.open(page)
  const { dataset, images } = await makeDataset(page, app)
  const add = (image: number, category: number, x: number, side: number) =>
    app.api(page, 'POST', 'annotation/', {
      image_id: image,
      category_id: category,
      bbox: [x, 10, side, side],
      isbbox: true,
      segmentation: [[x, 10, x + side, 10, x + side, 10 + side, x, 10 + side]],
    })
  await add(images[0]!, 2, 10, 50)
  await add(images[1]!, 1, 10, 100)
  await add(images[1]!, 1, 210, 100)
  await app.api(page, 'PUT', `image/${images[0]}`, { state: 'done' })
  await app.open(page, `datasets/${dataset}`)
  const found = page.getByRole('grid', { name: 'Images' }).getByRole('gridcell')
  await expect(found).toHaveCount(3)
  return { found, text: page.getByLabel('Filter images'), dataset, images }
}

test('text, menus and chips show and change one query, and the address keeps it', async ({ page, app }) => {
  const { found, text } = await labelled(page, app)
  await text.fill('annotations:>0')
  await expect(found).toHaveCount(2)
  const state = page.getByLabel('State', { exact: true })
  await expect(state.getByRole('option', { name: 'Done (1)' })).toBeAttached()
  await state.selectOption('done')
  await expect(found).toHaveCount(1)
  await expect(text).toHaveValue('annotations:>0 state:done')
  await expect(page.getByLabel('Annotations', { exact: true })).toHaveValue('>0')
  await page.reload()
  await expect(text).toHaveValue('annotations:>0 state:done')
  await expect(found).toHaveCount(1)
  await page.getByRole('button', { name: 'Remove state:done' }).click()
  await expect(found).toHaveCount(2)
  await text.fill('[category:nut area:>=10000] -state:done')
  await expect(found).toHaveCount(1)
  await expect(found).toContainText('1.jpg')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(found).toHaveCount(3)
  await expect(text).toHaveValue('')
})

test('what is wrong is said, the images stay, and an address with a mistake leads on', async ({ page, app }) => {
  const { found, text, dataset } = await labelled(page, app)
  await text.fill('category:nutt')
  await expect(page.getByRole('alert')).toHaveText('No category is called “nutt”.')
  await expect(found).toHaveCount(3)
  await text.fill('category:nut')
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(found).toHaveCount(1)
  await app.open(page, `datasets/${dataset}?query=colour:red`)
  await expect(page.getByRole('alert')).toContainText('“colour” is not a filter.')
  await page.getByRole('button', { name: 'Show all images' }).click()
  await expect(found).toHaveCount(3)
})

test('a view is saved, shown again, renamed and deleted', async ({ page, app }) => {
  const { found, text } = await labelled(page, app)
  const views = page.getByRole('button', { name: 'Saved views' })
  await text.fill('category:nut')
  await expect(found).toHaveCount(1)
  await views.click()
  await page.getByRole('menuitem', { name: 'Save this view…' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('All nuts')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await text.fill('')
  await expect(found).toHaveCount(3)
  await page.reload()
  await views.click()
  await page.getByRole('menuitem', { name: 'All nuts' }).click()
  await expect(found).toHaveCount(1)
  await expect(text).toHaveValue('category:nut')
  await views.click()
  await page.getByRole('menuitem', { name: 'Edit views…' }).click()
  await page.getByRole('button', { name: 'Delete the view “All nuts”' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await views.click()
  await expect(page.getByRole('menuitem')).toHaveText(['Save this view…'])
})

test('the help lists every filter, and axe finds nothing wrong with the bar', async ({ page, app }) => {
  const { text } = await labelled(page, app)
  await text.fill('annotations:>0 category:nut')
  await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible()
  await page.getByRole('button', { name: 'Filters and examples' }).click()
  await expect(page.getByRole('dialog').getByText('[category:fig area:<1024]')).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await page.getByRole('button', { name: 'file:missing' }).click()
  await expect(text).toHaveValue('annotations:>0 category:nut file:missing')
  await expect(page.getByText('No images match.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('the annotator goes through what a query finds', async ({ page, app }) => {
  const { found, text } = await labelled(page, app)
  await text.fill('annotations:>0')
  await expect(found).toHaveCount(2)
  await found.first().getByRole('link').click()
  await expect(page.getByRole('button', { name: /1 of 2/ })).toHaveText('1 of 2 · With annotations')
  await page.keyboard.press('n')
  await expect(page.getByRole('button', { name: /2 of 2/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Next image', exact: true })).toBeDisabled()
})

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`the bar fits at ${width} pixels, ${colorScheme}`, async ({ page, app }) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      const { found, text } = await labelled(page, app)
      await text.fill('annotations:>0 [category:nut area:>=10000]')
      await expect(found).toHaveCount(1)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      if (SHOTS) {
        await page.screenshot({ path: `${SHOTS}/query-${width}-${colorScheme}.png` })
        await page.getByRole('button', { name: 'Filters and examples' }).click()
        await page.screenshot({ path: `${SHOTS}/help-${width}-${colorScheme}.png` })
      }
    })
