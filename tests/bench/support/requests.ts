/** Requests that benchmarks time, in the page that makes them. Each answers milliseconds. */
import type { Page } from '@playwright/test'

/** A GET, its answer read to the end. */
export const askFor = (page: Page, path: string): Promise<number> =>
  page.evaluate(async (path) => {
    const began = performance.now()
    const response = await fetch(`api${path}`)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return performance.now() - began
  }, path)

/** One new polygon, stored as the editor stores it. */
export const saveStroke = (page: Page, image: number, category: number): Promise<number> =>
  page.evaluate(
    async ([image, category]) => {
      const at = Math.round(Math.random() * 300)
      const shape = {
        kind: 'polygons',
        parts: [{ outer: [at, at, at + 40, at, at + 40, at + 40, at, at + 40], holes: [] }],
      }
      const body = JSON.stringify({
        image_id: image,
        label: 'Draw polygon',
        changes: [{ before: null, after: { category_id: category, shape } }],
      })
      const began = performance.now()
      const response = await fetch('api/annotator/changes', {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`a stroke: ${response.status}`)
      return performance.now() - began
    },
    [image, category] as const,
  )

/** Imports the file of the page in one request, as small files are. */
export const importAndWait = (page: Page, dataset: number): Promise<number> =>
  page.evaluate(async (dataset) => {
    const began = performance.now()
    const response = await fetch(`api/dataset/${dataset}/coco?add_missing=true`, {
      method: 'POST',
      body: window.bench.blob,
    })
    if (response.status !== 200) throw new Error(`an import: ${response.status} ${await response.text()}`)
    return performance.now() - began
  }, dataset)
