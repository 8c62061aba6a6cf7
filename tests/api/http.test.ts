import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from 'msw'
import { path } from '@/server/handlers/http/request'
import { handlersByResource } from '@/server/handlers'
import { answerApi } from '@/server/shell/answerApi'
import { api, freshDatabase, json, raw, refused, requestOf } from './support/api'

beforeEach(freshDatabase)
afterEach(() => {
  vi.restoreAllMocks()
  delete handlersByResource.failing
})

/** A resource that fails in its own way. */
function failWith(error: unknown) {
  handlersByResource.failing = [
    http.get(path('/failing'), () => {
      throw error
    }),
  ]
  return api('GET', '/failing')
}

/** As a link or a form sends it; only a browser can make one. */
const navigation = (method: string, path: string) =>
  Object.defineProperty(requestOf(method, path), 'mode', { value: 'navigate' })

describe('a route', () => {
  it.each(['/category', '/category/'])('answers at %s', async (path) =>
    expect((await api('GET', path)).body).toEqual([]),
  )

  it.each([
    '/nothing',
    '/',
    '',
    '/constructor',
    '/__proto__',
    '/image/1/nothing',
    '/image/x',
    '/image/-1',
    '/image/1.5',
    '/image/%E0%A4',
    '/category//',
  ])('that does not exist is 404: %s', async (path) => {
    const { status, body } = await api('DELETE', path)
    expect({ status, message: body.message }).toEqual({
      status: 404,
      message: expect.stringContaining('There is no such route'),
    })
  })

  it('says which methods it has when it lacks one', async () => {
    const { status, body, response } = await api('PATCH', '/category/')
    expect({ status, body }).toEqual({
      status: 405,
      body: { code: 'method-not-allowed', message: 'The method is not allowed for the requested URL.' },
    })
    expect(response.headers.get('Allow')).toBe('GET, POST, HEAD, OPTIONS')
    const options = await raw('OPTIONS', '/category')
    expect([options.status, options.headers.get('Allow'), await options.text()]).toEqual([
      200,
      'GET, POST, HEAD, OPTIONS',
      '',
    ])
  })

  it('answers HEAD as GET, without the body', async () => {
    const response = await raw('HEAD', '/category/')
    expect([response.status, response.headers.get('Content-Type'), await response.text()]).toEqual([
      200,
      'application/json; charset=utf-8',
      '',
    ])
    expect((await raw('HEAD', '/category/7')).status).toBe(400)
  })
})

describe('every answer', () => {
  it('has an id of its own and says that JSON is UTF-8', async () => {
    const responses = [
      await raw('GET', '/category'),
      await raw('GET', '/category'),
      await raw('GET', '/nothing'),
      await raw('PATCH', '/category'),
    ]
    expect(new Set(responses.map(({ headers }) => headers.get('X-Request-Id'))).size).toBe(4)
    for (const { headers } of responses) expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8')
  })
})

it.each(['/category/', '/nothing', '/openapi.json', '/dataset/1/stats'])(
  '%s is neither kept nor framed nor run',
  async (path) => {
    const { headers } = await raw('GET', path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    })
  },
)

describe('an error', () => {
  it('of ours that nobody foresaw is 500 and logged under the id of the answer', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const error = new TypeError('secret detail')
    const { status, body, response } = await failWith(error)
    expect({ status, body }).toEqual({ status: 500, body: { code: 'internal', message: 'Internal Server Error' } })
    expect(log).toHaveBeenCalledWith(expect.stringContaining(response.headers.get('X-Request-Id')!), error)
  })

  it.each([
    ['of the browser', new DOMException('full', 'QuotaExceededError')],
    [
      'wrapped by Dexie',
      Object.assign(new Error('aborted'), {
        name: 'AbortError',
        inner: new DOMException('full', 'QuotaExceededError'),
      }),
    ],
    [
      'in a bulk write',
      Object.assign(new Error('1 of 3'), {
        name: 'BulkError',
        failures: [new DOMException('full', 'QuotaExceededError')],
      }),
    ],
  ])('for want of room, %s, is 507 and says what to do', async (_where, error) => {
    const { status, body } = await failWith(error)
    expect({ status, message: body.message }).toEqual({
      status: 507,
      message: expect.stringContaining('Delete what you no longer need'),
    })
  })

  it.each([null, undefined, 'text', 7])('that is %s is 500 as well', async (error) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    expect((await failWith(error)).status).toBe(500)
  })

  it('of JSON says where', async () => {
    const { status, body } = await api('POST', '/category', { body: '{"name": "a",}' })
    expect({ status, message: body.message }).toEqual({
      status: 400,
      message: expect.stringContaining('The body is not JSON'),
    })
  })

  it('of a parameter is named with its reason', async () => {
    expect((await api('POST', '/category', { body: '{}' })).body).toEqual({
      code: 'invalid-parameters',
      message: 'Input payload validation failed',
      errors: { name: 'Missing required parameter in the JSON body' },
    })
    expect((await api('GET', '/category/data?limit=x&page=y')).body.errors).toEqual({
      limit: "invalid literal for int() with base 10: 'x'",
      page: "invalid literal for int() with base 10: 'y'",
    })
  })
})

it('a form that came incomplete, or is none, answers 400', async () => {
  const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
  const whole = '--x\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\nbytes\r\n--x--\r\n'
  for (const path of [
    '/image/?dataset_id=1',
    '/image/batch',
    '/dataset/1/coco',
    '/dataset/1/zip',
    '/dataset/1/data',
    '/undo/',
    '/user/preferences',
  ]) {
    for (const body of [whole.slice(0, 60), 'no form', '']) {
      const { status } = await api('POST', path, { headers, body })
      expect([path, status < 500]).toEqual([path, true])
    }
  }
  expect(await refused('POST', '/image/?dataset_id=1', { headers, body: whole.slice(0, 60) })).toEqual([
    400,
    expect.stringMatching(/^The body cannot be read as a form/),
  ])
})

it('a method that a path with a name of its own does not have answers 405, not that the name is no id', async () => {
  const { status, response } = await api('PUT', '/category/data', json({}))
  expect([status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
})

describe('a link or a form from another site', () => {
  it.each([
    ['POST', '/dataset/?name=x'],
    ['POST', '/undo/?id=1&instance=image'],
    ['GET', '/dataset/1/reset/metadata'],
  ])('cannot change anything: %s %s', async (method, path) => {
    const response = await answerApi(navigation(method, path))
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      code: 'forbidden',
      message: expect.stringContaining('cannot change anything'),
    })
    expect((await api('GET', '/dataset/')).body).toEqual([])
  })

  it('can read', async () => {
    expect((await answerApi(navigation('GET', '/category/'))).status).toBe(200)
  })
})

describe('an Idempotency-Key', () => {
  const once = (name: string, key = 'k') =>
    api('POST', '/category', { body: JSON.stringify({ name }), headers: { 'Idempotency-Key': key } })

  it('applies a write once and answers the same again', async () => {
    const first = await once('cat')
    expect((await once('cat')).body).toEqual(first.body)
    expect((await api<unknown[]>('GET', '/category')).body).toHaveLength(1)
  })

  it('that was refused can be tried again', async () => {
    expect((await once('')).status).toBe(400)
    expect((await once('cat')).status).toBe(200)
  })

  it('belongs to one request', async () => {
    await once('cat')
    const { status } = await api('POST', '/dataset?name=x', { headers: { 'Idempotency-Key': 'k' } })
    expect(status).toBe(400)
  })
})
