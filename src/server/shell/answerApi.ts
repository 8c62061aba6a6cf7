/** Answers requests of the API. The only place where errors become responses. */
import { getResponse, HttpResponse, matchRequestUrl, type HttpHandler } from 'msw'
import { ApiError } from '@/contract/errors'
import { responseHeaders } from '@/core/responseHeaders'
import { basePath } from '../base'
import { errorNames } from '../db/store/quotaError'
import { handlersByResource } from '../handlers'
import { refuseNavigation } from '../handlers/http/request'

const READING = ['GET', 'HEAD', 'OPTIONS']

/** Answers one /api request. Never rejects, because the page would see a network error. */
export async function answerApi(request: Request): Promise<Response> {
  const id = crypto.randomUUID()
  const response = await answer(request).catch((error: unknown) => answerError(error, request, id))
  response.headers.set('X-Request-Id', id)
  for (const [name, value] of Object.entries(responseHeaders.api))
    if (!response.headers.has(name)) response.headers.set(name, value)
  if (response.headers.get('Content-Type') === 'application/json')
    response.headers.set('Content-Type', 'application/json; charset=utf-8')
  return response
}

async function answer(request: Request): Promise<Response> {
  // a link or a form on another site can reach the worker, but must not change anything
  if (!READING.includes(request.method)) refuseNavigation(request)

  // older clients request /dataset//data
  if (READING.includes(request.method) && /\/{2}/.test(new URL(request.url).pathname))
    return answer(withoutDoubleSlashes(request))

  const handlers = handlersFor(request)
  if (request.method === 'HEAD') return withoutBody(await answer(new Request(request, { method: 'GET' })))

  // msw clones each request for its log; the clone of an upload would stay in memory
  request.clone = () => request
  const response = await getResponse(handlers, request, { baseUrl: originOf(request) })
  if (response) return response

  const allowed = methodsAt(handlers, request)
  if (allowed.length === 0) throw noRoute(request)

  const headers = { Allow: [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ') }
  if (request.method === 'OPTIONS') return new Response(null, { headers })
  throw new ApiError(405, 'The method is not allowed for the requested URL.', {}, headers)
}

/** The handlers whose paths can match: those of the resource in the first path segment with the same number of segments. */
function handlersFor(request: Request): HttpHandler[] {
  const { pathname } = new URL(request.url)
  const [resource = ''] = pathname.slice(`${basePath}api/`.length).split('/')
  const handlers = Object.hasOwn(handlersByResource, resource) ? handlersByResource[resource]! : []
  const asked = segmentsOf(pathname.replace(/\/$/, ''))
  const fitting = handlers.filter((handler) => fits(handler, asked))
  // /category/data is no category with the id `data`
  const literal = fitting.filter((handler) => !String(handler.info.path).includes('/:'))
  return literal.length > 0 ? literal : fitting
}

const segmentsOf = (path: string) => path.toLowerCase().split('/')

/** Path segments of handlers. msw compiles the path of each handler for each request, so it gets only those that can match. */
const segmentsByHandler = new WeakMap<HttpHandler, string[]>()

function fits(handler: HttpHandler, asked: string[]): boolean {
  let own = segmentsByHandler.get(handler)
  if (!own) segmentsByHandler.set(handler, (own = segmentsOf(String(handler.info.path))))
  return (
    own.length === asked.length && own.every((segment, index) => segment.startsWith(':') || segment === asked[index])
  )
}

function methodsAt(handlers: HttpHandler[], request: Request): string[] {
  const url = new URL(request.url)
  const there = handlers.filter(
    ({ info: { path } }) => typeof path === 'string' && matchRequestUrl(url, path, originOf(request)).matches,
  )
  return [...new Set(there.map(({ info }) => String(info.method)))]
}

const originOf = (request: Request) => `${new URL(request.url).origin}/`

const noRoute = (request: Request) =>
  new ApiError(404, `There is no such route: ${request.method} ${new URL(request.url).pathname.slice(0, 200)}`)

function withoutDoubleSlashes({ url, method, headers, signal }: Request): Request {
  const single = new URL(url)
  single.pathname = single.pathname.replace(/\/{2,}/g, '/')
  return new Request(single, { method, headers, signal })
}

function withoutBody(response: Response): Response {
  response.body?.cancel().catch(() => {})
  return new Response(null, response)
}

function answerError(error: unknown, request: Request, id: string): Response {
  const known = error instanceof ApiError ? error : translated(error, request)
  if (known) return HttpResponse.json(known.body, { status: known.status, headers: known.headers })
  console.error(`[${id}] ${request.method} ${request.url}`, error)
  return HttpResponse.json({ code: 'internal', message: 'Internal Server Error' }, { status: 500 })
}

/** Errors of the browser that have a meaning for people. */
function translated(error: unknown, request: Request): ApiError | undefined {
  const names = errorNames(error)
  if (names.includes('QuotaExceededError')) {
    return new ApiError(
      507,
      'The storage is full; nothing was changed. Delete what you no longer need and empty the trash, or free space on the disk.',
    )
  }
  if (names.includes('NewerDatabaseError')) {
    return new ApiError(
      503,
      'A newer version of Atoll has stored data here, so this older one changes nothing. Close all tabs of Atoll, then open it again: that starts the newer version.',
    )
  }
  if (names.includes('MissingAPIError') || names.includes('OpenFailedError')) {
    return new ApiError(
      507,
      'This browser does not let the app store anything. A private window often does not: use an ordinary one.',
    )
  }
  // a path like /image/%E0%A4 cannot be decoded
  if (names.includes('URIError')) return noRoute(request)
  return undefined
}
