import { makeDataset, openImage } from '../support/annotate'
import { expect, test } from '../support/app'

test('a category is made with keypoints, changed, deleted and brought back', async ({ page, app }) => {
  await app.open(page, 'categories')
  await page.getByRole('button', { name: 'New category' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('bird')
  for (const point of ['beak', 'wing', 'tail']) {
    await dialog.getByLabel('New keypoint').fill(point)
    await page.keyboard.press('Enter')
  }
  await dialog.getByRole('button', { name: 'Add edge' }).click()
  await dialog.getByRole('button', { name: 'Create category' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'bird' })).toContainText('0 annotations, 3 keypoints')

  await page.getByRole('button', { name: 'Edit bird' }).click()
  await dialog.getByRole('button', { name: 'Remove keypoint wing' }).click()
  await expect(dialog.getByLabel('New keypoint')).toBeFocused()
  await dialog.getByLabel('Supercategory').fill('animal')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'bird' })).toContainText(
    'supercategory: animal, 2 keypoints',
  )
  const { body } = await app.api<{ keypoint_labels: string[]; keypoint_edges: number[][] }[]>(page, 'GET', 'category/')
  expect(body[0]).toMatchObject({ keypoint_labels: ['beak', 'tail'], keypoint_edges: [] })

  await page.getByRole('button', { name: 'Delete bird' }).click()
  await expect(page.getByRole('button', { name: 'Edit bird' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Edit bird' })).toBeVisible()
})

test('whoever takes a keypoint away that may be in use is told what becomes of the others', async ({ page, app }) => {
  await app.open(page)
  const {
    images: [image],
  } = await makeDataset(page, app, { categories: [{ name: 'bird', keypoint_labels: ['beak', 'wing', 'tail'] }] })
  const after = { category_id: 1, keypoints: [10, 10, 2, 20, 20, 2, 30, 30, 2] }
  await app.api(page, 'POST', 'annotator/changes', {
    image_id: image,
    label: 'Draw',
    changes: [{ before: null, after }],
  })
  await app.open(page, 'categories')
  await page.getByRole('button', { name: 'Edit bird' }).click()
  await expect(page.getByRole('alert')).toBeHidden()
  await page.getByRole('button', { name: 'Remove keypoint wing' }).click()
  await expect(page.getByRole('alert')).toHaveText(/^1 annotation uses this category\. .* without “wing”/)
})

test('hundreds of categories leave room for the images, and few of them are exported without unticking the others', async ({
  page,
  app,
}) => {
  await app.open(page)
  const { body } = await app.api<{ id: number }>(page, 'POST', 'dataset/', {
    name: 'Many',
    categories: Array.from({ length: 60 }, (_, index) => `kind ${index}`),
  })
  await app.open(page, `datasets/${body.id}`)
  await expect(page.getByRole('list', { name: 'Categories of this dataset' })).toContainText('and 20 more')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('button', { name: 'None' }).click()
  await page.getByRole('checkbox', { name: 'kind 59' }).check()
  await expect(page.getByRole('link', { name: 'Download ZIP' })).toHaveAttribute('href', /[?&]categories=60&/)
})

test('a name that is taken is explained, and what was typed stays', async ({ page, app }) => {
  await app.open(page)
  await app.api(page, 'POST', 'category/', { name: 'bird' })
  await app.open(page, 'categories')
  await page.getByRole('button', { name: 'New category' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('bird')
  await dialog.getByRole('button', { name: 'Create category' }).click()
  await expect(dialog.getByRole('alert')).toContainText('A category with this name already exists')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('bird')
})

test('a category is merged into another, and an image takes its part back', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app)
  const [nut, bolt] = (await app.api<{ id: number }[]>(page, 'GET', 'category/')).body.map(({ id }) => id)
  const box = { kind: 'box', x: 10, y: 10, width: 50, height: 40 }
  const drawn = [
    [images[0], nut],
    [images[1], nut],
    [images[2], bolt],
  ].map(([image_id, category_id]) => ({ image_id, category_id, shape: box }))
  await app.api(page, 'POST', 'annotation/bulk', { create: drawn })

  await app.open(page, 'categories')
  await page.getByRole('button', { name: 'Merge nut into another category' }).click()
  const dialog = page.getByRole('dialog', { name: 'Merge nut' })
  await expect(dialog).toContainText('2 annotations of “nut” in all datasets')
  await dialog.getByLabel('Into category').selectOption({ label: 'bolt (1)' })
  await dialog.getByRole('button', { name: 'Merge' }).click()
  await expect(page.getByText('Moved 2 annotations in 2 images from “nut” to “bolt”')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'bolt' })).toContainText('3 annotations')
  await expect(page.getByRole('button', { name: 'Edit nut' })).toBeHidden()

  const hand = await openImage(page, app, images[0]!)
  await hand.undo()
  expect((await hand.stored()).map(({ category_id }) => category_id)).toEqual([nut])
  await expect(page.getByRole('button', { name: 'Hide nut', exact: true })).toBeVisible()
})
