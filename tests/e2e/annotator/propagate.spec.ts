/** The selected annotations copied to the images that come next, asked with counts and taken back in one step. */
import type { AnnotatorData } from '@/contract/annotator'
import { expect, test } from '../support/app'
import { begin, NUTS, PERSON } from '../support/annotate'

test('two shapes go to the next images of the same size, and one undo removes them', async ({ page, app }) => {
  const { hand, images } = await begin(page, app, { pictures: [...NUTS, PERSON] })
  const counts = async () => {
    const list = []
    for (const image of images) {
      const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${image}`)
      list.push(body.categories.flatMap(({ annotations }) => annotations).length)
    }
    return list
  }
  // in the order of their names: 0, 000000000785, 1, 10
  await hand.keys('r')
  await hand.canvas.drag([100, 80], [220, 160])
  await hand.canvas.drag([300, 80], [420, 160])
  await hand.keys('Control+a', 'Shift+n')
  const dialog = page.getByRole('dialog', { name: 'Copy to next images' })
  await dialog.getByLabel('How many of the next images').fill('2')
  await expect(dialog.getByRole('status')).toHaveText(
    'Copy 2 annotations to 1 image? 1 image of another size is left out.',
  )
  await dialog.getByLabel('How many of the next images').fill('3')
  await expect(dialog.getByRole('status')).toContainText('Copy 2 annotations to 2 images?')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Copied 4 annotations to 2 images.')).toBeVisible()
  expect(await counts()).toEqual([2, 2, 2, 0])
  await page.getByRole('contentinfo').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Removed 4 copies.')).toBeVisible()
  expect(await counts()).toEqual([2, 0, 0, 0])
})
