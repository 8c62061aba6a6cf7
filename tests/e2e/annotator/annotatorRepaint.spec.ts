/** Only what has changed is painted anew: the image is then, pixel by pixel, as if all of it had been. */
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { begin } from '../support/annotate'

/** The image with what rests on it. */
const pixels = (page: Page) =>
  page.evaluate(() => document.querySelectorAll<HTMLCanvasElement>('[role=application] canvas')[1]!.toDataURL())

/** As it is when nothing more is drawn. */
async function atRest(page: Page): Promise<string> {
  let last = ''
  await expect
    .poll(
      async () => {
        const before = last
        last = await pixels(page)
        return last === before
      },
      { intervals: [200] },
    )
    .toBe(true)
  return last
}

function makeRandom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

test('after random edits', async ({ page, app }) => {
  test.setTimeout(120_000)
  const { hand } = await begin(page, app)
  const random = makeRandom(11)
  const place = (): [number, number] => [150 + random(400), 150 + random(300)]
  const moves: (() => Promise<void>)[] = [
    async () => {
      const [x, y] = place()
      await hand.keys('r')
      await hand.canvas.drag([x, y], [x + 40 + random(120), y + 40 + random(100)])
    },
    async () => {
      await hand.keys('b')
      await hand.canvas.drag(place(), place())
    },
    async () => {
      await hand.keys('Escape', 's')
      await hand.canvas.drag(place(), place())
    },
    () => hand.keys('Delete'),
    () => hand.keys(random(2) === 0 ? '1' : '2'),
    () => hand.keys('Control+z'),
  ]
  for (let made = 0; made < 6; made++) await moves[made % 2]!()
  for (let edit = 0; edit < 15; edit++) {
    await moves[random(moves.length)]!()
    await hand.saved()
    const repaired = await atRest(page)
    // another look and back: everything is painted anew
    await hand.keys('o')
    expect(await atRest(page), `edit ${edit}`).not.toBe(repaired)
    await hand.keys('o')
    expect((await atRest(page)) === repaired, `edit ${edit} is painted as it is painted anew`).toBe(true)
  }
})
