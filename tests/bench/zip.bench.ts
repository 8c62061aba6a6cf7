/**
 * Part (d) of the codec: a dataset as an archive, over reading its images from the store. BENCH_LARGE=1 also makes one of more
 * than 4 GB and has it tested by another unzipper (`unzip -t`, or `bsdtar -tf`); that takes 15 GB of disk and some minutes.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { openApp, type OpenApp } from './support/browser'
import { inTurns, printTable, type Line } from './support/measure'
import { api, download, readStores } from './support/page'
import { addImageFiles } from './support/images'

const PICTURES = { count: 2000, bytes: 300_000 }

test('zip', async () => {
  const app = await openApp()
  const { page, peak } = app
  try {
    const small = await newDataset(app, 'small', 667, PICTURES.bytes)
    const smallPeak = await peak(() => download(page, `/dataset/${small}/export.zip`))
    await api(page, 'DELETE', `/dataset/${small}`)
    await api(page, 'DELETE', `/undo/?id=${small}&instance=dataset`)
    const dataset = await newDataset(app, 'pictures', PICTURES.count, PICTURES.bytes)
    const path = `/dataset/${dataset}/export.zip`
    const { zip, read } = await inTurns(
      { zip: async () => (await download(page, path)).time, read: () => readStores(page, 'files') },
      5,
    )
    const largePeak = await peak(() => download(page, path))
    printTable(`zip: ${PICTURES.count} images of ${PICTURES.bytes / 1000} kB`, [
      {
        what: 'speed over reading the images',
        value: read / zip,
        limit: 'at least 0.4',
        note: `${read.toFixed(0)} ms, ${zip.toFixed(0)} ms`,
      },
      { what: 'peak memory of the worker, 0.2 GB', value: smallPeak / 1e6, unit: 'MB' },
      { what: 'peak memory of the worker, 0.6 GB', value: largePeak / 1e6, unit: 'MB', limit: 'flat' },
      ...(process.env.BENCH_LARGE ? await beyond4GB(app) : []),
    ])
  } finally {
    await app.close()
  }
})

async function newDataset({ page }: OpenApp, name: string, count: number, bytes: number): Promise<number> {
  const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name })
  await addImageFiles(page, id, count, bytes)
  return id
}

async function beyond4GB(app: OpenApp): Promise<Line[]> {
  const { page, peak } = app
  const dataset = await newDataset(app, 'large', 1100, 4_000_000)
  const folder = mkdtempSync(join(tmpdir(), 'atoll-zip-'))
  try {
    const file = join(folder, 'large.zip')
    const highest = await peak(async () => {
      const saving = page.waitForEvent('download', { timeout: 600_000 })
      await page.evaluate((path) => {
        const link = Object.assign(document.createElement('a'), { href: `api${path}` })
        document.body.append(link)
        link.click()
      }, `/dataset/${dataset}/export.zip`)
      await (await saving).saveAs(file)
    })
    const tools: [string, string[]][] = [
      ['unzip', ['-tq', file]],
      ['bsdtar', ['-tf', file]],
    ]
    const tested = tools.map(([tool, options]) => spawnSync(tool, options).status).find((status) => status !== null)
    return [
      { what: 'peak memory of the worker, 4.4 GB', value: highest / 1e6, unit: 'MB', limit: 'flat' },
      { what: 'exit code of another unzipper', value: tested ?? -1, limit: '0' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
