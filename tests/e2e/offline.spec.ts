/** With the server gone, everything still works: it was never asked for data. */
import { expect, test } from './support/app'

test('the app starts and answers offline after one visit', async ({ page, app, server, context }) => {
  await app.open(page)
  await server.stop()
  await context.setOffline(true)
  await app.open(page)
  expect(await app.api(page, 'GET', 'dataset/')).toEqual({ status: 200, body: [] })
})

test('a deep link and the API page open offline', async ({ page, app, server }) => {
  await app.open(page)
  await server.stop()
  for (const path of ['categories', 'tasks', 'api', 'no/such/page']) await app.open(page, path)
})

test('every file of the app is there offline, the sample too', async ({ page, app, server }) => {
  await app.open(page)
  await server.stop()
  for (const file of ['manifest.webmanifest', 'icons/atoll.svg', 'sample/instances.json']) {
    expect(await page.evaluate(async (path) => (await fetch(path)).status, `${app.url}${file}`), file).toBe(200)
  }
})

test('a COCO file that the system opens with the installed app is reviewed like any other', async ({ page, app }) => {
  // the system is not asked for in a test: it hands over a file as the browser's queue does
  await page.addInitScript(() => {
    const file = new File(
      [
        '{"images":[{"id":1,"file_name":"a.jpg","width":10,"height":10}],"annotations":[],"categories":[{"id":1,"name":"nut"}]}',
      ],
      'desk.json',
      { type: 'application/json' },
    )
    Object.defineProperty(window, 'launchQueue', {
      value: { setConsumer: (take: (launch: object) => void) => take({ files: [{ getFile: async () => file }] }) },
    })
  })
  await app.open(page)
  await expect(page.getByRole('dialog')).toContainText('desk.json')
  await expect(page.getByRole('heading', { name: 'desk', exact: true, includeHidden: true })).toBeAttached()
})
