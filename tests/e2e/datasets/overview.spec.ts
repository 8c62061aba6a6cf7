/** Finding one of many datasets, how much of one is done, and which folder an image is from. */
import { dropOnto, folderOf, pictureOf } from '../support/folders'
import { makeDataset } from '../support/annotate'
import { expect, test } from '../support/app'

test('datasets are found by name and sorted, which stays chosen', async ({ page, app }) => {
  await app.open(page)
  for (const name of ['img 10', 'img 2', 'Nuts']) await app.api(page, 'POST', 'dataset/', { name })
  await app.open(page)
  const names = page.getByRole('main').getByRole('heading', { level: 2 })
  await expect(names).toHaveText(['img 10', 'img 2', 'Nuts'])
  await page.getByLabel('Sort').selectOption('Name')
  await expect(names).toHaveText(['img 2', 'img 10', 'Nuts'])
  await page.getByLabel('Search datasets').fill('NUT')
  await expect(names).toHaveText(['Nuts'])
  await page.getByLabel('Search datasets').fill('zebra')
  await expect(page.getByText('No dataset matches.')).toBeVisible()
  await page.reload()
  await expect(names).toHaveText(['img 2', 'img 10', 'Nuts'])
})

test('the dataset says how many images are done, and its card how many have annotations', async ({ page, app }) => {
  await app.open(page)
  const { dataset, images } = await makeDataset(page, app)
  await app.open(page, `datasets/${dataset}`)
  await expect(page.getByText('0 of 3 done')).toBeVisible()
  await app.api(page, 'PUT', `image/${images[0]}`, { state: 'done' })
  await app.api(page, 'PUT', `image/${images[1]}`, { state: 'done_empty' })
  await page.reload()
  await expect(page.getByText('2 of 3 done')).toBeVisible()
  await page.getByLabel('State', { exact: true }).selectOption('unlabelled')
  await expect(page.getByText('1 image found')).toBeVisible()
  await expect(page.getByText('2 of 3 done'), 'of all, whatever is shown').toBeVisible()
  await app.open(page)
  await expect(page.getByRole('img', { name: '0 of 3 images have annotations' })).toBeVisible()
})

test('tiles of images in folders name the folder, inside the one that is shown', async ({ page, app }) => {
  await app.open(page)
  await dropOnto(page, [folderOf('trip', { 'a/1.jpg': pictureOf('one'), 'b/1.jpg': pictureOf('two') })])
  await expect(page.getByText('Added 2 images to trip')).toBeVisible()
  const id = (await app.api<{ id: number }[]>(page, 'GET', 'dataset/')).body[0]!.id
  await app.open(page, `datasets/${id}`)
  const names = page.getByRole('gridcell').locator('.name')
  await expect(names).toHaveText(['trip/a/1.jpg', 'trip/b/1.jpg'])
  await app.open(page, `datasets/${id}?folder=trip/a`)
  await expect(names).toHaveText(['1.jpg'])
})
