/** Images in Firefox: every file of tests/data/formats opens upright there too, or is refused by name. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type Server } from '../e2e/support/server'
import { sites } from '../e2e/support/sites'
import { pathOf, rows } from '../support/formats'
import { launchFirefox, started } from './support'

/** Upright corners of the photograph in the files named hopper: top left, top right, bottom left. */
const CORNERS = [
  [11, 13, 54],
  [81, 118, 189],
  [103, 76, 65],
]

let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  server = await startServer(sites.main)
  browser = await launchFirefox()
  page = await browser.newPage()
  await page.goto(server.url)
  await started(page)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Seen {
  status: number
  message?: string
  sizes?: string[]
  corners?: number[][][]
}

/** Uploads a file and looks at it fitted and in full. */
const bringIn = (dataset: number, name: string, base64: string): Promise<Seen> =>
  page.evaluate(
    async (dataset, name, base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const response = await fetch(`/api/image/?dataset_id=${dataset}&file_name=${encodeURIComponent(name)}`, {
        method: 'POST',
        body: new Blob([bytes]),
      })
      const body = (await response.json()) as { id: number; width: number; height: number; message: string }
      if (!response.ok) return { status: response.status, message: body.message }
      const sizes = [`${body.width} x ${body.height}`]
      const corners = []
      for (const query of ['?width=4000', '']) {
        const bitmap = await createImageBitmap(await (await fetch(`/api/image/${body.id}${query}`)).blob())
        const { width, height } = bitmap
        const context = new OffscreenCanvas(width, height).getContext('2d')!
        context.drawImage(bitmap, 0, 0)
        const places = [
          [2, 2],
          [width - 3, 2],
          [2, height - 3],
        ]
        corners.push(places.map(([x, y]) => [...context.getImageData(x!, y!, 1, 1).data]))
        sizes.push(`${width} x ${height}`)
      }
      return { status: response.status, sizes, corners }
    },
    dataset,
    name,
    base64,
  )

const far = (a: number[], b: number[]) => Math.max(...[0, 1, 2].map((channel) => Math.abs(a[channel]! - b[channel]!)))

test('every file opens upright, or is refused by name', async () => {
  const dataset = await page.evaluate(
    async () =>
      ((await (await fetch('/api/dataset/', { method: 'POST', body: '{"name":"pictures"}' })).json()) as { id: number })
        .id,
  )
  for (const { file, outcome, what, why } of rows) {
    const seen = await bringIn(dataset, file, readFileSync(pathOf(file), 'base64'))
    if (outcome === 'refused') {
      expect.soft(seen, file).toEqual({ status: 400, message: `${file}: ${why}` })
      continue
    }
    const size = what.split(', ')[1]
    expect.soft({ ...seen, corners: undefined }, file).toEqual({ status: 200, sizes: [size, size, size] })
    if (!/hopper(?!\.ico)/.test(file)) continue
    for (const corners of seen.corners ?? []) {
      corners.forEach((color, index) =>
        expect.soft(far(color, CORNERS[index]!), `${file}, corner ${index}: ${color}`).toBeLessThan(40),
      )
    }
  }
})
