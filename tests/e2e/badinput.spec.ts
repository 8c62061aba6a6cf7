/** What cannot be taken is refused in words, on the page, and nothing stored changes. */
import { readFileSync } from 'node:fs'
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import type { Page } from '@playwright/test'
import { expect, test, type App } from './support/app'
import { importNuts, nuts } from './support/nuts'

const file = (name: string, content: string | Buffer, mimeType = 'application/octet-stream') => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
})
const photo = readFileSync(nuts.pictures[0]!)

/** All that people see of the store. Uploads that were refused may be kept a while; nobody sees them. */
async function stored(page: Page, app: App) {
  const [datasets, images, annotations, categories, trash] = await Promise.all(
    ['dataset/data', 'image/', 'annotation/', 'category/data', 'undo/'].map((path) => app.api(page, 'GET', path)),
  )
  return { datasets, images, annotations, categories, trash }
}

const addImages = (page: Page, ...files: ReturnType<typeof file>[]) =>
  page.getByLabel('Add images', { exact: true }).setInputFiles(files)
const importCoco = (page: Page, given: ReturnType<typeof file>) =>
  page.getByLabel('Import COCO', { exact: true }).setInputFiles(given)

const pictures: { what: string; given: ReturnType<typeof file>; says: RegExp }[] = [
  {
    what: 'a file that is no image',
    given: file('notes.jpg', 'milk, bread'),
    says: /notes\.jpg This file is not an image that can be opened/,
  },
  {
    what: 'an image that was cut short',
    given: file('short.jpg', photo.subarray(0, 4000), 'image/jpeg'),
    says: /short\.jpg .*(ends early|too early|cut short|damaged)/,
  },
  { what: 'an empty file', given: file('empty.png', '', 'image/png'), says: /empty\.png .*empty/ },
  {
    what: 'a name that is taken',
    given: file('0.jpg', photo, 'image/jpeg'),
    says: /0\.jpg This exact image already exists under this name/,
  },
  {
    what: 'markup as a name',
    given: file('<img src=x onerror=alert(1)>.jpg', 'no', 'image/jpeg'),
    says: /<img src=x onerror=alert\(1\)>\.jpg/,
  },
]

const cocos: { what: string; given: ReturnType<typeof file>; says: RegExp }[] = [
  {
    what: 'a file that is no JSON',
    given: file('notes.json', 'milk, bread', 'application/json'),
    says: /This is not JSON/,
  },
  {
    what: 'JSON that was cut short',
    given: file('broken.json', '{"images": [', 'application/json'),
    says: /cut short/,
  },
  {
    what: 'JSON that is a list',
    given: file('list.json', '[1, 2, 3]', 'application/json'),
    says: /not a COCO dataset/,
  },
  {
    what: 'JSON without images',
    given: file('odd.json', '{"annotations": []}', 'application/json'),
    says: /no list "images"/,
  },
]

const archives: { what: string; given: () => Promise<ReturnType<typeof file>>; says: RegExp }[] = [
  {
    what: 'a zip that is no zip',
    given: async () => file('fake.zip', 'PKnothing', 'application/zip'),
    says: /archive/,
  },
  {
    what: 'an archive that was cut short',
    given: async () => file('short.zip', (await archiveOf('a.jpg')).subarray(0, 60), 'application/zip'),
    says: /archive/,
  },
  {
    what: 'an entry that leads out of the dataset',
    given: async () => file('evil.zip', await archiveOf('../../evil.jpg'), 'application/zip'),
    says: /evil\.jpg/,
  },
]

async function archiveOf(name: string): Promise<Buffer> {
  const zip = new ZipWriter(new BlobWriter())
  await zip.add(name, new TextReader('x'.repeat(500)))
  return Buffer.from(await (await zip.close()).arrayBuffer())
}

test('every bad input is named on the page, and the store is as before', async ({ page, app }) => {
  test.setTimeout(120_000)
  await app.open(page)
  await importNuts(page)
  const before = await stored(page, app)

  for (const { what, given, says } of pictures) {
    await test.step(what, async () => {
      await addImages(page, given)
      const report = page.getByRole('region', { name: 'Adding images' }).last()
      await expect(report).toContainText('1 file not added')
      await expect(report).toContainText(says)
      await report.getByRole('button', { name: 'Close' }).click()
      await expect(report.getByText('not added')).toBeHidden()
    })
  }
  for (const { what, given, says } of cocos)
    await test.step(what, async () => refusedInDialog(page, () => importCoco(page, given), says))
  for (const { what, given, says } of archives) {
    await test.step(what, async () => {
      const archive = await given()
      await refusedInDialog(page, () => addImages(page, archive), says)
    })
  }
  expect(await stored(page, app)).toEqual(before)
})

async function refusedInDialog(page: Page, give: () => Promise<void>, says: RegExp) {
  await give()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText(says)
  await expect(dialog).toContainText('Nothing was changed.')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

test('images whose names are taken can be added under new names', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  await addImages(page, file('0.jpg', photo, 'image/jpeg'))
  await page.getByRole('button', { name: 'Add under new names' }).click()
  await expect(page.getByText('Added 1 image to My images')).toBeVisible()
  await expect(page.getByText('6 images', { exact: true })).toBeVisible()
})
