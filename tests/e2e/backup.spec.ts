/** Everything out as one file, and back in on another machine. */
import { expect, test } from './support/app'
import { importNuts } from './support/nuts'

test('a backup is saved from the storage dialog, and restored in another browser', async ({ page, app }, info) => {
  await app.open(page)
  await importNuts(page)
  await app.open(page)
  await page.getByRole('button', { name: 'Storage' }).click()
  const dialog = page.getByRole('dialog', { name: 'Storage' })
  await expect(dialog).toContainText('There is no backup yet.')
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('link', { name: 'Back up everything' }).click()])
  expect(download.suggestedFilename()).toMatch(/^atoll-\d{4}-\d\d-\d\d\.zip$/)
  const path = info.outputPath('backup.zip')
  await download.saveAs(path)
  await expect(dialog).toContainText('Nothing has changed since.')

  const other = await app.freshProfile()
  await app.open(other)
  await other.getByRole('button', { name: 'Storage' }).click()
  const there = other.getByRole('dialog', { name: 'Storage' })
  await there.getByLabel('Restore a backup').setInputFiles(path)
  await expect(there).toContainText('Restored, with 5 pictures.')
  await expect(there).toContainText('5 new')
  await there.getByRole('button', { name: 'Close' }).last().click()
  await expect(other.getByText('5 images', { exact: false })).toBeVisible()
  const read = (where: typeof page) => app.api(where, 'GET', 'annotation/').then(({ body }) => (body as { id: number; segmentation: unknown }[]).map(({ id, segmentation }) => [id, segmentation]))
  expect(await read(other)).toEqual(await read(page))

  await other.getByRole('button', { name: 'Storage' }).click()
  await there.getByLabel('Restore a backup').setInputFiles(path)
  await expect(there).toContainText('all that is in it is here')
  await there.getByLabel('Restore a backup').setInputFiles('tests/data/nuts/0.jpg')
  await expect(there.getByRole('alert')).toBeVisible()
})
