/** Whether looking through a dataset fills the memory. */
import { test } from 'vitest'
import type { Page } from '@playwright/test'
import { openAnnotator } from './support/annotator'
import { printTable } from './support/measure'
import { memory } from './support/processes'

const PICTURES = 201
const SHAPES = 40

test('memory', async () => {
  const { page, close } = await openAnnotator({
    width: 2000,
    height: 1500,
    shapes: Array.from({ length: PICTURES }, () => SHAPES),
  })
  try {
    await look(page, 20)
    const early = await atRest(page)
    await look(page, 180)
    const late = await atRest(page)
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
    printTable('annotator: memory of the browser while images of 3 megapixels are opened in a row', [
      {
        what: 'after 200 over after 20',
        value: late / early,
        limit: 'at most 1.2',
        note: `${megabytes(late)}, ${megabytes(early)}`,
      },
    ])
  } finally {
    await close()
  }
})

async function look(page: Page, count: number): Promise<void> {
  for (let opened = 0; opened < count; opened++) await page.evaluate(() => window.hand.open('n'))
  await page.evaluate(() => window.hand.settled())
}

/** What garbage there was is collected. */
async function atRest(page: Page): Promise<number> {
  for (let time = 0; time < 3; time++) {
    await page.evaluate(() => window.gc())
    await page.waitForTimeout(500)
  }
  return memory()
}
