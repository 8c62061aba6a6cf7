/** The nuts: five photos and the outlines of what lies on them. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect } from './app'

const FOLDER = 'tests/data/nuts'

export const nuts = {
  names: ['0.jpg', '1.jpg', '10.jpg', '12.jpg', '16.jpg'],
  pictures: ['0.jpg', '1.jpg', '10.jpg', '12.jpg', '16.jpg'].map((name) => `${FOLDER}/${name}`),
  coco: `${FOLDER}/trainval-present.json`,
}

interface Coco {
  images: { id: number; file_name: string }[]
  categories: { id: number; name: string }[]
  annotations: { id: number; image_id: number; category_id: number; segmentation: number[][] }[]
}

/** An annotation as every file of the same dataset has it, whatever the ids. */
export interface Outline {
  image: string
  category: string
  segmentation: number[][]
}

export function outlinesOf({ images, categories, annotations }: Coco): Outline[] {
  const image = new Map(images.map(({ id, file_name }) => [id, file_name]))
  const category = new Map(categories.map(({ id, name }) => [id, name]))
  return annotations.map(({ image_id, category_id, segmentation }) => ({
    image: image.get(image_id)!,
    category: category.get(category_id)!,
    segmentation,
  }))
}

export const readOutlines = () => outlinesOf(JSON.parse(readFileSync(nuts.coco, 'utf8')) as Coco)

/** Adds the images, then the COCO file, as people do; ends on the page of the dataset. */
export async function importNuts(page: Page): Promise<void> {
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(nuts.pictures)
  await expect(page.getByText('Added 5 images to My images')).toBeVisible()
  await page.getByLabel('Import COCO', { exact: true }).setInputFiles(nuts.coco)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('5 matched')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Imported trainval-present.json' })).toBeVisible()
  await dialog.getByRole('contentinfo').or(dialog.locator('footer')).getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
}
