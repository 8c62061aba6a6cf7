/** A store that is full, by Chromium's own reckoning: what is new waits or is refused in words, deleting and exporting work, and work goes on. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { begin, drawQuad, NUTS } from './support/annotate'
import { expect, test, type App } from './support/app'
import { nuts } from './support/nuts'

const QUOTA = 60_000_000

/** To be called before the app has stored anything: Chromium asks for the quota now and then only. */
async function limitStore(page: Page, app: App) {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(app.url).origin, quotaSize: QUOTA })
}

/** Waits for the reserve, then stores files that nobody asks for until not even a small one fits. */
async function fillStore(page: Page) {
  await expect.poll(() => page.evaluate(countReserve), { timeout: 20_000 }).toBeGreaterThan(0)
  await page.evaluate(async () => {
    const bytes = new Uint8Array(4_000_000)
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
    for (const size of [4_000_000, 400_000, 40_000, 4_000, 400]) {
      for (let count = 0, status = 200; status !== 507; count++) {
        if (count > 40) throw new Error(`The store does not get full with files of ${size} bytes.`)
        status = (await fetch('/api/uploads?file_name=filler', { method: 'POST', body: bytes.subarray(0, size) }))
          .status
      }
    }
  })
}

const countReserve = () =>
  new Promise<number>((resolve) => {
    const opening = indexedDB.open('atoll:/:reserve')
    opening.onerror = () => resolve(0)
    opening.onupgradeneeded = () => opening.transaction!.abort()
    opening.onsuccess = () => {
      const counting = opening.result.transaction('parts').objectStore('parts').count()
      counting.onsuccess = () => {
        opening.result.close()
        resolve(counting.result)
      }
    }
  })

test('a stroke waits for room and is then saved by itself', async ({ page, app }) => {
  test.setTimeout(150_000)
  await page.goto('404.html')
  await limitStore(page, app)
  const { hand, images } = await begin(page, app, { pictures: [...NUTS, NUTS[0]!.replace('0.jpg', '12.jpg')] })
  await fillStore(page)

  await drawQuad(hand)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('The storage is full. Your work is kept here', { timeout: 20_000 })
  await expect(page.getByText('Not saved', { exact: true })).toBeVisible()

  const other = await page.context().newPage()
  await app.open(other)
  expect((await app.api(other, 'DELETE', `image/${images[3]}`)).status).toBe(200)
  expect((await app.api(other, 'DELETE', `undo/?id=${images[3]}&instance=image`)).status).toBe(200)
  await other.close()
  await expect(alert).toBeHidden({ timeout: 40_000 })
  expect(await hand.stored()).toHaveLength(1)
  await hand.reload()
  expect(await hand.stored()).toHaveLength(1)
})

test('what comes in is refused in words, and what goes out and away works', async ({ page, app }) => {
  test.setTimeout(150_000)
  await page.goto('404.html')
  await limitStore(page, app)
  const { dataset, images } = await begin(page, app)
  await app.open(page, `datasets/${dataset}`)
  await fillStore(page)

  await test.step('an upload pauses, and goes on when there is room', async () => {
    await page.getByLabel('Add images', { exact: true }).setInputFiles(nuts.pictures[4]!)
    await expect(page.getByRole('alert').filter({ hasText: 'The storage is full' })).toBeVisible()
  })
  await test.step('an import is refused', async () => {
    await page.getByLabel('Import COCO', { exact: true }).setInputFiles(nuts.coco)
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('alert')).toContainText('The storage is full')
    await page.keyboard.press('Escape')
  })
  await test.step('thumbnails are shown', async () => {
    expect(await page.evaluate(async (id) => (await fetch(`/api/image/${id}?width=123`)).status, images[0])).toBe(200)
  })
  let backup = Buffer.alloc(0)
  await test.step('exports and backups are written', async () => {
    for (const path of [`dataset/${dataset}/coco`, `dataset/${dataset}/export.zip`, 'backup.zip']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.evaluate((to) => void (location.href = to), `${app.url}api/${path}`),
      ])
      backup = readFileSync(await download.path())
      expect(backup.length, path).toBeGreaterThan(100)
    }
    expect((await app.api(page, 'GET', `dataset/${dataset}/validate`)).status).toBe(200)
  })
  await test.step('a backup is not restored in part', async () => {
    const before = (await app.api(page, 'GET', 'dataset/data')).body
    const answer = await page.evaluate(async (bytes) => {
      const response = await fetch('/api/backup?merge=true', {
        method: 'POST',
        body: Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)),
      })
      return response.status
    }, backup.toString('base64'))
    // the same once more is nothing new
    expect([200, 507]).toContain(answer)
    expect((await app.api(page, 'GET', 'dataset/data')).body).toEqual(before)
  })
  await test.step('deleting makes room, and the upload goes on', async () => {
    for (const id of images.slice(0, 2)) {
      expect((await app.api(page, 'DELETE', `image/${id}`)).status).toBe(200)
      expect((await app.api(page, 'DELETE', `undo/?id=${id}&instance=image`)).status).toBe(200)
    }
    const card = page.getByRole('region', { name: 'Adding images' })
    await card.getByRole('button', { name: 'Continue' }).click()
    await expect(card).toContainText('Added 1 image')
  })
})
