import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingFiles } from '@/server/shell/missingFiles'

const BASE = 'http://localhost/'
const FILES = ['index.html', 'assets/app-1.js', 'icons/atoll.svg'].map((path) => BASE + path)
const PAGE = '<script src="/assets/app-1.js"></script>'

let stored: Map<string, Response>
let online: Map<string, Response>

const cache = {
  keys: async () => [...stored.keys()].map((url) => new Request(url)),
  put: async (key: string, response: Response) => void stored.set(key, response),
} as unknown as Cache

const files = () =>
  missingFiles({
    urls: () => FILES,
    keyOf: (url) => (FILES.includes(url) ? `${url}?revision=1` : undefined),
    open: async () => cache,
  })

const answer = (body: string, type: string) => new Response(body, { headers: { 'Content-Type': type } })

beforeEach(() => {
  stored = new Map()
  online = new Map([
    [FILES[0]!, answer(PAGE, 'text/html')],
    [FILES[1]!, answer('app', 'text/javascript')],
    [FILES[2]!, answer('<svg/>', 'image/svg+xml')],
  ])
  vi.stubGlobal('location', { href: BASE })
  vi.stubGlobal('fetch', async (url: string) => online.get(url) ?? Promise.reject(new TypeError('offline')))
})
afterEach(() => void vi.unstubAllGlobals())

describe('files of the app that were dropped', () => {
  it('are fetched and kept under the keys of this version', async () => {
    expect(await files().restore()).toBe(0)
    expect([...stored.keys()].sort()).toEqual(FILES.map((url) => `${url}?revision=1`).sort())
  })

  it('are not fetched when nothing is missing', async () => {
    for (const url of FILES) stored.set(`${url}?revision=1`, new Response())
    online.clear()
    expect(await files().restore()).toBe(0)
  })

  it('are counted as missing when the network does not have them', async () => {
    online.delete(FILES[1]!)
    expect(await files().restore()).toBe(1)
    expect(stored.size).toBe(2)
  })

  it('are not taken from a later version: its page names other files', async () => {
    online.set(FILES[0]!, answer('<script src="/assets/app-2.js"></script>', 'text/html'))
    expect(await files().restore()).toBe(1)
    expect(stored.has(`${FILES[0]}?revision=1`)).toBe(false)
  })

  it('are not taken from an answer that is none', async () => {
    online.set(FILES[2]!, new Response('gone', { status: 404 }))
    expect(await files().restore()).toBe(1)
  })
})
