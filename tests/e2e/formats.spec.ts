// Every file of tests/data/formats is chosen as people choose files: it opens upright with the colours that another reader saw,
// or is refused, and the report says of each what docs/images.md says.
import type { Locator, Page } from '@playwright/test'
import type { Image } from '@/contract/image'
import { cornersOf, expected, pathOf, rows, shownCornersOf } from '../support/formats'
import { expect, test } from './support/app'

/** Levels that a colour may be off: through JPEG, by two decoders of a lossy file, of one without loss. */
const OFF = { fitted: 40, lossy: 24, lossless: 2 }
const LOSSY = /jpeg|webp|avif/
/** Files that are read in two ways, and why. */
const DISPUTED: Record<string, string> = {
  '1_trns.png': 'its 1-bit values are transparent where they are 255, which none is',
  'apng_mode_16bit.png': 'its first image is not one of its animation, which browsers begin with',
}

test('every file goes in: it opens upright with its colours, or is refused by name, as the table says', async ({
  page,
  app,
}) => {
  test.slow()
  await app.open(page)
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(rows.map(({ file }) => pathOf(file)))
  const opened = rows.filter(({ outcome }) => outcome !== 'refused')
  const report = page.getByRole('region', { name: 'Adding images' })
  await expect(report.getByText(`Added ${opened.length} images to My images`)).toBeVisible({ timeout: 60_000 })

  expect(await listed(report, /files not added/)).toEqual(said(({ outcome }) => outcome === 'refused'))
  await report.getByText(/with notes/).click()
  expect(await listed(report, /with notes/)).toEqual(said(({ outcome }) => outcome === 'opens with a note'))

  const { body: images } = await app.api<Image[]>(page, 'GET', 'image/')
  expect(images.map(({ file_name }) => file_name).sort()).toEqual(opened.map(({ file }) => file).sort())
  for (const { id, file_name: name, width, height } of images) {
    const { what, why } = rows.find(({ file }) => file === name)!
    const facts = expected[name]!
    expect.soft({ name, width, height }).toEqual({ name, width: facts.width, height: facts.height })
    if (name in DISPUTED) continue
    await compare(
      page,
      `image/${id}?width=4000&asAttachment=false`,
      name,
      /16 bits/.test(why) ? cornersOf(facts) : shownCornersOf(facts),
      OFF.fitted,
    )
    await compare(
      page,
      `image/${id}?asAttachment=false`,
      name,
      cornersOf(facts),
      LOSSY.test(what) ? OFF.lossy : OFF.lossless,
    )
  }
})

/** Name and sentence of each line of a list in the report, in order. */
async function listed(report: Locator, title: RegExp): Promise<string[]> {
  const details = report.locator('details').filter({ has: report.page().locator('summary', { hasText: title }) })
  return (await details.getByRole('listitem').allInnerTexts()).sort()
}

const said = (which: (row: (typeof rows)[number]) => boolean) =>
  rows
    .filter(which)
    .map(({ file, why }) => `${file} ${why}`)
    .sort()

async function compare(page: Page, path: string, name: string, corners: number[][], most: number) {
  const { width, height, colors } = await see(page, path)
  const facts = expected[name]!
  expect.soft({ path, name, width, height }).toEqual({ path, name, width: facts.width, height: facts.height })
  for (const [index, color] of corners.entries()) {
    expect
      .soft(far(colors[index]!, color), `${name}, ${path}, place ${index}: ${colors[index]}, not ${color}`)
      .toBeLessThanOrEqual(most)
  }
}

interface Seen {
  width: number
  height: number
  /** At the places of expected.json. */
  colors: number[][]
}

function see(page: Page, path: string): Promise<Seen> {
  return page.evaluate(async (path) => {
    const bitmap = await createImageBitmap(await (await fetch(`/api/${path}`)).blob(), { colorSpaceConversion: 'none' })
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const [across, down] = [Math.min(2, width - 1), Math.min(2, height - 1)]
    const [right, bottom] = [width - 1 - across, height - 1 - down]
    const places = [
      [across, down],
      [right, down],
      [across, bottom],
      [right, bottom],
      [Math.floor(width / 2), Math.floor(height / 2)],
    ]
    return { width, height, colors: places.map(([x, y]) => [...context.getImageData(x!, y!, 1, 1).data]) }
  }, path)
}

/** Where nothing is to be seen, the colour does not count. */
function far(a: number[], b: number[]): number {
  const channels = b[3] === 0 ? [3] : [0, 1, 2, 3]
  return Math.max(...channels.map((channel) => Math.abs(a[channel]! - b[channel]!)))
}
