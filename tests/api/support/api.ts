/** A database in memory and the API on it: Request in, Response out, through the place that answers in the worker too. */
import 'fake-indexeddb/auto'
import { expect } from 'vitest'
import { openApi } from '@/contract/routes/openapi'
import type { z } from '@/contract/zod'
import { appFiles } from '@/server/appFiles'
import { useDatabase } from '@/server/db/store/schema'
import { datasets } from '@/server/db/datasets/datasets'
import { images, type NewImageRow } from '@/server/db/images/images'
import type { ImageRow } from '@/server/db/store/rows'
import { answerApi } from '@/server/shell/answerApi'
import { wakeTasks } from '@/server/tasks/runner'
import { expectConforming } from './conform'

// the build writes this file; here it is made
appFiles.read = async () => new Response(JSON.stringify(openApi()))

let databases = 0

/** An empty database in place of the one before. */
export async function freshDatabase(): Promise<void> {
  await wakeTasks().catch(() => {})
  useDatabase(`test-${process.pid}-${++databases}`)
}

export interface Answer<Body = Record<string, unknown>> {
  status: number
  body: Body
  response: Response
}

export const requestOf = (method: string, path: string, init: RequestInit = {}) =>
  new Request(`http://localhost/api${path}`, { method, ...init })

/** Every answer is checked against its route. */
export async function raw(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await answerApi(requestOf(method, path, init))
  await expectConforming(requestOf(method, path), response)
  return response
}

/** A request whose answer is JSON. */
export async function api<Body = Record<string, unknown>>(
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Answer<Body>> {
  const response = await raw(method, path, init)
  return { status: response.status, body: JSON.parse(await response.clone().text()) as Body, response }
}

/** A body of JSON. */
export const json = (value: unknown, headers: Record<string, string> = {}): RequestInit => ({
  body: JSON.stringify(value),
  headers: { 'Content-Type': 'application/json', ...headers },
})

/** A request that must succeed; its answer is what the schema says, and has no field that the schema does not name. */
export async function answered<Schema extends z.ZodType>(
  schema: Schema,
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<z.infer<Schema>> {
  const { status, body } = await api<unknown>(method, path, init)
  expect({ status, body }).toMatchObject({ status: 200 })
  const parsed = schema.parse(body)
  expect(body).toEqual(parsed)
  return parsed
}

/** Status and message of a request that must fail. */
export async function refused(
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<[status: number, message: string]> {
  const { status, body } = await api<{ message: string }>(method, path, init)
  return [status, body.message]
}

export const addDataset = async (name = 'set'): Promise<number> => (await datasets.create({ name })).id

/** Facts without images, each of 100 x 80 pixels unless told otherwise. */
export const addImages = (dataset: number, paths: string[], fields: Partial<NewImageRow> = {}): Promise<ImageRow[]> =>
  images.insertAll(paths.map((path) => ({ dataset_id: dataset, path, width: 100, height: 80, ...fields })))
