/** The grid of a dataset's images, as journeys use it. */
import type { Page } from '@playwright/test'
import { expect, type App } from './app'

export const MANY = 3000

/** A dataset of facts without images: 1.jpg, 2.jpg, ... each with one annotation if so. */
export async function addMany(
  page: Page,
  app: App,
  count: number,
  { annotated = false, name = 'Many' } = {},
): Promise<number> {
  const { id } = (await app.api<{ id: number }>(page, 'POST', 'dataset/', { name, categories: ['cat', 'dog'] })).body
  const images = Array.from({ length: count }, (_none, at) => ({
    id: at + 1,
    file_name: `${at + 1}.jpg`,
    width: 640,
    height: 480,
  }))
  const box = {
    category_id: 1,
    iscrowd: 0,
    bbox: [10, 10, 50, 50],
    area: 2500,
    segmentation: [[10, 10, 60, 10, 60, 60, 10, 60]],
  }
  const annotations = annotated ? images.map(({ id }) => ({ ...box, id, image_id: id })) : []
  const { body } = await app.api<{ images: { added: number } }>(page, 'POST', `dataset/${id}/coco?add_missing=true`, {
    images,
    annotations,
    categories: [{ id: 1, name: 'cat' }],
  })
  expect(body.images.added).toBe(count)
  return id
}

/** The grid of a dataset with MANY images, by their numbers. Answers the dataset's id. `at`: more of the address. */
export async function openMany(page: Page, app: App, at = ''): Promise<number> {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}${at}`)
  return id
}

export const gridOf = (page: Page) => page.getByRole('grid', { name: 'Images' })
export const tile = (page: Page, name: string) =>
  gridOf(page).getByRole('gridcell', { name: new RegExp(`^(Select )?${name.replace('.', '\\.')} `) })
export const bar = (page: Page) => page.getByRole('region', { name: 'Selected images' })
export const byNumber = '?order=natural'

/** Answers the question before a change of many images. `title`: of the question, with its counts. */
export async function confirmBulk(page: Page, title: string | RegExp) {
  const dialog = page.getByRole('dialog', { name: title })
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toBeHidden()
}
