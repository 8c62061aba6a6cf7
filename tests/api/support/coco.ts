/** The COCO files of tests/data, and what tests of imports and exports share with all tests of the API. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export { addDataset, api, freshDatabase, raw } from './api'

/** All COCO files of tests/data, by their path there. */
export const dataFolder = new URL('../../data/', import.meta.url).pathname
export const readData = (path: string) => readFileSync(join(dataFolder, path))
export const dataFiles = (end: string): string[] =>
  (readdirSync(dataFolder, { recursive: true }) as string[]).map((path) => path.replaceAll('\\', '/')).filter((path) => path.endsWith(end)).sort()
