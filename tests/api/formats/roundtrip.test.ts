/**
 * COCO, out in each format, in again: what comes back is in kept.json, from which the tables of docs/formats.md are made
 * (`npm run formats:table` writes both).
 */
import 'fake-indexeddb/auto'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { canWrite, formats } from '@/core/formats/table'
import { freshDatabase } from '../support/coco'
import { datasets, trip, type Kept } from './trips'
import written from './kept.json'

beforeEach(freshDatabase)

type Table = Record<string, Record<string, Kept>>
const expected = written as unknown as Table
const isWriting = process.env.FORMATS_KEPT === 'write'
const found: Table = {}

const written_ = formats.filter((format) => canWrite(format)).map(({ id }) => id)

for (const [name, files] of Object.entries(datasets))
  it.each(written_)(`${name} as %s`, async (format) => {
    const kept = await trip(files(), format)
    ;(found[name] ??= {})[format] = kept
    if (!isWriting) expect(kept).toEqual(expected[name]![format])
  })

afterAll(() => {
  if (isWriting) writeFileSync(new URL('./kept.json', import.meta.url), `${JSON.stringify(found, null, 2)}\n`)
})
