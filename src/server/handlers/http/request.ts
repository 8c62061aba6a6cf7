/** Shared by all handlers: paths, parsing of requests, answers. */
import { ApiError, badRequest, invalidParameters } from '@/contract/errors'
import type { z } from '@/contract/zod'
import { basePath } from '../../base'
import type { Room } from '../../db/store/makeRoom'
import { writeOnce, type OnceOptions } from '../../db/store/write'
import { asUser } from '../../userFirst'
import type { Stamp } from '../../db/store/rows'

/** The full path of a route. Routes are written without a trailing slash; requests may have one. */
export const path = (route: string) => `${basePath}api${route}`.replace(/\/+$/, '')

/** A path parameter as a non-negative integer. Throws 404 for anything else, as if there were no such route. */
export function readId(params: Record<string, unknown>, name = 'id'): number {
  const text = String(params[name])
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new ApiError(404, `There is no such route: '${text.slice(0, 40)}' is not an id.`)
}

/** Throws 403 for navigations to routes that change data: any site can have a link or a form to them. */
export function refuseNavigation(request: Request): void {
  if (request.mode === 'navigate')
    throw new ApiError(403, 'A link or a form cannot change anything here. Use the app, or fetch() from a page of it.')
}

/** Which of the tabs or clients asks, so that undo takes back its own steps; null: it does not say. */
export function readSession(request: Request): string | null {
  const session = request.headers.get('atoll-session')
  if (session === null || /^[\w-]{1,64}$/.test(session)) return session
  throw badRequest('Atoll-Session: up to 64 letters, digits, - and _.')
}

/** A visit that no page of this app began: a link on another site, or an address that was typed. Only our own pages name themselves as the referrer. */
export function isForeign({ mode, referrer, url }: Request): boolean {
  return mode === 'navigate' && !referrer.startsWith(`${new URL(url).origin}${basePath}`)
}

/** Parses the query string. Throws 400 with a reason for each invalid parameter. */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  return parse(schema, Object.fromEntries(new URL(request.url).searchParams), 'the query string')
}

/** Parses the JSON body, whatever its content type. An absent body is an empty object. */
export async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  return parse(schema, await readJson(request), 'the JSON body')
}

/** Parses arguments that the documented API accepts in the query, a form or a JSON body. The body wins. */
export async function readArguments<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const body = await readFormOrJson(request)
  return parse(schema, { ...query, ...body }, 'the JSON body or the post body or the query string')
}

/** The JSON body, not validated. Throws 400 if it is not JSON. */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badRequest(`The body is not JSON: ${(error as Error).message}`)
  }
}

/** The body as a form; 400 when it is none, or came incomplete. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (error) {
    throw badRequest(
      `The body cannot be read as a form: ${(error as Error).message}. Send multipart/form-data with its boundary.`,
    )
  }
}

async function readFormOrJson(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? ''
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type)) {
    return Object.fromEntries(await readForm(request))
  }
  const body = await readJson(request)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw badRequest('The body must be a JSON object.')
}

export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors: Record<string, string> = {}
  for (const issue of result.error.issues) {
    const name = issue.path.join('.') || 'body'
    errors[name] ??= reason(issue, value, where)
  }
  throw invalidParameters(errors)
}

function reason(issue: z.core.$ZodIssue, value: unknown, where: string): string {
  const given = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
  if (given === undefined) return `Missing required parameter in ${where}`
  // a union reports all its branches; the first reason of the last branch is the most useful one
  if (issue.code === 'invalid_union') return issue.errors.at(-1)?.[0]?.message ?? issue.message
  return issue.message
}

/** Answers 200 with JSON. HttpResponse.json would encode it twice, to count the bytes, which is slow for 5,000 shapes. */
export function json(body: unknown): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  return new Response(bytes, {
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(bytes.length) },
  })
}

/** Answers the result of a write, which runs once for each Idempotency-Key. Parse the request before; `work` must await only the database. */
export async function answerOnce<R = void>(
  request: Request,
  work: (had: R) => Promise<unknown>,
  options: OnceOptions<R> = {},
) {
  const target = `${request.method} ${new URL(request.url).pathname}`
  return json(
    await asUser(() =>
      writeOnce(request.headers.get('idempotency-key'), target, work, { room: roomFor(request), ...options }),
    ),
  )
}

/** Deleting, exporting and checking must work in a full store. */
export function roomFor({ method }: Request): Room {
  return method === 'DELETE' || method === 'GET' ? 'reserve' : 'caches'
}

/** The stamp as the API answers it. */
export const serialiseStamp = (row: Stamp) => ({
  uuid: row.uuid,
  revision: row.revision,
  updated_at: { $date: row.updated_at },
  creator: row.creator,
  deleted: row.deleted,
  ...(row.deleted_date === undefined ? {} : { deleted_date: { $date: row.deleted_date } }),
})
