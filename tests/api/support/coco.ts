/** A database, and requests to the handlers of COCO, tasks and uploads: Request in, Response out. */
import 'fake-indexeddb/auto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getResponse, type RequestHandler } from 'msw'
import { ApiError } from '@/contract/errors'
import { datasetCocoHandlers, imageCocoHandlers } from '@/server/handlers/coco'
import { taskHandlers } from '@/server/handlers/task'
import { uploadHandlers } from '@/server/handlers/upload'
import { db, useDatabase } from '@/server/db/schema'
import { newStamp } from '@/server/db/stamp'
import { nextIds } from '@/server/db/counters'
import { wakeTasks } from '@/server/tasks/runner'

const handlers: RequestHandler[] = [...datasetCocoHandlers, ...imageCocoHandlers, ...taskHandlers, ...uploadHandlers]

let databases = 0

/** An empty database in place of the one before. */
export async function freshDatabase(): Promise<void> {
  await wakeTasks().catch(() => {})
  useDatabase(`test-${process.pid}-${++databases}`)
}

export async function addDataset(name = 'set'): Promise<number> {
  const id = await db.transaction('rw', db.counters, () => nextIds('dataset'))
  await db.datasets.add({ ...newStamp(), id, name, categories: [], default_annotation_metadata: {} })
  return id
}

export interface Answer<Body = Record<string, unknown>> {
  status: number
  body: Body
  response: Response
}

export async function raw(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`http://localhost/api${path}`, { method, ...init })
  try {
    const response = await getResponse(handlers, request, { baseUrl: 'http://localhost/' })
    if (!response) throw new Error(`no route for ${method} ${path}`)
    return response
  } catch (error) {
    if (error instanceof ApiError) return Response.json(error.body, { status: error.status })
    throw error
  }
}

/** A request whose answer is JSON. */
export async function api<Body = Record<string, unknown>>(method: string, path: string, init: RequestInit = {}): Promise<Answer<Body>> {
  const response = await raw(method, path, init)
  return { status: response.status, body: JSON.parse(await response.clone().text()) as Body, response }
}

/** All COCO files of tests/data, by their path there. */
export const dataFolder = new URL('../../data/', import.meta.url).pathname
export const readData = (path: string) => readFileSync(join(dataFolder, path))
export const dataFiles = (end: string): string[] =>
  (readdirSync(dataFolder, { recursive: true }) as string[]).map((path) => path.replaceAll('\\', '/')).filter((path) => path.endsWith(end)).sort()
