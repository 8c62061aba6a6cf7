/** Datasets of other tools come in through the page, are labelled further, and leave in their format and as COCO. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobReader, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import type { Page } from '@playwright/test'
import { openCanvas } from '../support/canvas'
import { expect, test, type App } from '../support/app'
import { dropOnto, folderOf } from '../support/folders'
import { nuts } from '../support/nuts'
import { asRoboflow, roboflowZip } from '../support/roboflow'

const dialogOf = (page: Page) => page.getByRole('dialog')
const tile = (page: Page, name: string) => page.getByRole('gridcell').filter({ hasText: name })

function onDisk(name: string, bytes: Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'atoll-formats-')), name)
  writeFileSync(path, bytes)
  return path
}

async function importPreviewed(page: Page, name: string) {
  await dialogOf(page).getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialogOf(page).getByRole('heading', { name: `Imported ${name}` })).toBeVisible()
  await dialogOf(page).locator('footer').getByRole('button', { name: 'Close' }).click()
}

async function exported(page: Page, format: string): Promise<Map<string, string>> {
  await page.getByRole('button', { name: 'Export' }).click()
  await dialogOf(page).getByRole('combobox', { name: 'Format' }).selectOption(format)
  // images that have splits go into them
  await expect(dialogOf(page).getByLabel('Splits of the images')).toBeChecked()
  const download = page.waitForEvent('download')
  await dialogOf(page).getByRole('link', { name: 'Download ZIP' }).click()
  const bytes = readFileSync(await (await download).path())
  await dialogOf(page).locator('footer').getByRole('button', { name: 'Close' }).click()
  const entries = await new ZipReader(new BlobReader(new Blob([new Uint8Array(bytes)]))).getEntries()
  const texts = entries.filter(
    (entry): entry is FileEntry => !entry.directory && /\.(txt|json|yaml)$/.test(entry.filename),
  )
  return new Map(
    await Promise.all(
      texts.map(async (entry) => [entry.filename, await entry.getData(new TextWriter())] as [string, string]),
    ),
  )
}

const linesOf = (text = '') => text.trim().split('\n').sort()

test('a Roboflow YOLO zip is dropped, labelled on, and leaves as YOLO and as COCO', async ({ page, app }) => {
  test.setTimeout(60_000)
  await app.open(page)
  await dropOnto(page, [onDisk('nuts.zip', await roboflowZip())])

  const dialog = dialogOf(page)
  await expect(dialog.getByText('This is a preview. Nothing has changed yet.')).toBeVisible()
  await expect(dialog.getByRole('row', { name: 'Format YOLO detect' })).toBeVisible()
  expect((await app.api<unknown[]>(page, 'GET', 'image/')).body).toEqual([])
  await importPreviewed(page, 'nuts.zip')
  await expect(tile(page, '12.jpg').getByText('val', { exact: true })).toBeVisible()
  await expect(tile(page, '16.jpg').getByText('train', { exact: true })).toBeVisible()

  await page.getByRole('combobox', { name: 'Split' }).selectOption('val')
  await expect(page.getByRole('gridcell')).toHaveCount(1)
  await page.getByRole('combobox', { name: 'Split' }).selectOption('')

  await tile(page, '16.jpg').getByRole('link').click()
  await expect(page.getByRole('application', { name: 'Image 16.jpg' })).toBeVisible()
  const canvas = await openCanvas(page)
  await page.keyboard.press('r')
  await canvas.drag([100, 80], [300, 200])
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Back to dataset' }).click()

  const yolo = await exported(page, 'yolo-detect')
  const given = asRoboflow()
  for (const name of ['0', '1', '10'])
    expect(linesOf(yolo.get(`labels/train/${name}.txt`))).toEqual(linesOf(given[`train/labels/${name}.txt`]))
  expect(linesOf(yolo.get('labels/val/12.txt'))).toEqual(linesOf(given['valid/labels/12.txt']))
  const [drawn, ...others] = linesOf(yolo.get('labels/train/16.txt'))
  expect(others).toEqual([])
  const { width, height } = await sizeOf(page, app, '16.jpg')
  const wanted = [200 / width, 140 / height, 200 / width, 120 / height]
  drawn!
    .split(' ')
    .slice(1)
    .forEach((value, index) => expect(Math.abs(Number(value) - wanted[index]!)).toBeLessThan(0.003))

  const coco = await exported(page, 'coco')
  const [train, val] = ['train', 'val'].map(
    (split) =>
      JSON.parse(coco.get(`annotations/instances_${split}.json`)!) as { images: unknown[]; annotations: unknown[] },
  )
  const count = (pattern: RegExp) =>
    Object.entries(given).reduce((sum, [name, text]) => sum + (pattern.test(name) ? linesOf(text).length : 0), 0)
  expect([train!.annotations.length, val!.annotations.length]).toEqual([
    count(/train\/labels/) + 1,
    count(/valid\/labels/),
  ])
})

const sizeOf = async (page: Page, app: App, name: string) =>
  (await app.api<{ file_name: string; width: number; height: number }[]>(page, 'GET', 'image/')).body.find(
    ({ file_name }) => file_name === name,
  )!

test('the split of selected images is set, and one undo takes it back', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(nuts.pictures)
  await expect(page.getByText('Added 5 images to My images')).toBeVisible()
  await tile(page, '0.jpg')
    .first()
    .click({ modifiers: ['ControlOrMeta'] })
  await tile(page, '16.jpg').click({ modifiers: ['ControlOrMeta'] })
  await page.getByLabel('Set split of selected images').selectOption('test')
  await expect(page.getByRole('dialog', { name: 'Set the split of 2 images to “test”?' })).toBeVisible()
  await dialogOf(page).getByRole('button', { name: 'Set', exact: true }).click()
  await expect(page.getByText('Set the split of 2 images to “test”')).toBeVisible()
  await expect(tile(page, '16.jpg').getByText('test', { exact: true })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Split' }).getByRole('option', { name: 'test (2)' })).toBeAttached()
  await page.reload()
  await page.getByRole('button', { name: 'Undo: Set the split of 2 images' }).click()
  await expect(tile(page, '16.jpg').getByText('test', { exact: true })).toBeHidden()
})

test('labels without names ask for them, and two formats ask which', async ({ page, app }) => {
  await app.open(page)
  const { 'data.yaml': _names, ...unnamed } = asRoboflow()
  await dropOnto(page, [onDisk('unnamed.zip', await roboflowZip(unnamed))])
  const names = dialogOf(page).getByLabel('Class names')
  await expect(names).toHaveValue('class_0\nclass_1\nclass_2\n')
  await names.fill('date\nfig\nhazelnut\n')
  await importPreviewed(page, 'unnamed.zip')
  await expect(page.getByRole('list', { name: 'Categories' })).toContainText('hazelnut')

  await app.open(page)
  const both = { ...asRoboflow(), 'voc/0.xml': VOC }
  await dropOnto(page, [onDisk('both.zip', await roboflowZip(both))])
  const choice = dialogOf(page).getByRole('group', { name: 'The files fit 2 formats. Read them as' })
  await choice.getByLabel('Pascal VOC').check()
  await dialogOf(page).getByRole('button', { name: 'Continue' }).click()
  await expect(dialogOf(page).getByRole('row', { name: 'Format Pascal VOC' })).toBeVisible()
  await importPreviewed(page, 'both.zip')
})

test('JSON labels in a dropped folder go to the images beside them', async ({ page, app }) => {
  await app.open(page)
  const shape = { label: 'nut', points: [[10, 20], [110, 90]], shape_type: 'rectangle', flags: {} } // prettier-ignore
  const labelme = { version: '5.0.1', flags: {}, shapes: [shape], imagePath: '0.jpg', imageData: null }
  const folder = folderOf('labelled', {
    '0.jpg': readFileSync(nuts.pictures[0]!),
    '0.json': Buffer.from(JSON.stringify(labelme)),
  })
  await dropOnto(page, [folder])
  await expect(dialogOf(page).getByRole('row', { name: 'Format LabelMe' })).toBeVisible()
  await expect(dialogOf(page).getByText('1 matched')).toBeVisible()
  await dialogOf(page).getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialogOf(page).getByRole('heading', { name: /^Imported/ })).toBeVisible()
  const { body } = await app.api<{ bbox: number[] }[]>(page, 'GET', 'annotation/')
  expect(body.map(({ bbox }) => bbox)).toEqual([[10, 20, 100, 70]])
})

const VOC = `<annotation><filename>0.jpg</filename><size><width>800</width><height>600</height><depth>3</depth></size>
<object><name>fig</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>20</xmax><ymax>20</ymax></bndbox></object></annotation>`
