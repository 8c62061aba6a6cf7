/** A dataset is pre-labelled by a model of the user's, reviewed, and exported. */
import type { AnnotatorData } from '@/contract/annotator'
import type { Task } from '@/contract/task'
import { expect, test } from '../support/app'
import { importNuts } from '../support/nuts'
import { yoloV8 } from '../../support/onnx'

test('predictions wait for their review, also when the tab that made them was closed', async ({
  page,
  app,
  context,
}) => {
  test.setTimeout(240_000)
  await app.open(page)
  await importNuts(page)
  await app.open(page, 'models')
  await page
    .getByLabel('Add ONNX model')
    .setInputFiles({ name: 'nuts.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(yoloV8()) })
  await page.getByRole('dialog', { name: 'Add model' }).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Remove nuts' })).toBeVisible({ timeout: 30_000 })
  await app.open(page, 'datasets/1')
  await page.getByRole('button', { name: 'Pre-label' }).click()
  const dialog = page.getByRole('dialog', { name: /^Pre-label/ })
  await dialog.getByRole('button', { name: 'Start' }).click()
  await expect(dialog).toBeHidden()
  // another tab goes on
  const other = await context.newPage()
  await app.open(other, 'tasks')
  await page.close()
  await expect
    .poll(
      async () =>
        (await app.api<Task[]>(other, 'GET', 'tasks/')).body.find(({ group }) => group === 'Pre-label')?.status,
      { timeout: 120_000 },
    )
    .toBe('succeeded')
  const predictions = async () =>
    (await app.api<AnnotatorData>(other, 'GET', 'annotator/data/1')).body.categories
      .flatMap(({ annotations }) => annotations)
      .filter(({ prediction }) => prediction)
  expect((await predictions()).map(({ score, creator }) => [Math.round(score! * 10) / 10, creator])).toEqual([
    [0.9, 'nuts'],
  ])
  await app.open(other, 'annotate/1')
  const bar = other.getByRole('group', { name: 'Review' })
  await expect(bar).toContainText('1 prediction')
  await bar.getByRole('button', { name: 'Accept 1' }).click()
  await expect(bar).toBeHidden()
  expect(await predictions()).toEqual([])
})
