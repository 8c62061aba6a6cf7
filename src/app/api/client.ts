/** The one way from the page to the API: typed answers, typed errors, writes that are applied once. */
import { ApiError, type ErrorBody } from '@/contract/errors'
import { tabSession } from './tabSession'
import { hasText, t } from '../i18n'
import { serverText } from '../i18n/serverText'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type QueryValue = string | number | boolean | null | undefined

export interface RequestOptions {
  query?: Record<string, QueryValue>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is: large files are never wrapped in a form. */
  file?: Blob
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Idempotency-Key of a write; a fresh one if absent. */
  key?: string
}

/** Waits before an unanswered request is sent again, under the same key. Milliseconds. */
const RETRY_AFTER = [300, 1500]

/** Address of a route, with its query; usable in links and images as well. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return `${import.meta.env.BASE_URL}api${path}${text && `?${text}`}`
}

export async function request<Answer>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer> {
  return readJson<Answer>(await send(method, path, options))
}

/** `response.json()` takes three times as long, which is felt with 5,000 shapes. */
const readJson = async <Answer>(response: Response) =>
  JSON.parse(new TextDecoder().decode(await response.arrayBuffer())) as Answer

/** As `request`, for answers that are no JSON. Throws ApiError for every answer that is not a success. */
export async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await answered(apiUrl(path, options.query), await initOf(method, options))
  if (response.ok) return response
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>
  const message = body.message ?? (response.statusText || t('app.requestFailed', { status: String(response.status) }))
  throw new ApiError(response.status, reasons(message, body.errors), body)
}

async function initOf(method: Method, { json, file, headers = {}, signal, key }: RequestOptions): Promise<RequestInit> {
  const all: Record<string, string> = { ...headers }
  if (method !== 'GET') {
    all['Idempotency-Key'] = key ?? crypto.randomUUID()
    all['Atoll-Session'] = await tabSession()
  }
  if (json !== undefined) all['Content-Type'] = 'application/json'
  return { method, headers: all, body: json === undefined ? file : JSON.stringify(json), signal }
}

/** A worker that was stopped in mid-request answers nothing; the same request again gets the answer of the first. */
async function answered(url: string, init: RequestInit): Promise<Response> {
  for (const wait of RETRY_AFTER) {
    try {
      return await fetch(url, init)
    } catch (error) {
      if (init.signal?.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return fetch(url, init)
}

/** "Input payload validation failed" helps nobody: the reasons, by parameter, do. */
const reasons = (message: string, errors: Record<string, string> = {}) =>
  [message, ...Object.entries(errors).map(([name, reason]) => `${name}: ${reason}`)].join(' – ')

/** What to tell people about an error of any kind. */
export function messageOf(error: unknown): string {
  if (error instanceof TypeError) return t('app.noAnswer')
  if (error instanceof ApiError) return translated(error)
  return error instanceof Error ? error.message : String(error)
}

/** By the code of the error; those without a sentence of their own say what the server says. */
function translated({ body: { code, params }, message }: ApiError): string {
  const key = `errors.${code}`
  return hasText(key) ? t(key, params) : serverText(message)
}
