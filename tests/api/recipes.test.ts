import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { freshDatabase, raw } from './support/api'

beforeEach(freshDatabase)
afterEach(() => vi.unstubAllGlobals())

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
const recipes = page.slice(page.indexOf('<!-- recipes'), page.indexOf('<!-- end of recipes'))
const code = [...recipes.matchAll(/```js\n([\s\S]*?)```/g)].map(([, text]) => text).join('\n')

/** Runs what docs/api.md says, as the console does. */
const run = (): Promise<Record<string, unknown>> =>
  new Function(
    `return (async () => { ${code}; return { dataset, imported, areas, balance, exported, link } })()`,
  )() as Promise<Record<string, unknown>>

it('the recipes of docs/api.md do what they say', async () => {
  vi.stubGlobal('fetch', (url: string, { method = 'GET', ...init }: RequestInit = {}) =>
    raw(method, url.replace('/api', ''), init),
  )
  const { dataset, imported, areas, balance, exported, link } = await run()
  expect(dataset).toMatchObject({ id: 1, name: 'console', categories: [1, 2] })
  expect(imported).toMatchObject({ annotations: { created: 3 }, images: { added: 2 } })
  expect(areas).toEqual([
    ['nut', 2500],
    ['nut', 1000],
    ['bolt', 1250],
  ])
  expect(balance).toEqual({ nut: 2, bolt: 1 })
  expect(exported).toMatchObject({
    images: [{ file_name: 'tray/one.jpg' }, { file_name: 'tray/two.jpg' }],
    annotations: [{ area: 2500 }, { area: 1000 }, { area: 1250 }],
  })
  expect(link).toMatch(/^blob:/)
})
