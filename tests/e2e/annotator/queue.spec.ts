/** The images of the grid, filtered and sorted there, labelled one after the other. */
import type { Page } from '@playwright/test'
import type { AnnotatorData } from '@/contract/annotator'
import { expect, test, type App } from '../support/app'
import { labelling, makeDataset, NUTS, openImage } from '../support/annotate'

const FIVE = [...NUTS, 'tests/data/nuts/12.jpg', 'tests/data/nuts/16.jpg']

const stateOf = async (page: Page, app: App, id: number) =>
  (await app.api<AnnotatorData>(page, 'GET', `annotator/data/${id}`)).body.image.state

const top = (page: Page) => page.getByRole('heading', { level: 1 })

test('next and previous stay in what the grid shows, also when an image drops out of it, and after a reload', async ({
  page,
  app,
}) => {
  await app.open(page)
  const { dataset, images } = await makeDataset(page, app, { pictures: FIVE })
  await app.api(page, 'PUT', `image/${images[1]}`, { state: 'done' })
  await app.open(page, `datasets/${dataset}`)
  await page.getByLabel('State', { exact: true }).selectOption('unlabelled')
  await page.getByLabel('Sort').selectOption('-id')
  await page.getByRole('gridcell').filter({ hasText: '16.jpg' }).getByRole('link').click()
  const hand = await labelling(page, app, images[4]!)
  await expect(page).toHaveURL(/order=-id&query=state:unlabelled/)
  const position = page.getByRole('button', { name: /of 4/ })
  await expect(position).toHaveText('1 of 4 · Unlabelled')
  await hand.keys('m')
  await expect(top(page)).toHaveText('12.jpg')
  await expect(position).toHaveText('2 of 4 · Unlabelled')
  await hand.keys('n')
  await expect(top(page)).toHaveText('10.jpg')
  await hand.keys('n')
  await expect(top(page), 'the one that is done is not in the list').toHaveText('0.jpg')
  await expect(page.getByRole('button', { name: 'Next image', exact: true })).toBeDisabled()
  await page.reload()
  await expect(top(page)).toHaveText('0.jpg')
  await expect(position).toHaveText('4 of 4 · Unlabelled')
  for (const name of ['10.jpg', '12.jpg', '16.jpg']) {
    await page.keyboard.press('p')
    await expect(top(page)).toHaveText(name)
  }
  await expect(page.getByLabel('Image state')).toHaveValue('done_empty')
})

test('four quick presses move four images', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app, { pictures: FIVE })
  await openImage(page, app, images[0]!)
  await expect(page.getByText('1 of 5', { exact: true })).toBeVisible()
  // in one task, as a key held down or a fast finger sends them before the first image is read
  await page.evaluate(() => {
    for (let press = 0; press < 4; press++)
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true, cancelable: true }))
  })
  await expect(page.getByText('5 of 5', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`annotate/${images[4]}$`))
  for (let press = 0; press < 3; press++) await page.keyboard.press('p')
  await expect(page.getByText('2 of 5', { exact: true })).toBeVisible()
  await expect(top(page)).toHaveText('1.jpg')
})

test('done and next on one key marks each image once', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app)
  const hand = await openImage(page, app, images[0]!)
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await hand.keys('m')
  await expect(top(page)).toHaveText('1.jpg')
  await expect(page.getByText('2 of 3', { exact: true })).toBeVisible()
  await hand.keys('m')
  await expect(top(page)).toHaveText('10.jpg')
  await hand.keys('m')
  await expect(page.getByText('That was the last image of the list.')).toBeVisible()
  await hand.saved()
  expect([
    await stateOf(page, app, images[0]!),
    await stateOf(page, app, images[1]!),
    await stateOf(page, app, images[2]!),
  ]).toEqual(['done', 'done_empty', 'done_empty'])
})

test('the filmstrip shows the images around with their states and opens one', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app)
  const hand = await openImage(page, app, images[0]!)
  await hand.keys('Shift+m')
  const strip = page.getByRole('navigation', { name: 'Filmstrip' })
  await expect(strip.getByRole('button', { name: '0.jpg, Unlabelled', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  )
  await hand.keys('d')
  await expect(strip.getByRole('button', { name: /^0\.jpg, Done/ })).toBeVisible()
  await strip.getByRole('button', { name: /^10\.jpg/ }).click()
  await expect(top(page)).toHaveText('10.jpg')
  await page.reload()
  await expect(strip.getByRole('button', { name: /^10\.jpg/ })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('button', { name: /3 of 3|2 of 3/ }).click()
  await expect(strip).toBeHidden()
})

test('zoom and position stay between images where that is chosen', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app)
  const hand = await openImage(page, app, images[0]!)
  const zoom = page.getByRole('button', { name: /^Zoom \d+|\d+ ?%/ }).first()
  const fitted = await zoom.textContent()
  await page.getByText('View', { exact: true }).click()
  await page.getByLabel('Keep zoom and position between images').check()
  await page.getByRole('application').focus()
  await hand.keys('+', '+', '+')
  const zoomed = await zoom.textContent()
  expect(zoomed).not.toBe(fitted)
  await hand.keys('n')
  await expect(top(page)).toHaveText('1.jpg')
  expect(await zoom.textContent()).toBe(zoomed)
})

test('a category of the dataset page filters the grid, and its images are the list of the annotator', async ({
  page,
  app,
}) => {
  await app.open(page)
  const { dataset, images } = await makeDataset(page, app)
  for (const image of [images[0]!, images[2]!])
    await app.api(page, 'POST', 'annotation/', {
      image_id: image,
      category_id: 2,
      bbox: [10, 10, 50, 50],
      isbbox: true,
    })
  await app.open(page, `datasets/${dataset}`)
  const chip = page.getByRole('button', { name: 'bolt', exact: true })
  await chip.click()
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('2 images found')).toBeVisible()
  await page.getByRole('gridcell').first().getByRole('link').click()
  await expect(page.getByRole('button', { name: /1 of 2/ })).toHaveText('1 of 2 · bolt')
  await labelling(page, app, images[0]!)
  await page.keyboard.press('n')
  await expect(top(page)).toHaveText('10.jpg')
  await page.goBack()
  await chip.click()
  await expect(page.getByText('3 images', { exact: true })).toBeVisible()
})
