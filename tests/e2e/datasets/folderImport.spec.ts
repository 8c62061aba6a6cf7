/** Images come in through the page: copies, folders, interruptions, replacements. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test, type App } from '../support/app'
import { dropOnto, folderOf, manyImages, pictureOf } from '../support/folders'
import { nuts } from '../support/nuts'

const photo = readFileSync(nuts.pictures[0]!)
const named = (name: string, buffer: Buffer = photo) => ({ name, mimeType: 'image/jpeg', buffer })
const card = (page: Page) => page.getByRole('region', { name: 'Adding images' })
const images = (page: Page) => page.getByRole('grid', { name: 'Images' }).getByRole('gridcell')

test('copies are named, kept, and taken out again when people say so', async ({ page, app }) => {
  await app.open(page)
  await page
    .getByLabel('Open images or ZIP', { exact: true })
    .setInputFiles([named('x.jpg'), named('y.jpg'), named('z.jpg', readFileSync(nuts.pictures[1]!))])
  await expect(card(page)).toContainText('Added 3 images')
  await expect(card(page).getByRole('listitem')).toHaveText(/It is the same image as "[xy]\.jpg"\./)
  await expect(images(page)).toHaveCount(3)
  await card(page).getByRole('button', { name: 'Remove it' }).press('Enter')
  await expect(page.getByText('Moved 1 copy to the trash')).toBeVisible()
  await expect(images(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(images(page)).toHaveCount(3)
})

test('the images of the sample have ids that follow their names', async ({ page, app }) => {
  await app.open(page)
  await page.getByRole('button', { name: 'Try the sample' }).click()
  await expect(page.getByRole('application', { name: 'Image 0.jpg' })).toBeVisible()
  const { body } = await app.api<{ id: number; file_name: string }[]>(page, 'GET', 'image/')
  expect(body.toSorted((a, b) => a.id - b.id).map(({ file_name }) => file_name)).toEqual(nuts.names)
})

test('a folder is dropped with its sub-folders, and the same folder again adds nothing', async ({ page, app }) => {
  await app.open(page)
  const folder = folderOf('trip', {
    'a/1.jpg': pictureOf('one'),
    'a/deep/2.jpg': pictureOf('two'),
    'notes.txt': Buffer.from('no image'),
    '.DS_Store': Buffer.from('x'),
  })
  await dropOnto(page, [folder])
  await expect(card(page)).toContainText('Added 2 images to trip')
  await expect(card(page).getByRole('listitem')).toContainText('trip/notes.txt This file is not an image')
  expect(await paths(app, page)).toEqual(['trip/a/1.jpg', 'trip/a/deep/2.jpg'])

  await card(page).getByRole('button', { name: 'Close' }).click()
  await page.getByLabel('Add folder', { exact: true }).setInputFiles(folder)
  await expect(card(page)).toContainText('Nothing added to trip')
  await expect(card(page)).toContainText('2 already here')
  expect(await paths(app, page)).toHaveLength(2)
  await page.goto('tasks')
  await expect(page.getByRole('listitem').first()).toContainText(
    /Add the folder trip to trip.*Done · .*(second.* ago|now)/,
  )
  await page.getByRole('button', { name: 'Report of Add the folder trip to trip' }).first().click()
  await expect(page.getByLabel('Log')).toContainText('0 added, 2 here already or left out, 1 refused.')
})

test('a folder is chosen where the browser has a chooser of folders', async ({ page, app }) => {
  await app.open(page)
  await page.evaluate(async (base64) => {
    // what the chooser answers: a folder of the browser's own file system is the same kind of thing
    const root = await navigator.storage.getDirectory()
    const album = await root.getDirectoryHandle('album', { create: true })
    const inner = await album.getDirectoryHandle('inner', { create: true })
    const file = await (await inner.getFileHandle('x.jpg', { create: true })).createWritable()
    await file.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
    await file.close()
    Object.assign(window, { showDirectoryPicker: async () => album })
  }, photo.toString('base64'))
  await page.getByRole('button', { name: 'Open folder' }).press('Enter')
  await expect(card(page)).toContainText('Added 1 image to album')
  expect(await paths(app, page)).toEqual(['album/inner/x.jpg'])
})

test('an import that loses its page and its worker goes on with the folder chosen again', async ({
  page,
  app,
  context,
}) => {
  test.slow()
  const COUNT = 960
  const folder = folderOf('trip', manyImages(COUNT))
  await app.open(page)
  await page.getByLabel('Open folder', { exact: true }).setInputFiles(folder)
  await expect.poll(() => imageCount(app, page)).toBeGreaterThan(20)
  const next = await context.newPage()
  const session = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  session.send('Page.crash').catch(() => {}) // nobody is left to answer
  await crashed

  await app.open(next, 'datasets/1')
  const banner = next.getByRole('status', { name: 'Interrupted: Add the folder trip to trip' })
  await expect(banner).toContainText(/The import of folder trip was interrupted: \d+ of 960 imported\./)
  const before = await imageCount(app, next)
  expect(before).toBeLessThan(COUNT)
  await expect(banner).toContainText(`${before} of 960 imported`)
  await next.getByRole('link', { name: 'Tasks' }).click()
  await expect(next.getByText(`Interrupted · ${before} of 960 imported`)).toBeVisible()
  await next.getByRole('link', { name: 'Continue in its dataset' }).click()

  const input = banner.getByLabel('Choose folder again', { exact: true })
  await input.setInputFiles(folderOf('other', { 'x.jpg': pictureOf('x') }))
  await expect(next.getByText('You chose the folder other. The import was of the folder trip.')).toBeVisible()
  expect(await imageCount(app, next)).toBe(before)

  await input.setInputFiles(folder)
  await expect(banner).toBeHidden()
  await expect.poll(() => imageCount(app, next)).toBeGreaterThan(before + 20)
  await stopWorker(next)
  await expect(card(next)).toContainText(`Added ${COUNT - before} images to trip`, { timeout: 30_000 })
  await expect(card(next)).toContainText(`${before} already here`)
  expect(await paths(app, next)).toEqual(
    Object.keys(manyImages(COUNT))
      .map((path) => `trip/${path}`)
      .sort(),
  )
  expect((await app.api(next, 'GET', 'integrity')).body).toMatchObject({ problems: [] })
  await next.reload()
  await expect(images(next).first()).toBeVisible()
  await expect(banner).toBeHidden()
})

test('an import is paused, gone on with and cancelled by keyboard, and left at that after a reload', async ({
  page,
  app,
}) => {
  const COUNT = 960
  await app.open(page)
  await page.getByLabel('Open folder', { exact: true }).setInputFiles(folderOf('trip', manyImages(COUNT)))
  await card(page).getByRole('button', { name: 'Pause' }).press('Enter')
  await expect(card(page)).toContainText(/Paused: \d+ of 960 images/)
  await page.reload()
  const banner = page.getByRole('status', { name: 'Interrupted: Add the folder trip to trip' })
  await banner.getByRole('button', { name: 'End import' }).press('Enter')
  await expect(banner).toBeHidden()
  const kept = await imageCount(app, page)

  await page.getByLabel('Add folder', { exact: true }).setInputFiles(folderOf('more', manyImages(COUNT)))
  await card(page).getByRole('button', { name: 'Pause' }).press('Enter')
  await card(page).getByRole('button', { name: 'Continue' }).press('Enter')
  await card(page).getByRole('button', { name: 'Cancel' }).press('Enter')
  await expect(card(page)).toContainText(/Cancelled after \d+ of 960 images/)
  await page.goto('tasks')
  await expect(page.getByRole('listitem').first()).toContainText('Cancelled')
  expect(await imageCount(app, page)).toBeLessThan(kept + COUNT)
  expect((await app.api(page, 'GET', 'integrity')).body).toMatchObject({ problems: [] })
})

test('an image is pasted', async ({ page, app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await app.open(page)
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })])
  }, readFileSync('tests/data/formats/hopper.png').toString('base64'))
  await page.keyboard.press('Control+V')
  await expect(card(page)).toContainText('Added 1 image to My images')
  await expect(images(page)).toContainText(/Pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.\d{3}\.png/)
  await page.keyboard.press('Control+V')
  await expect(images(page)).toHaveCount(2)
})

test('an image is replaced by keyboard, and what would not fit another size is named first', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles('tests/data/formats/hopper.jpg') // 128 x 128
  await expect(card(page)).toContainText('Added 1 image')
  const { body: nut } = await app.api<{ id: number }>(page, 'POST', 'category/', { name: 'nut' })
  const draw = (left: number) =>
    app.api<{ id: number }>(page, 'POST', 'annotation/', {
      image_id: 1,
      category_id: nut.id,
      segmentation: [[left, 5, left + 10, 5, left + 10, 15, left, 15]],
    })
  await draw(5)
  const { body: outside } = await draw(100)
  await app.open(page, 'annotate/1')
  await expect(page.getByRole('application', { name: 'Image hopper.jpg' })).toBeVisible()

  const command = async () => {
    await page.keyboard.press('Control+k')
    await page.getByLabel('Search commands').fill('replace image')
    await page.keyboard.press('Enter')
  }
  const dialog = page.getByRole('dialog')
  const choose = async (button: string, path: string) => {
    const chooser = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: button, exact: true }).press('Enter')
    await (await chooser).setFiles(path)
  }
  const size = async () => {
    const { body } = await app.api<{ width: number; height: number; num_annotations: number }[]>(page, 'GET', 'image/')
    return [body[0]!.width, body[0]!.height, body[0]!.num_annotations]
  }
  await command()
  await choose('Choose an image', 'tests/data/formats/own_truncated_60pct.jpg')
  await expect(dialog.getByRole('alert')).toContainText('The file ends early')
  await choose('Choose an image', 'tests/data/formats/basn2c16.png')
  await expect(dialog.getByRole('alert')).toContainText('2 annotations can stay in place')
  await expect(dialog.getByRole('listitem')).toHaveText(`nut ${outside.id}`)
  await page.keyboard.press('Escape')
  expect(await size()).toEqual([128, 128, 2])

  await command()
  await choose('Choose an image', 'tests/data/formats/basn2c16.png')
  await dialog.getByRole('button', { name: 'Replace, keep in place' }).press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(`Outside of it, wholly or partly: nut ${outside.id}.`)).toBeVisible()
  expect(await size()).toEqual([32, 32, 2])
  const pixel = await page.evaluate(async () => {
    const bitmap = await createImageBitmap(
      await (await fetch('/api/image/1?width=400&thumbnail=true&asAttachment=false')).blob(),
    )
    return [bitmap.width, bitmap.height]
  })
  expect(pixel).toEqual([32, 32])
})

test('an image without an image gets it where it is opened', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open COCO', { exact: true }).setInputFiles(nuts.coco)
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).press('Enter')
  await expect(page.getByRole('dialog').getByRole('heading', { name: /^Imported/ })).toBeVisible()
  const { body: waiting } = await app.api<{ id: number; file_name: string; placeholder: boolean }[]>(
    page,
    'GET',
    'image/',
  )
  const { id } = waiting.find(({ file_name }) => file_name === nuts.names[0])!
  await app.open(page, `annotate/${id}`)
  await expect(page.getByText('The file of this image has not been added yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Choose the image file' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Choose an image', { exact: true }).setInputFiles(nuts.pictures[0]!)
  await expect(page.getByText('Image file added')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Choose the image file' })).toBeHidden()
  await expect(page.getByText('The file of this image has not been added yet.')).toBeHidden()
})

test('copies are left out, and a larger image is refused or let in, as people set it', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles([named('y.jpg')])
  await expect(images(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Options for adding images' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Adding images' })
  await dialog.getByLabel('Exact duplicates').selectOption('Skip them and report them')
  await dialog.getByLabel('Largest image').fill('2')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await page
    .getByLabel('Add images', { exact: true })
    .setInputFiles([
      named('x.jpg'),
      named('large.jpg', readFileSync('tests/data/formats/exif_Landscape_6.jpg')),
      named('bomb.gif', readFileSync('tests/data/formats/decompression_bomb.gif')),
    ])
  const card = page.getByRole('region', { name: 'Adding images' }).last()
  await expect(card).toContainText('1 duplicate skipped')
  await expect(card).toContainText('x.jpg It is the same image as "y.jpg", and was left out.')
  await expect(card).toContainText(
    'large.jpg It says that it has 1200 x 1800 pixels; at most 2 megapixels can be opened.',
  )
  await expect(card).toContainText('bomb.gif It says that it has 65535 x 66601 pixels')
  await expect(images(page)).toHaveCount(1)
  await page.reload()
  await page.getByRole('button', { name: 'Options for adding images' }).press('Enter')
  await expect(dialog.getByLabel('Largest image')).toHaveValue('2')
  expect((await app.api(page, 'GET', 'user/preferences')).body).toEqual({
    pictures: { copies: 'skip', most_megapixels: 2 },
  })
})

const imageCount = async (app: App, page: Page) =>
  (await app.api<{ total: number }>(page, 'GET', 'image/?per_page=1')).body.total

/** Of all images, inside their dataset, sorted. */
async function paths(app: App, page: Page): Promise<string[]> {
  const { body } = await app.api<{ path: string }[]>(page, 'GET', 'image/')
  return body.map(({ path }) => path.split('/').slice(4).join('/')).sort()
}

/** As the browser may at any instant. */
async function stopWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopAllWorkers')
  await session.detach()
}
