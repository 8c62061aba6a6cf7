/** Twenty gestures at random, the same ones on every run, and twenty undos: everything is as it was. */
import { expect, test } from '../support/app'
import { makeDataset, openImage, type Labelling } from '../support/annotate'

/** Mulberry32. */
function random(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

type GridPosition = [number, number]

function gestures(hand: Labelling, next: () => number): (() => Promise<void>)[] {
  const place = (): GridPosition => [Math.round(60 + next() * 680), Math.round(60 + next() * 480)]
  const near = ([x, y]: GridPosition): GridPosition => [
    Math.min(780, x + 20 + Math.round(next() * 60)),
    Math.min(580, y + 20 + Math.round(next() * 60)),
  ]
  const drawBox = async () => {
    const from = place()
    await hand.keys('Escape', 'r')
    await hand.canvas.drag(from, near(from))
  }
  const drawPolygon = async () => {
    const [x, y] = place()
    await hand.keys('Escape', 'v')
    for (const point of [
      [x, y],
      [x + 30, y + 5],
      [x + 20, y + 40],
    ] as GridPosition[])
      await hand.canvas.click(...point)
    await hand.keys('Enter')
  }
  const paint = async () => {
    const from = place()
    await hand.keys('Escape', 'b')
    await hand.canvas.drag(from, near(from))
  }
  const all =
    (...keys: string[]) =>
    async () =>
      hand.keys('s', 'Control+a', ...keys)
  return [
    drawBox,
    drawPolygon,
    paint,
    drawBox,
    drawPolygon,
    all('Control+d'),
    all('Control+j'),
    all('2'),
    all('Control+]'),
  ]
}

for (const seed of [1, 2]) {
  test(`seed ${seed}`, async ({ page, app }) => {
    test.setTimeout(120_000)
    await app.open(page)
    const { images } = await makeDataset(page, app)
    const hand = await openImage(page, app, images[0]!)
    await hand.keys('r')
    await hand.canvas.drag([300, 200], [360, 260])
    const first = await shapes(hand)

    const next = random(seed)
    const list = gestures(hand, next)
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button')
    await page.getByText('History', { exact: true }).click()
    await expect(steps).toHaveCount(2)
    const before = await steps.count()
    while ((await steps.count()) < before + 20) await list[Math.floor(next() * list.length)]!()
    await hand.saved()
    expect(await shapes(hand)).not.toEqual(first)
    for (let undone = (await steps.count()) - before; undone > 0; undone--) await hand.keys('Control+z')
    expect(await shapes(hand)).toEqual(first)
  })
}

async function shapes(hand: Labelling) {
  const stored = await hand.stored()
  return stored.map(({ id, category_id, shape, keypoints, area, bbox, metadata, iscrowd }) => ({
    id,
    category_id,
    shape,
    keypoints,
    area,
    bbox,
    metadata,
    iscrowd,
  }))
}
