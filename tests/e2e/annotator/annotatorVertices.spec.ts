/** Points of the selected polygon are corrected without leaving the tool, several at once, and along neighbours. */
import { expect, test } from '../support/app'
import { begin, clickAll, drawQuad, type Labelling } from '../support/annotate'

const SQUARE: [number, number][] = [
  [200, 200],
  [400, 200],
  [400, 400],
  [200, 400],
]

async function outline(hand: Labelling, index = 0): Promise<[number, number][]> {
  const shape = (await hand.stored())[index]!.shape
  if (shape?.kind !== 'polygons') throw new Error('not a polygon')
  const { outer } = shape.parts[0]!
  return Array.from({ length: outer.length / 2 }, (_, at) => [outer[at * 2]!, outer[at * 2 + 1]!])
}

const near = ([x, y]: [number, number], [wantedX, wantedY]: [number, number]) =>
  expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(3)

test('in the polygon tool: drag a point, drag the middle of an edge, Alt-click a point', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, SQUARE)
  await hand.canvas.drag([200, 200], [160, 150])
  near((await outline(hand))[0]!, [160, 150])
  await hand.canvas.drag([400, 300], [450, 310])
  const grown = await outline(hand)
  expect(grown).toHaveLength(5)
  near(grown[2]!, [450, 310])
  await page.keyboard.down('Alt')
  await hand.canvas.click(450, 310)
  await page.keyboard.up('Alt')
  expect(await outline(hand)).toHaveLength(4)
  expect(await hand.stored(), 'nothing else was drawn').toHaveLength(1)
  for (let step = 0; step < 3; step++) await hand.undo()
  near((await outline(hand))[0]!, [200, 200])
})

test('a click on a point of the selected polygon begins a neighbour there', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, SQUARE)
  await clickAll(hand, [
    [400, 200],
    [500, 200],
    [500, 300],
  ])
  await hand.keys('Enter')
  expect(await hand.stored()).toHaveLength(2)
  near((await outline(hand, 1))[0]!, [400, 200])
})

test('several points by a frame and by Shift: moved and deleted together', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, [...SQUARE, [150, 300]])
  await hand.keys('s')
  await hand.canvas.drag([440, 160], [360, 440])
  await page.keyboard.down('Shift')
  await hand.canvas.click(200, 400)
  await page.keyboard.up('Shift')
  await hand.keys('ArrowRight', 'ArrowRight')
  await expect.poll(async () => Math.round((await outline(hand))[1]![0])).toBe(402)
  const moved = await outline(hand)
  expect(moved.map(([x]) => Math.round(x / 2) * 2)).toEqual([200, 402, 402, 202, 150])
  await hand.canvas.drag([402, 200], [442, 220])
  near((await outline(hand))[2]!, [442, 420])
  await page.keyboard.down('Shift')
  await hand.canvas.click(242, 420)
  await page.keyboard.up('Shift')
  await hand.keys('Delete')
  expect(await outline(hand)).toHaveLength(3)
  await hand.undo()
  expect(await outline(hand)).toHaveLength(5)
})

test('a point that is dragged snaps to a neighbour', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, SQUARE)
  await hand.keys('Escape')
  await drawQuad(hand, [
    [500, 200],
    [600, 200],
    [600, 300],
  ])
  await hand.canvas.drag([500, 200], [402, 203])
  expect((await outline(hand, 1))[0]).toEqual((await outline(hand))[1])
})

test('the border of a neighbour is followed, the one way and the other', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  await drawQuad(hand, SQUARE)
  await hand.keys('Escape', 'v')
  await clickAll(hand, [
    [500, 300],
    [400, 250],
    [300, 400],
  ])
  await hand.keys('Shift+b')
  await expect(page.getByRole('group', { name: 'Shape being drawn' })).toContainText('4 points')
  await hand.keys('Shift+b')
  await expect(page.getByRole('group', { name: 'Shape being drawn' })).toContainText('6 points')
  await hand.keys('Shift+b', 'Enter')
  const followed = await outline(hand, 1)
  expect(followed).toHaveLength(4)
  expect(followed[2]).toEqual((await outline(hand))[2])
})
