/** The static host: what it sends for an address, and what it never sends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headersText } from '../../../build/hostHeaders.ts'
import { staticServer } from '../../../build/staticServer.mjs'

const folder = mkdtempSync(join(tmpdir(), 'atoll-host-'))
const root = join(folder, 'site')
const files = {
  'site/index.html': 'the app',
  'site/404.html': 'not found',
  'site/sw.js': 'worker',
  'site/assets/index-abc.js': 'script',
  'site/api/index.html': 'about the API',
  'site/empty/keep.txt': '',
  'site/.env': 'secret',
  'site/ä ö.txt': 'umlauts',
  'secret.txt': 'secret',
  'site-secret/secret.txt': 'secret',
}

let atRoot: Server
let atPath: Server

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  atRoot = await listening(staticServer({ root, base: '/' }))
  atPath = await listening(staticServer({ root, base: '/atoll/' }))
})

afterAll(() => {
  atRoot.close()
  atPath.close()
  rmSync(folder, { recursive: true })
})

const listening = (server: Server) =>
  new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends the path as it is: `fetch` would tidy it first. */
const ask = (
  server: Server,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) =>
  new Promise<Answer>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    request({ host: '127.0.0.1', port, path, method, headers }, async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode!, headers: response.headers, body })
    })
      .on('error', reject)
      .end()
  })

describe('files', () => {
  test.each([
    ['/', 'the app', 'text/html;charset=utf-8'],
    ['/?a=1', 'the app', 'text/html;charset=utf-8'],
    ['/api/', 'about the API', 'text/html;charset=utf-8'],
    ['/sw.js', 'worker', 'text/javascript; charset=utf-8'],
    ['/%C3%A4%20%C3%B6.txt', 'umlauts', 'text/plain; charset=utf-8'],
  ])('%s', async (path, body, type) => {
    const answer = await ask(atRoot, path)
    expect({ status: answer.status, body: answer.body, type: answer.headers['content-type'] }).toEqual({
      status: 200,
      body,
      type,
    })
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  test('a folder without its slash is redirected, an empty one is not found', async () => {
    const answer = await ask(atRoot, '/api')
    expect([answer.status, answer.headers.location]).toEqual([301, '/api/'])
    expect((await ask(atRoot, '/empty')).status).toBe(404)
  })

  test('an unknown address is answered with 404.html', async () => {
    expect(await ask(atRoot, '/datasets/7')).toMatchObject({ status: 404, body: 'not found' })
  })

  test('a part of a file is sent, as downloads of models ask for it', async () => {
    const answer = await ask(atRoot, '/sw.js', { headers: { Range: 'bytes=2-' } })
    expect(answer).toMatchObject({ status: 206, body: 'rker', headers: { 'content-range': 'bytes 2-5/6' } })
  })

  test('HEAD sends no body, other methods are refused', async () => {
    expect(await ask(atRoot, '/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect(await ask(atRoot, '/', { method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })
})

describe('what a browser may keep', () => {
  test('files with a hash in their name, for ever', async () => {
    expect((await ask(atRoot, '/assets/index-abc.js')).headers['cache-control']).toContain('immutable')
  })

  test.each(['/', '/sw.js', '/nothing'])('%s is asked for again', async (path) => {
    expect((await ask(atRoot, path)).headers['cache-control']).toBe('no-cache')
  })

  test('an unchanged file is not sent again', async () => {
    const { etag } = (await ask(atRoot, '/sw.js')).headers
    expect(await ask(atRoot, '/sw.js', { headers: { 'If-None-Match': etag! } })).toMatchObject({
      status: 304,
      body: '',
    })
  })
})

describe('under a path', () => {
  test('the app is there, and only there', async () => {
    expect(await ask(atPath, '/atoll/')).toMatchObject({ status: 200, body: 'the app' })
    expect((await ask(atPath, '/atoll')).headers.location).toBe('/atoll/')
    expect((await ask(atPath, '/')).status).toBe(404)
    expect((await ask(atPath, '/sw.js')).status).toBe(404)
  })
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..%5csecret.txt',
  '/assets/../../secret.txt',
  '/../site-secret/secret.txt',
  '/.env',
  '/%2eenv',
  '//etc/passwd',
  '/sw.js%00.txt',
  '/%E0%A4',
])('%s leads nowhere', async (path) => {
  const { status, body } = await ask(atRoot, path)
  expect(status).toBe(400)
  expect(body).toBe('')
})

describe('_headers', () => {
  test('are sent with every file, and are no file themselves', async () => {
    writeFileSync(join(root, '_headers'), headersText())
    const page = await ask(atRoot, '/')
    expect(page.headers).toMatchObject({
      'x-frame-options': 'DENY',
      'content-security-policy': "frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    expect((await ask(atRoot, '/_headers')).status).toBe(404)
    rmSync(join(root, '_headers'))
  })
})
