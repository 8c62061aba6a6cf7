/** The panel's list of an image with very many annotations: only rows in sight are there, and every one can be reached. */
import { expect, test } from '../support/app'
import { begin, drawQuad, openImage } from '../support/annotate'

const MANY = 1000

test('a long list scrolls, shows what is selected in the image, and keeps the focus', async ({ page, app }) => {
  const { hand, images } = await begin(page, app)
  await drawQuad(hand)
  const [quad] = await hand.stored()
  const changes = Array.from({ length: MANY }, (_, index) => {
    const [x, y] = [200 + (index % 40) * 14, 20 + Math.floor(index / 40) * 22]
    return {
      before: null,
      after: { category_id: quad!.category_id, shape: { kind: 'box', x, y, width: 10, height: 10 } },
    }
  })
  const { status } = await app.api(page, 'POST', 'annotator/changes', { image_id: images[0], label: 'Many', changes })
  expect(status).toBe(200)
  await openImage(page, app, images[0]!)

  const list = page.getByRole('list', { name: 'nut annotations' })
  const items = list.getByRole('listitem')
  const pick = (id: number) => list.getByRole('button', { name: new RegExp(`^nut\\s#${id} `) })
  await expect(pick(quad!.id)).toBeVisible()
  await expect(items.first()).toHaveAttribute('aria-setsize', String(MANY + 1))
  expect(await items.count()).toBeLessThan(60)

  await pick(quad!.id).focus()
  await list.hover()
  await page.mouse.wheel(0, 400_000)
  const last = items.last()
  await expect(last).toHaveAttribute('aria-posinset', String(MANY + 1))
  await expect(last).toBeInViewport()
  await expect(pick(quad!.id)).toBeFocused()

  await page.getByRole('application').focus()
  await page.keyboard.press('s')
  await hand.canvas.click(110, 110)
  await expect(pick(quad!.id)).toBeInViewport()
  await expect(pick(quad!.id)).toHaveAttribute('aria-pressed', 'true')

  // Tab goes on to rows that were not there
  await pick(quad!.id).focus()
  for (let presses = 0; presses < 60; presses++) await page.keyboard.press('Tab')
  const focused = page.locator('[data-id]:focus-within')
  await expect(focused).toBeInViewport()
  expect(Number(await focused.getAttribute('aria-posinset'))).toBeGreaterThan(25)
})
