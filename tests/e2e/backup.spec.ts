/** Everything out as one file, and back in on another machine. */
import { writeFileSync } from 'node:fs'
import { expect, test } from './support/app'
import { importNuts } from './support/nuts'

test('a backup is saved from the storage dialog, and restored in another browser', async ({ page, app }, info) => {
  await app.open(page)
  await importNuts(page)
  await app.open(page)
  await page.getByRole('button', { name: 'Storage' }).click()
  const dialog = page.getByRole('dialog', { name: 'Storage' })
  await expect(dialog).toContainText('No backup yet.')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Back up everything' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^atoll-\d{4}-\d\d-\d\d\.zip$/)
  const path = info.outputPath('backup.zip')
  await download.saveAs(path)
  await expect(dialog).toContainText('Nothing has changed since.')

  const other = await app.freshProfile()
  await app.open(other)
  await other.getByRole('button', { name: 'Storage' }).click()
  const there = other.getByRole('dialog', { name: 'Storage' })
  await there.getByLabel('Restore backup').setInputFiles(path)
  await expect(there).toContainText('Restored, with 5 image files')
  await expect(there).toContainText('5 new')
  await there.getByRole('button', { name: 'Close' }).last().click()
  await expect(other.getByText('5 images', { exact: false })).toBeVisible()
  const read = (where: typeof page) =>
    app
      .api(where, 'GET', 'annotation/')
      .then(({ body }) =>
        (body as { id: number; segmentation: unknown }[]).map(({ id, segmentation }) => [id, segmentation]),
      )
  expect(await read(other)).toEqual(await read(page))

  await other.getByRole('button', { name: 'Storage' }).click()
  await there.getByLabel('Restore backup').setInputFiles(path)
  await expect(there).toContainText('Everything in this backup is already here')
  await there.getByLabel('Restore backup').setInputFiles('tests/data/nuts/0.jpg')
  await expect(there.getByRole('alert')).toBeVisible()
})

test('a backup goes into a folder, never over another, and one that fails leaves nothing there', async ({
  page,
  app,
}, info) => {
  await page.addInitScript(() => {
    const folder = navigator.storage.getDirectory().then((root) => root.getDirectoryHandle('backups', { create: true }))
    Object.assign(window, { showDirectoryPicker: () => folder })
  })
  await app.open(page)
  await importNuts(page)
  await page.getByRole('button', { name: 'Storage' }).click()
  const dialog = page.getByRole('dialog', { name: 'Storage' })
  const save = dialog.getByRole('button', { name: 'Save to folder' })
  await save.click()
  await expect(page.getByText(/^Saved the backup to “backups”: atoll-[\d-]{10}\.zip$/)).toBeVisible()
  await expect(dialog).toContainText('Nothing has changed since.')
  await save.click()
  await expect(page.getByText(/ \(2\)\.zip$/)).toBeVisible()

  const files = () =>
    page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('backups')
      const all: Record<string, string> = {}
      for await (const [name, handle] of folder.entries()) {
        const bytes = new Uint8Array(await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer())
        all[name] = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
      }
      return all
    })
  const saved = await files()
  expect(Object.keys(saved)).toHaveLength(2)
  await page.evaluate(() => {
    FileSystemFileHandle.prototype.createWritable = () =>
      Promise.reject(new DOMException('The disk is full.', 'QuotaExceededError'))
  })
  await save.click()
  await expect(dialog.getByRole('alert')).toContainText('The disk is full.')
  expect(Object.keys(await files())).toHaveLength(2)

  const path = info.outputPath('backup.zip')
  writeFileSync(path, Buffer.from(Object.values(saved)[0]!, 'latin1'))
  const other = await app.freshProfile()
  await app.open(other)
  await other.getByRole('button', { name: 'Storage' }).click()
  await other.getByLabel('Restore backup').setInputFiles(path)
  await expect(other.getByRole('dialog', { name: 'Storage' })).toContainText('Restored, with 5 image files')
})
