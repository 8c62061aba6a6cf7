/** Axe finds nothing serious on any page, in light and dark, wide and narrow. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './support/app'
import { labelling, makeDataset } from './support/annotate'

const SERIOUS = ['serious', 'critical']

async function problemsOf(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'label-content-name-mismatch': { enabled: true } } })
    .analyze()
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 5)
          .map(({ target }) => target.join(' '))
          .join(' | ')}`,
    )
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport })

      test('every page', async ({ page, app }) => {
        test.setTimeout(120_000)
        await app.open(page)
        expect(await problemsOf(page), 'empty start page').toEqual([])
        const { dataset, images } = await makeDataset(page, app)
        for (const path of ['', `datasets/${dataset}`, 'categories', 'tasks', 'undo', 'api', 'no/such/page']) {
          await app.open(page, path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          expect(await problemsOf(page), path).toEqual([])
        }
        await app.open(page, `annotate/${images[0]}`)
        const hand = await labelling(page, app, images[0]!)
        expect(await problemsOf(page), 'annotator').toEqual([])
        await hand.keys('r')
        await hand.canvas.drag([200, 200], [300, 300])
        await hand.saved()
        expect(await problemsOf(page), 'annotator with a box selected').toEqual([])
        for (const [key, name] of [
          ['Control+k', 'commands'],
          ['?', 'shortcuts'],
        ] as const) {
          await hand.keys(key)
          await expect(page.getByRole('dialog')).toBeVisible()
          // half faded in, its text is paler than it will be
          await page.evaluate(
            async () => void (await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))),
          )
          expect(await problemsOf(page), name).toEqual([])
          await hand.keys('Escape')
          await expect(page.getByRole('dialog')).toBeHidden()
        }
      })
    })
  }
}
