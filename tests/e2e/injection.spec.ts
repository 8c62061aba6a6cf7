/**
 * A corpus of hostile names, metadata, colours, file contents and zip entries: wherever one is taken, nothing of it runs, and no
 * request goes out. Requests are counted where they would arrive, at a server that every text of the corpus names.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import type { Page } from '@playwright/test'
import { expect, started, test } from './support/app'

/** `at`: the server that nobody may ask. A script that runs says so in `window.ran`. */
const texts = (at: string): string[] => [
  `<img src="${at}/image" onerror="window.ran=1">`,
  `"><svg onload="window.ran=1"><image href="${at}/svg"/></svg>`,
  `<script src="${at}/script.js"></script><script>window.ran=1</script>`,
  `<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
  `</style><link rel="stylesheet" href="${at}/style.css"><style>`,
  `javascript:window.ran=1`,
  `url(${at}/css)`,
  `red;background:url(${at}/colour)`,
  `{{constructor.constructor('window.ran=1')()}}`,
  `\${window.ran=1}`,
  `' onfocus='window.ran=1' autofocus='`,
  `__proto__`,
  `constructor`,
  `\u202egpj.exe`,
  `%3Cscript%3Ewindow.ran=1%3C/script%3E`,
]

/** As the part of a path. */
const asName = (text: string) => text.replace(/[\\/\p{Cc}]/gu, '_').slice(0, 120)

function cocoOf(corpus: string[]): string {
  const images = corpus.map((text, at) => ({
    id: at + 1,
    file_name: `${asName(text)}/${asName(text)}.jpg`,
    width: 100,
    height: 80,
    coco_url: text,
    [text]: text,
    metadata: { [text]: text },
  }))
  const categories = corpus.map((text, at) => ({
    id: at + 1,
    name: text,
    supercategory: text,
    color: text,
    keypoints: [text],
    skeleton: [],
    metadata: { [text]: text },
  }))
  const annotations = corpus.map((text, at) => ({
    id: at + 1,
    image_id: at + 1,
    category_id: at + 1,
    bbox: [1, 1, 20, 20],
    area: 400,
    iscrowd: 0,
    segmentation: [[1, 1, 21, 1, 21, 21]],
    color: text,
    metadata: { [text]: text, note: text },
  }))
  return JSON.stringify({
    info: { description: corpus[0], url: corpus[0] },
    licenses: [{ id: 1, name: corpus[0], url: corpus[5] }],
    images,
    categories,
    annotations,
  })
}

async function zipOf(corpus: string[]): Promise<number[]> {
  const zip = new ZipWriter(new BlobWriter())
  for (const [at, text] of corpus.entries())
    await zip.add(
      `images/${at}-${asName(text)}.svg`,
      new TextReader(`<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1">${text}</svg>`),
    )
  await zip.add('annotations/instances.json', new TextReader(cocoOf(corpus)))
  return [...new Uint8Array(await (await zip.close()).arrayBuffer())]
}

/** Sends a body to the API; any answer but a failure of the server is fine. */
async function send(page: Page, path: string, body: string | number[]): Promise<void> {
  const status = await page.evaluate(
    async ({ path, body }) => {
      const response = await fetch(`/api/${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
      })
      return response.status
    },
    { path, body },
  )
  expect(status, path).toBeLessThan(500)
}

let canary: Server
const asked: string[] = []

test.beforeAll(async () => {
  canary = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
})
test.afterAll(() => void canary.close())

test('nothing of a hostile corpus runs, and no request goes out', async ({ page, app }) => {
  test.setTimeout(180_000)
  const corpus = texts(`http://127.0.0.1:${(canary.address() as AddressInfo).port}`)
  await app.open(page)
  for (const text of corpus) {
    await app.api(page, 'POST', 'dataset/', { name: asName(text) })
    await app.api(page, 'POST', 'category/', {
      name: text,
      supercategory: text,
      color: text,
      metadata: { [text]: text },
      keypoint_labels: [text],
    })
  }
  const { body: made } = await app.api<{ id: number }>(page, 'POST', 'dataset/', { name: 'corpus' })
  await send(
    page,
    `dataset/${made.id}/coco?add_missing=true&file_name=${encodeURIComponent(corpus[0]!)}`,
    cocoOf(corpus),
  )
  await send(page, `dataset/${made.id}/zip`, await zipOf(corpus))
  for (const [at, text] of corpus.entries()) {
    await send(
      page,
      `image/?dataset_id=${made.id}&file_name=${encodeURIComponent(`${at}${asName(text)}.png`)}`,
      `<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1">${text}</svg>`,
    )
    await app.api(page, 'POST', 'undo/', { id: text, instance: text })
  }
  const images =
    (await app.api<{ images: { id: number }[] }>(page, 'GET', `dataset/${made.id}/data?limit=50`)).body.images ?? []
  expect(images.length).toBeGreaterThan(5)

  const pages = [
    '',
    `datasets/${made.id}`,
    'categories',
    'tasks',
    'undo',
    'api',
    ...images.slice(0, corpus.length).map(({ id }) => `annotate/${id}`),
  ]
  for (const path of pages) {
    await test.step(path || 'start', async () => {
      await page.goto(path)
      await started(page)
      await page.waitForLoadState('load')
      expect(
        await page.evaluate(() => [
          (window as { ran?: number }).ran,
          document.querySelectorAll('script:not([src]), iframe, svg[onload], [onerror]').length,
        ]),
      ).toEqual([undefined, 0])
    })
  }
  // what the API answers, opened as a page
  for (const path of ['api/dataset/', 'api/category/', `api/annotation/`, `api/image/${images[0]!.id}`]) {
    await page.goto(path)
    expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined()
  }
  expect(asked).toEqual([])
})
