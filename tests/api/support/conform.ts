/**
 * Every answer in the tests of the API is what its route says: the one place where that is checked. And which test asked
 * for which route is written down, for the table in docs/api.md (build/apiTable.mjs).
 */
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { expect } from 'vitest'
import { routes } from '@/contract/routes'
import { ErrorAnswer, isMedia, type Route } from '@/contract/routes/route'
import { Task } from '@/contract/task'
import { z } from '@/contract/zod'

const folder = new URL('../../../node_modules/.tmp/routes/', import.meta.url).pathname

/** Any route may answer these: no such id, opened as a page, no such method, unexpected, data of a newer version, no room. */
const ANYWHERE = [403, 404, 405, 500, 503, 507]

export function routeOf(method: string, pathname: string): Route | undefined {
  const path = pathname
    .replace(/\/{2,}/g, '/')
    .replace(/^\/api/, '')
    .replace(/\/$/, '')
  const [, resource = ''] = path.split('/')
  const list = Object.hasOwn(routes, resource) ? routes[resource]! : []
  const matches = list.filter(
    (route) => route.method === (method === 'HEAD' ? 'GET' : method) && pattern(route).test(path),
  )
  // /annotation/bulk before /annotation/{id}
  return matches.find((route) => !route.path.includes('{')) ?? matches[0]
}

const pattern = ({ path }: Route) =>
  new RegExp(
    `^${path
      .replace(/\/$/, '')
      .replaceAll('.', '\\.')
      .replace(/\{\w+\}/g, '[^/]+')}$`,
  )

export async function expectConforming(request: Request, response: Response): Promise<void> {
  const route = routeOf(request.method, new URL(request.url).pathname)
  if (route) remember(route, response.status)
  const isJson = /^application\/json/.test(response.headers.get('Content-Type') ?? '')
  if (!isJson || request.method === 'HEAD') return expectNoJson(request, response, route)
  const body: unknown = JSON.parse(await response.clone().text())
  const schema = schemaOf(route, response.status)
  const { success, data, error } = schema.safeParse(body)
  const where = `${request.method} ${request.url}: ${response.status}`
  if (!success) expect.fail(`${where} is not what its route says: ${JSON.stringify(error.issues).slice(0, 800)}`)
  // nothing that the schema does not name
  expect(body, where).toEqual(data)
}

function expectNoJson({ method, url }: Request, { status, headers }: Response, route: Route | undefined) {
  if (!route || method === 'HEAD' || status === 304) return
  const type = headers.get('Content-Type')?.split(';')[0]
  const isKnown = isMedia(route.answer) && (status === 200 || status === 206) && route.answer.media.includes(type ?? '')
  if (!isKnown) expect.fail(`${method} ${url}: ${status}, ${type} is not what its route says`)
}

function schemaOf(route: Route | undefined, status: number): z.ZodType {
  if (!route) return ErrorAnswer
  if (status === 200 && !isMedia(route.answer)) return route.answer
  if (status === 202 && route.isTask) return Task
  expect(documented(route), `${route.method} ${route.path} does not document ${status}`).toContain(status)
  return status === 409 && route.conflict ? z.union([route.conflict, ErrorAnswer]) : ErrorAnswer
}

function documented({ errors = {}, query, body, path }: Route): number[] {
  return [...Object.keys(errors).map(Number), ...ANYWHERE, ...(query || body || path.includes('{') ? [400] : [])]
}

const seen = new Set<string>()

/** One file for each test file, written anew when it runs. */
function remember({ method, path }: Route, status: number) {
  const test = basename(expect.getState().testPath ?? '')
  const line = JSON.stringify({ method, path, ok: status < 400 })
  if (seen.has(line) || test === '') return
  const file = `${folder}${test}.jsonl`
  if (seen.size === 0) {
    mkdirSync(folder, { recursive: true })
    rmSync(file, { force: true })
  }
  seen.add(line)
  appendFileSync(file, `${line}\n`)
}
