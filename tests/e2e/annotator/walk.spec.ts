/** From annotation to annotation: by Tab, by clicks through what overlaps, and the menu on the canvas. */
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { begin, drawQuad, type Labelling } from '../support/annotate'

const BIG: [number, number][] = [
  [200, 100],
  [500, 100],
  [500, 400],
  [200, 400],
]
const SMALL: [number, number][] = [
  [300, 200],
  [400, 200],
  [400, 300],
  [300, 300],
]

async function drawTwo(hand: Labelling) {
  await drawQuad(hand, BIG)
  await drawQuad(hand, SMALL)
  await hand.keys('Escape', 's')
  const [big, small] = await hand.stored()
  return { big: big!.id, small: small!.id }
}

const selected = (page: Page) => page.locator('.row.selected .id')

test('Tab walks through the annotations, and Esc then Tab leaves the drawing area', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const { big, small } = await drawTwo(hand)
  const area = page.getByRole('application')
  await area.focus()
  await hand.keys('Tab')
  await expect(selected(page)).toHaveText(`#${big}`)
  await expect(page.locator('[aria-live]').filter({ hasText: 'polygon' })).toHaveText(`nut #${big}, polygon`)
  await hand.keys('Tab')
  await expect(selected(page)).toHaveText(`#${small}`)
  await hand.keys('Tab')
  await expect(selected(page), 'around again').toHaveText(`#${big}`)
  await hand.keys('Shift+Tab')
  await expect(selected(page)).toHaveText(`#${small}`)
  await expect(area).toBeFocused()
  await expect(area).toHaveAccessibleDescription(/Escape, then Tab/)

  // What is hidden is passed over.
  await hand.keys('h', 'Tab', 'Tab')
  await expect(selected(page)).toHaveText(`#${big}`)

  await hand.keys('Escape', 'Tab')
  await expect(area).not.toBeFocused()
  await hand.keys('Shift+Tab')
  await expect(area).toBeFocused()
  await hand.keys('Escape', 'Shift+Tab')
  await expect(area).not.toBeFocused()
})

test('Tab is a key like others: it can be another one', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const { big } = await drawTwo(hand)
  await hand.keys('?')
  await page.getByRole('button', { name: /^Select next annotation: Tab, change/ }).click()
  await hand.keys('j')
  await hand.keys('Escape')
  await page.getByRole('application').focus()
  await hand.keys('j')
  await expect(selected(page)).toHaveText(`#${big}`)
  await hand.keys('Tab')
  await expect(page.getByRole('application')).not.toBeFocused()
})

test('a click at the same place selects what lies beneath, and a double-click still adds a point', async ({
  page,
  app,
}) => {
  const { hand } = await begin(page, app)
  const { big, small } = await drawTwo(hand)
  await hand.canvas.click(350, 250)
  await expect(selected(page)).toHaveText(`#${small}`)
  await hand.canvas.click(350, 250)
  await expect(selected(page)).toHaveText(`#${big}`)
  await hand.canvas.click(350, 250)
  await expect(selected(page)).toHaveText(`#${small}`)
  await hand.canvas.click(330, 280)
  await expect(selected(page), 'another place').toHaveText(`#${small}`)

  await hand.keys('Escape')
  await page.mouse.dblclick(...hand.canvas.at(330, 200))
  await expect(selected(page)).toHaveText(`#${small}`)
  const shape = (await hand.stored()).find(({ id }) => id === small)!.shape
  expect(shape).toMatchObject({ kind: 'polygons', parts: [{ outer: { length: 10 } }] })
})

test('the right button opens a menu on what is under the pointer', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const { big, small } = await drawTwo(hand)
  const menu = page.getByRole('menu', { name: 'Annotation menu' })
  await page.mouse.click(...hand.canvas.at(350, 250), { button: 'right' })
  await expect(selected(page)).toHaveText(`#${small}`)
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await menu.getByRole('menuitem', { name: 'Send to back' }).click()
  await expect(menu).toBeHidden()
  const heights = async () =>
    Object.fromEntries((await hand.stored()).map(({ id, metadata }) => [id, metadata.z_order]))
  await expect.poll(async () => (await heights())[small]).toBe(-1)

  // By the keyboard: down to the category, which is chosen at the place of the menu.
  await page.getByRole('application').focus()
  await hand.keys('Shift+F10')
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await hand.keys('ArrowDown', 'ArrowUp', 'Enter')
  await expect(page.getByRole('combobox', { name: 'Choose category' })).toBeFocused()
  await page.keyboard.type('bolt')
  await hand.keys('Enter')
  await expect.poll(async () => new Set((await hand.stored()).map(({ category_id }) => category_id)).size).toBe(2)

  // On the ground it is the menu of the image; Esc closes it and the focus is back.
  await page.mouse.click(...hand.canvas.at(50, 500), { button: 'right' })
  await expect(menu.getByRole('menuitem', { name: 'Select all' })).toBeVisible()
  await hand.keys('Escape')
  await expect(menu).toBeHidden()
  await expect(page.getByRole('application')).toBeFocused()

  await page.mouse.click(...hand.canvas.at(230, 130), { button: 'right' })
  await expect(selected(page)).toHaveText(`#${big}`)
  await menu.getByRole('menuitem', { name: 'Delete' }).click()
  await expect.poll(async () => (await hand.stored()).map(({ id }) => id)).toEqual([small])
  await hand.undo()
  expect((await hand.stored()).map(({ id }) => id)).toEqual([big, small])
})

test('a finger that rests opens the menu, and lifting it chooses nothing', async ({ page, app }) => {
  const { hand } = await begin(page, app)
  const { big, small } = await drawTwo(hand)
  const touch = await page.context().newCDPSession(page)
  const [x, y] = hand.canvas.at(350, 250)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  const menu = page.getByRole('menu', { name: 'Annotation menu' })
  await send('touchStart', [{ x, y }])
  await expect(menu).toBeVisible()
  await send('touchEnd', [])
  await expect(selected(page)).toHaveText(`#${small}`)
  await expect(menu).toBeVisible()
  await menu.getByRole('menuitem', { name: /^Hide/ }).click()
  await expect(menu).toBeHidden()
  await expect(page.locator('.row.hidden .id')).toHaveText(`#${small}`)
  expect((await hand.stored()).map(({ id }) => id)).toEqual([big, small])
})
