import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import { addDataset, api, dataFiles, freshDatabase, readData } from '../support/coco'
import { differences } from '../support/compareCoco'

type Coco = Record<string, unknown>

/** Files that are refused as a whole, by what the message names: see the table in docs/coco.md. */
const REFUSED: [end: RegExp, message: string][] = [
  [/captions_\w+\.json$/, 'captions'],
  [/panoptic_\w+\.json$/, 'panoptic'],
  [/labelme\.json$/, 'no list "images"'],
]

/** What a file loses, on purpose: see the table in docs/coco.md. */
const LOST: Record<string, string[]> = {
  // a polygon of two thousand million pixels: its box is kept, with a note
  'formats/instances.json': ['annotations 11.segmentation: [[0,0,2147483584.5,0,2147483584.5,32,0,32]] became []'],
}

async function importFile(
  body: BodyInit,
): Promise<{ dataset: number; status: number; body: ImportResult & { message: string } }> {
  await freshDatabase()
  const dataset = await addDataset()
  return {
    dataset,
    ...(await api<ImportResult & { message: string }>('POST', `/dataset/${dataset}/coco?add_missing=true`, { body })),
  }
}

async function exportAll(dataset: number): Promise<Coco> {
  const { response } = await api('GET', `/dataset/${dataset}/coco?ids=imported&empty=all`)
  return JSON.parse(await response.text()) as Coco
}

/** Files of other formats, and the COCO files beside them that other tests read. */
const NOT_COCO = /^(mask-vectors|layouts\/|formats\/(manifest|expected))/
const files = dataFiles('.json').filter((path) => !NOT_COCO.test(path))
const refusal = (path: string) => REFUSED.find(([end]) => end.test(path))?.[1]

it('has every kind of file to go round, and the exceptions that the documentation counts', () => {
  expect(files.length).toBeGreaterThan(30)
  const table = readFileSync(new URL('../../../docs/coco.md', import.meta.url), 'utf8').split(
    '## What does not come back',
  )[1]!
  const documented = [...table.matchAll(/^\|.*\| (\d+) \|$/gm)].map(([, count]) => Number(count))
  const refused = REFUSED.map(([end]) => files.filter((path) => end.test(path)).length)
  expect(documented).toEqual([...refused, Object.values(LOST).flat().length, 0, 0, 0])
})

describe.each(files.filter((path) => !refusal(path)))('%s', (path) => {
  it('goes in and out and in and out unchanged', async () => {
    const original = JSON.parse(readData(path).toString('utf8')) as Coco
    const first = await importFile(readData(path))
    expect(first.status).toBe(200)
    expect(first.body.annotations.refused).toBe(0)
    const out = await exportAll(first.dataset)
    expect(differences(original, out)).toEqual(LOST[path] ?? [])
    const second = await importFile(JSON.stringify(out))
    expect(await exportAll(second.dataset)).toEqual(out)
  })
})

describe.each(files.filter(refusal))('%s', (path) => {
  it('is refused by name', async () => {
    const { status, body } = await importFile(readData(path))
    expect(status).toBe(400)
    expect(body.message).toContain(refusal(path))
  })
})
