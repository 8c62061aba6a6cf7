/** Datasets and the pages of their images. */
import { readFileSync } from 'node:fs'
import { BlobReader, ZipReader } from '@zip.js/zip.js'
import { expect, test } from '../support/app'
import { confirmBulk } from '../support/grid'
import { importNuts, nuts } from '../support/nuts'

test('the sample is one click from a fresh visit to an open image', async ({ page, app }) => {
  await app.open(page)
  await page.getByRole('button', { name: 'Try the sample' }).click()
  await expect(page.getByRole('application', { name: 'Image 0.jpg' })).toBeVisible()
  await expect(page.getByText('Nuts (sample)')).toBeVisible()

  await app.open(page)
  await expect(page.getByText('5 images', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Try the sample' }).click()
  await expect(page.getByText('Nuts (sample) 2')).toBeVisible()
})

test('a dataset is made, renamed, deleted and brought back', async ({ page, app }) => {
  await app.open(page)
  await page.getByRole('button', { name: 'Start with an empty dataset' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Birds')
  await page.getByLabel('Categories').fill('wren, robin, wren')
  await page.getByRole('button', { name: 'Create dataset' }).click()
  await expect(page.getByRole('heading', { name: 'Birds' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Categories of this dataset' })).toContainText('wren')

  await page.getByRole('link', { name: 'Datasets', exact: true }).click()
  await page.getByRole('button', { name: 'Actions for Birds' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Garden birds')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Garden birds' })).toBeVisible()

  await page.getByRole('button', { name: 'Actions for Garden birds' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByRole('link', { name: 'Garden birds' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Garden birds' })).toBeVisible()
})

test('a name that is taken is refused in the dialog', async ({ page, app }) => {
  await app.open(page)
  await app.api(page, 'POST', 'dataset/', { name: 'Birds' })
  await page.reload()
  await page.getByRole('button', { name: 'New dataset' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Birds')
  await page.getByRole('button', { name: 'Create dataset' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('A dataset with this name already exists')
})

test('images are found by name, state and annotations, and the address remembers it', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  const images = page.getByRole('grid', { name: 'Images' }).getByRole('gridcell')
  await expect(images).toHaveCount(5)

  await page.getByLabel('Filter images').fill('1')
  await expect(images).toHaveCount(4) // 1, 10, 12, 16
  await page.getByLabel('Annotations', { exact: true }).selectOption('0')
  await expect(page.getByText('No images match.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('No images match.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all images' }).click()
  await expect(images).toHaveCount(5)

  await page.getByLabel('Sort order').selectOption('Name, Z to A')
  await expect(images.first()).toContainText('16.jpg')
})

test('images are selected by keyboard, marked and deleted, and a deletion is undone', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  const images = page.getByRole('grid', { name: 'Images' }).getByRole('gridcell')
  await images.first().focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  const bar = page.getByRole('region', { name: 'Selected images' })
  await expect(bar).toContainText('3 images selected')
  await bar.getByLabel('Set state of selected images').selectOption('Done')
  await confirmBulk(page, 'Set 3 images to “Done”?')
  await expect(images.first().getByRole('img', { name: 'Done' })).toBeVisible()
  await page.getByLabel('State', { exact: true }).selectOption('done')
  await expect(images).toHaveCount(3)

  await page.getByLabel('Select 0.jpg').click()
  await bar.getByRole('button', { name: 'Delete' }).click()
  await confirmBulk(page, 'Delete 1 image?')
  await expect(images).toHaveCount(2)
  const undo = page
    .getByLabel('Messages')
    .getByRole('paragraph')
    .filter({ hasText: 'to the trash' })
    .getByRole('button', { name: 'Undo' })
  await expect(undo, 'beside the one of the state').toHaveAccessibleDescription(/to the trash/)
  await undo.click()
  await expect(images).toHaveCount(3)
})

test('among many datasets each is opened, left, and another one made of dropped images', async ({ page, app }) => {
  await app.open(page)
  for (const name of ['One', 'Two', 'Three']) await app.api(page, 'POST', 'dataset/', { name })
  await app.open(page)
  for (const name of ['Two', 'Three']) {
    await page.getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
    await page.getByRole('link', { name: 'Datasets', exact: true }).click()
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(3)
  }
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles('tests/data/nuts/0.jpg')
  await expect(page.getByText('1 image', { exact: true })).toBeVisible()
})

test('a dataset that another tab puts into the trash says so, and is back when it is restored', async ({
  page,
  app,
  context,
}) => {
  await app.open(page)
  const { body } = await app.api<{ id: number }>(page, 'POST', 'dataset/', { name: 'Here' })
  await app.open(page, `datasets/${body.id}`)
  const title = page.getByRole('heading', { name: 'Here', level: 1 })
  await expect(title).toBeVisible()
  const other = await context.newPage()
  await app.open(other)
  await app.api(other, 'DELETE', `dataset/${body.id}`)
  await page.bringToFront()
  await expect(page.getByRole('alert')).toContainText('This dataset is in the trash or was permanently deleted.')
  await expect(title).toBeHidden()
  await app.api(other, 'POST', `undo/?id=${body.id}&instance=dataset`)
  await expect(title).toBeVisible()
})

test('a COCO file alone becomes a dataset of placeholders', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open COCO', { exact: true }).setInputFiles('tests/data/nuts/trainval.json')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('18 added as placeholders')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Imported trainval.json' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('18 images', { exact: true })).toBeVisible()
})

test('the same file in a second dataset: that its ids are taken is one note', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  await page.getByRole('link', { name: 'Datasets', exact: true }).click()
  await expect(page.getByText('5 images, 42 annotations')).toBeVisible()
  await page.getByLabel('Open COCO', { exact: true }).setInputFiles(nuts.coco)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Imported trainval-present.json' })).toBeVisible()
  await dialog.getByText('1 note', { exact: true }).click()
  await expect(dialog.getByRole('list', { name: 'Notes' }).getByRole('listitem')).toHaveText(
    /^\s*42 annotations have a different id here than in the file\. The first: Annotation \d+ of image \d+\. Its id is taken; here it has the id \d+\./,
  )
})

test('an export is split for training, all images in one part each', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByLabel('New splits').check()
  await page.getByLabel('train, %').fill('50')
  await expect(page.getByRole('alert')).toHaveText('The splits add up to 70%, not 100%.')
  await page.getByLabel('train, %').fill('60')
  await page.getByLabel('val, %').fill('40')
  await page.getByLabel('test, %').fill('0')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download ZIP' }).click()
  const names = await namesInZip(readFileSync(await (await download).path()))
  const pictures = names.filter((name) => name.startsWith('images/'))
  expect(pictures.map((name) => name.split('/').pop()).sort()).toEqual([...nuts.names].sort())
  expect(pictures.every((name) => /^images\/(train|val)\//.test(name))).toBe(true)
  expect(names).toEqual(expect.arrayContaining(['annotations/instances_train.json', 'annotations/instances_val.json']))
})

async function namesInZip(bytes: Buffer): Promise<string[]> {
  const entries = await new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)]))).getEntries()
  return entries.map(({ filename }) => filename)
}

test('on a phone what is rarely used of a dataset is folded away', async ({ page, app }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await app.open(page)
  await importNuts(page)
  const [state, check] = [
    page.getByLabel('State', { exact: true }),
    page.getByRole('button', { name: 'Check', exact: true }),
  ]
  await expect(page.getByRole('button', { name: 'Next unlabelled' })).toBeVisible()
  await expect(state.or(check).filter({ visible: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'More actions' }).click()
  await expect(check).toBeVisible()
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await state.selectOption('done')
  await expect(page.getByText('No images match.')).toBeVisible()
  await page.getByRole('button', { name: 'Filters: 1' }).click()
  await expect(state).toBeHidden()
})
