/** Models of your own: brought by hand, run by the real runtime, asked through the API; and what is no model. */
import type { Page } from '@playwright/test'
import type { DetectAnswer, Model } from '@/contract/models/model'
import { expect, test, type App } from './support/app'
import { importNuts } from './support/nuts'
import { constantModel, rtDetr, yoloV5, yoloV8, yoloV8Pose, yoloV8Segment } from '../support/onnx'

const onnx = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
})

async function add(page: Page, name: string, bytes: Uint8Array) {
  await page.getByLabel('Add ONNX model').setInputFiles(onnx(name, bytes))
  const dialog = page.getByRole('dialog', { name: 'Add model' })
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })
}

const listed = async (page: Page, app: App) =>
  (await app.api<{ models: Model[] }>(page, 'GET', 'model/')).body.models.filter(({ shipped }) => !shipped)

/** A photo of 800 x 600 lies 80 pixels below the top of the 640 x 640 input, at four fifths of its size. */
const LETTERBOXED = [
  { class: 'fig', score: 0.9, bbox: [75, 0, 100, 62.5] },
  { class: 'hazel nut', score: 0.7, bbox: [350, 87.5, 50, 125] },
]
const STRETCHED = [
  { class: 'fig', score: 0.9, bbox: [75, 65.625, 100, 56.25] },
  { class: 'fig', score: 0.8, bbox: [80, 67.5, 100, 56.25] },
  { class: 'hazel nut', score: 0.7, bbox: [350, 140.625, 50, 93.75] },
]

test('models of each family give exactly their boxes', async ({ page, app }) => {
  test.setTimeout(240_000)
  await app.open(page)
  await importNuts(page)
  await app.open(page, 'models')
  const families = [
    ['yolo-v5', yoloV5(), LETTERBOXED],
    ['yolo-v8', yoloV8(), LETTERBOXED],
    ['segment', yoloV8Segment(), LETTERBOXED],
    ['pose', yoloV8Pose(), LETTERBOXED],
    ['rt-detr', rtDetr(), STRETCHED],
  ] as const
  for (const [name, bytes] of families) await add(page, `${name}.onnx`, bytes)
  await expect(page.getByText('Finds 2 classes').first()).toBeVisible()
  const models = await listed(page, app)
  for (const [index, [name, , boxes]] of families.entries()) {
    const { status, body } = await app.api<DetectAnswer>(page, 'POST', 'model/detect/1', {
      model: models[index]!.id,
      threshold: 0.25,
    })
    expect(status, name).toBe(200)
    const rounded = body.annotations.map((found) => ({
      class: found.class,
      score: Math.round(found.score * 1e4) / 1e4,
      bbox: found.bbox.map((value) => Math.round(value * 1e3) / 1e3),
    }))
    expect(rounded, name).toEqual(boxes)
    if (name === 'segment') expect(body.annotations[0]!.segmentation).toBeTruthy()
    if (name === 'pose') expect(body.annotations[0]!.keypoints).toHaveLength(6)
  }
  await page.getByRole('button', { name: 'Remove yolo-v5' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect.poll(async () => (await listed(page, app)).length).toBe(4)
})

test('what is no model, or does not run, is refused by name, and nothing is stored', async ({ page, app }) => {
  test.setTimeout(120_000)
  await app.open(page, 'models')
  const problem = page.getByRole('alert')
  const bring = (name: string, bytes: Uint8Array) => page.getByLabel('Add ONNX model').setInputFiles(onnx(name, bytes))
  await bring('photo.onnx', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3))
  await expect(problem).toContainText('not an ONNX model')
  await bring('half.onnx', yoloV8().slice(0, 700))
  await expect(problem).toContainText('not an ONNX model')
  await bring(
    'tokens.onnx',
    constantModel([{ name: 'tokens', dims: [1, 77] }], [{ name: 'o', dims: [1], values: [0] }]),
  )
  await expect(problem).toContainText('takes no image')
  // its size alone is looked at
  await page.getByLabel('Add ONNX model').evaluate((input: HTMLInputElement) => {
    const transfer = new DataTransfer()
    const large = new File(['x'], 'large.onnx')
    Object.defineProperty(large, 'size', { value: 2 * 1024 ** 3 })
    transfer.items.add(large)
    Object.defineProperty(input, 'files', { value: [large], configurable: true })
    input.dispatchEvent(new Event('change'))
  })
  await expect(problem).toContainText('large.onnx has 2.1 GB')
  await page.reload()
  // well-formed, but its values are fewer than its shape says
  const lying = constantModel(
    [{ name: 'images', dims: [1, 3, 64, 64] }],
    [{ name: 'o', dims: [1, 7, 40], values: new Array(10).fill(0) }],
  )
  await bring('lying.onnx', lying)
  const dialog = page.getByRole('dialog', { name: 'Add model' })
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText("The model doesn't run here", { timeout: 30_000 })
  expect(await listed(page, app)).toEqual([])
})
