/** Labelling with the keyboard alone, and with fingers. */
import type { CDPSession, Page } from '@playwright/test'
import { expect, started, test, type App } from '../support/app'
import { labelling, makeDataset, openImage } from '../support/annotate'

/** Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: RegExp) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    )
    if (name.test(focused.trim())) return
  }
  throw new Error(`Tab never came to ${name}`)
}

test('from the empty start page to a done image, by the keyboard alone', async ({ page, app }) => {
  test.setTimeout(120_000)
  await app.open(page)
  await tabTo(page, /sample/i)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/annotate\/\d+$/, { timeout: 30_000 })
  await expect(page.getByRole('application', { name: /\.jpg$/ })).toBeFocused()
  const image = Number(new URL(page.url()).pathname.split('/').pop())
  const count = async () => {
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    const { body } = await app.api<{ categories: { annotations: object[] }[]; image: { state: string } }>(
      page,
      'GET',
      `annotator/data/${image}`,
    )
    return { annotations: body.categories.flatMap(({ annotations }) => annotations).length, state: body.image.state }
  }
  const before = await count()

  // A triangle, corner by corner: arrows move the drawing cursor, the space bar presses.
  await page.keyboard.press('2')
  await page.keyboard.press('v')
  await page.keyboard.press('Space')
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Space')
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  expect((await count()).annotations).toBe(before.annotations + 1)

  // Nudged, undone, redone, given another category by name.
  await page.keyboard.press('s')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+k')
  await expect(page.getByLabel('Search commands')).toBeFocused()
  await page.keyboard.type('category: hazelnut')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('application').focus()
  await page.keyboard.press('d')
  await expect.poll(async () => (await count()).state).toBe('done')
  await page.keyboard.press('n')
  await expect(page).not.toHaveURL(new RegExp(`annotate/${image}$`))
  await expect(page.getByRole('application', { name: /\.jpg$/ })).toBeFocused()
})

test('keys are changed, kept, and a clash is named', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app)
  const hand = await openImage(page, app, images[0]!)
  await hand.keys('?')
  await page.getByRole('button', { name: /^Box: R, change/ }).click()
  await hand.keys('v')
  await expect(page.getByRole('status').filter({ hasText: 'now means' })).toHaveText(
    /V now means: Box\. “Polygon” no longer has a key/,
  )
  await hand.keys('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.reload()
  await started(page)
  await expect(page.getByRole('application', { name: /\.jpg$/ })).toBeVisible()
  await hand.keys('v')
  await expect(page.getByRole('button', { name: 'Box', exact: true })).toHaveAttribute('aria-pressed', 'true')
})

test('the next unlabelled image', async ({ page, app }) => {
  await app.open(page)
  const { images } = await makeDataset(page, app)
  const hand = await openImage(page, app, images[0]!)
  await hand.keys('n')
  const second = await labelling(page, app, images[1]!)
  await second.keys('r')
  await second.canvas.drag([200, 200], [300, 300])
  await second.saved()
  await second.keys('p')
  const first = await labelling(page, app, images[0]!)
  await first.keys('u')
  await expect(page).toHaveURL(new RegExp(`annotate/${images[2]}$`))
})

test.describe('fingers', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } })

  const touch = (cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })

  async function drag(cdp: CDPSession, from: [number, number], to: [number, number]) {
    await touch(cdp, 'touchStart', from)
    await touch(cdp, 'touchMove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])
    await touch(cdp, 'touchMove', to)
    await touch(cdp, 'touchEnd')
  }

  async function takeBox(page: Page, app: App) {
    await app.open(page)
    const { images } = await makeDataset(page, app)
    const image = images[0]!
    const hand = await openImage(page, app, image)
    const cdp = await page.context().newCDPSession(page)
    await page.getByRole('button', { name: 'Box', exact: true }).click()
    return { hand, cdp, image }
  }

  test('one draws a box, two move and zoom and draw nothing', async ({ page, app }) => {
    const { hand, cdp, image } = await takeBox(page, app)
    await drag(cdp, hand.canvas.at(200, 200), hand.canvas.at(400, 350))
    const [drawn] = await hand.stored()
    for (const [index, wanted] of [200, 200, 200, 150].entries())
      expect(Math.abs(drawn!.bbox![index]! - wanted)).toBeLessThan(4)

    const zoom = page.getByRole('button', { name: 'Fit to window' })
    await expect(zoom).toBeVisible()
    await touch(cdp, 'touchStart', [150, 400], [240, 400])
    await touch(cdp, 'touchMove', [100, 400], [290, 400])
    await touch(cdp, 'touchEnd')
    expect(await hand.stored()).toHaveLength(1)
    const apart = await labelling(page, app, image)
    const [a, b] = [apart.canvas.at(0, 0), apart.canvas.at(100, 0)]
    const [c, d] = [hand.canvas.at(0, 0), hand.canvas.at(100, 0)]
    expect((b[0] - a[0]) / (d[0] - c[0])).toBeGreaterThan(1.8)
  })

  test('one cuts a hole, where there are no keys to hold', async ({ page, app }) => {
    const { hand, cdp } = await takeBox(page, app)
    await drag(cdp, hand.canvas.at(200, 200), hand.canvas.at(600, 500))
    await page.getByRole('button', { name: 'Subtract from selected' }).click()
    await drag(cdp, hand.canvas.at(300, 300), hand.canvas.at(500, 400))
    await expect.poll(async () => (await hand.stored()).map(({ area }) => Math.round(area / 1000))).toEqual([100])
  })
})
