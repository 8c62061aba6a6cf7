/**
 * Formats at the scale of val2017: out over our own COCO export of the same dataset, in over the import of its COCO file. The images are
 * there already, as placeholders: their bytes take the same in every format. `FORMATS_IMAGES=1000` is a smaller try, `FORMATS=cvat`
 * one of some formats.
 */
import type { Page } from '@playwright/test'
import { test } from 'vitest'
import { openApp } from './support/browser'
import { VAL2017 } from './support/makeCoco'
import { inTurns, printTable, type Line } from './support/measure'
import { api, download, importFile, makeFile } from './support/page'

const FORMATS = (process.env.FORMATS ?? 'yolo-segment,voc,cvat').split(',')
const ROUNDS = 3
const share = Number(process.env.FORMATS_IMAGES ?? VAL2017.images) / VAL2017.images
const FILE = { ...VAL2017, images: VAL2017.images * share, annotations: Math.round(VAL2017.annotations * share) }

test('formats', { timeout: 1_800_000 }, async () => {
  const { page, peak, close } = await openApp()
  try {
    await makeFile(page, { ...FILE, images: FILE.images / 5, annotations: Math.round(FILE.annotations / 5) })
    const small = await newDataset(page)
    await importFile(page, small)
    const peaks: Record<string, [small: number, whole: number]> = {}
    for (const format of FORMATS) peaks[format] = [await peak(() => download(page, exportPath(small, format))), 0]
    await makeFile(page, FILE)
    const dataset = await newDataset(page)
    await importFile(page, dataset)
    const out = await inTurns(
      Object.fromEntries(
        ['coco', ...FORMATS].map((format) => [
          format,
          async () => (await download(page, exportPath(dataset, format))).time,
        ]),
      ),
      ROUNDS,
    )
    for (const format of FORMATS) peaks[format]![1] = await peak(() => download(page, exportPath(dataset, format)))
    for (const format of FORMATS) await keepArchive(page, format, exportPath(dataset, format))
    await keepImages(page)
    const into = await inTurns(
      Object.fromEntries(['coco', ...FORMATS].map((format) => [format, () => importInto(page, format)])),
      ROUNDS,
    )
    printTable(`formats: ${FILE.images} images, ${FILE.annotations} annotations`, [
      ...FORMATS.map((format) => line(`${format}: out over COCO`, out[format]!, out.coco!)),
      ...FORMATS.map((format) => line(`${format}: in over COCO`, into[format]!, into.coco!)),
      ...FORMATS.map((format): Line => ({
        what: `${format}: peak memory of the worker over that with a fifth of the images`,
        value: peaks[format]![1] / peaks[format]![0],
        limit: 'flat',
        note: peaks[format]!.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`)
          .toReversed()
          .join(', '),
      })),
    ])
  } finally {
    await close()
  }
})

const line = (what: string, time: number, coco: number): Line => ({
  what,
  value: time / coco,
  limit: 'at most 1.5',
  note: `${time.toFixed(0)} ms, ${coco.toFixed(0)} ms`,
})

const exportPath = (dataset: number, format: string) => `/dataset/${dataset}/export.zip?format=${format}&empty=all`

const newDataset = async (page: Page) =>
  (await api<{ id: number }>(page, 'POST', '/dataset/', { name: `formats ${Math.random()}` })).id

const keepArchive = (page: Page, format: string, path: string): Promise<void> =>
  page.evaluate(
    async ([format, path]) => {
      const kept = ((window as unknown as { archives?: Record<string, Blob> }).archives ??= {})
      kept[format] = await (await fetch(`api${path}`)).blob()
    },
    [format, path] as const,
  )

/** The COCO file without its annotations. */
const keepImages = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const kept = ((window as unknown as { archives?: Record<string, Blob> }).archives ??= {})
    const coco = JSON.parse(await window.bench.blob.text()) as Record<string, unknown>
    kept.images = new Blob([JSON.stringify({ ...coco, annotations: [] })])
    kept.coco = window.bench.blob
  })

/** Into a dataset that has the images: milliseconds of the labels alone. */
async function importInto(page: Page, format: string): Promise<number> {
  const dataset = await newDataset(page)
  await send(page, `/dataset/${dataset}/coco?add_missing=true`, 'images')
  const time = await send(
    page,
    format === 'coco' ? `/dataset/${dataset}/coco` : `/dataset/${dataset}/zip?format=${format}`,
    format,
  )
  await api(page, 'DELETE', `/dataset/${dataset}`)
  await api(page, 'DELETE', `/undo/?id=${dataset}&instance=dataset`)
  return time
}

const send = (page: Page, path: string, name: string): Promise<number> =>
  page.evaluate(
    async ([path, name]) => {
      const body = (window as unknown as { archives: Record<string, Blob> }).archives[name]!
      const began = performance.now()
      const response = await fetch(`api${path}`, { method: 'POST', body })
      let answer = (await response.json()) as { id: number; message?: string; completed?: boolean; status?: string }
      if (!response.ok) throw new Error(`${path}: ${response.status} ${answer.message}`)
      while (response.status === 202 && !answer.completed) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        answer = await (await fetch(`api/tasks/${answer.id}`)).json()
      }
      if (response.status === 202 && answer.status !== 'succeeded') throw new Error(answer.message)
      return performance.now() - began
    },
    [path, name] as const,
  )
