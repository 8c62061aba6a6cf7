/** The page about the API: what is tried there runs on the user's own data, without any network. */
import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './support/app'

const picture = new URL('../data/formats/1_trns.png', import.meta.url).pathname

/** Opens an operation and makes its fields editable. */
async function openOperation(page: Page, method: string, path: string): Promise<Locator> {
  const operation = page.locator(`.opblock-${method}`).filter({ has: page.locator(`[data-path="${path}"]`) })
  await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  return operation
}

async function execute(operation: Locator): Promise<{ status: string; body: string }> {
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table')
  const status = await answer.locator('tbody td.response-col_status').first().innerText()
  return {
    status: status.trim(),
    body: await answer.locator('tbody .response-col_description .highlight-code').first().innerText(),
  }
}

test('a request is tried offline, on the data of this browser, uploads included', async ({
  page,
  app,
  server,
  context,
}) => {
  await app.open(page)
  await app.api(page, 'POST', 'dataset/?name=nuts')
  await server.stop()
  await context.setOffline(true)
  await app.open(page, 'api')

  const list = await execute(await openOperation(page, 'get', '/dataset/'))
  expect(list.status).toBe('200')
  expect(list.body).toContain('"name": "nuts"')

  const upload = await openOperation(page, 'post', '/image/')
  await upload.locator('select[aria-label="Request content type"]').selectOption('multipart/form-data')
  await upload.locator('input[type="file"]').setInputFiles(picture)
  await upload.locator('tr[data-param-name="dataset_id"] input').first().fill('1')
  const added = await execute(upload)
  expect({ status: added.status, text: added.body }).toMatchObject({
    status: '200',
    text: expect.stringContaining('"file_name": "1_trns.png"'),
  })
  const bytes = await page.evaluate(async () => [...new Uint8Array(await (await fetch('api/image/1')).arrayBuffer())])
  expect(Buffer.from(bytes).equals(readFileSync(picture))).toBe(true)
})

test('it is linked from the pages, and follows the colours', async ({ page, app }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await app.open(page)
  await page.getByRole('navigation').getByRole('link', { name: 'API' }).click()
  await expect(page).toHaveTitle('API – Atoll')
  await expect(page.locator('.opblock').first()).toBeVisible()
  await expect(page.locator('html')).toHaveClass(/dark-mode/)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(page.locator('html')).not.toHaveClass(/dark-mode/)
})
