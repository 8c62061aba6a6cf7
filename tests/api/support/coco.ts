/** The COCO files of tests/data, and what tests of imports and exports share with all tests of the API. */
import 'fake-indexeddb/auto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { changeChunks } from '@/server/db/annotations/annotationChunks'
import { db } from '@/server/db/store/schema'
import type { AnnotationRow } from '@/server/db/store/rows'
import { write } from '@/server/db/store/write'

export { addDataset, api, freshDatabase, raw } from './api'

/** All COCO files of tests/data, by their path there. */
export const dataFolder = new URL('../../data/', import.meta.url).pathname
export const readData = (path: string) => readFileSync(join(dataFolder, path))
export const dataFiles = (end: string): string[] =>
  (readdirSync(dataFolder, { recursive: true }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(end))
    .sort()

/** Changes what is stored, past everything that follows from it. */
export const changeStored = (change: (row: AnnotationRow) => Partial<AnnotationRow>): Promise<unknown> =>
  write(async () => changeChunks(await db.images.toArray(), (row) => ({ ...row, ...change(row) })))
