/** A client that never gives up: a request that dies with its worker or its browser is sent again under the same key. */
import type { Page } from '@playwright/test'
import type { KillableBrowser } from './browser'
import { pause } from './importing'

export interface Sent {
  method: string
  path: string
  json?: object
  /** A file as the body, in base 64. */
  file?: string
  /** Of the idempotency that the API promises; requests that write have one. */
  key?: string
  session?: string
  headers?: Record<string, string>
}

export interface Answer<Body = Record<string, unknown>> {
  status: number
  body: Body
}

/** Thrown by clients that leave with the browser: whether their last request was stored is not known to them. */
export class Left extends Error {}

const DEADLINE = 120_000 // milliseconds for one request, through all disturbances

export class Client {
  private number = 0

  constructor(
    private readonly browser: KillableBrowser,
    private readonly name: string,
    /** Asked after a failed request: true ends the client, as when its tab was closed. */
    private readonly leaves: () => boolean,
  ) {}

  async send<Body>(request: Omit<Sent, 'key'>): Promise<Answer<Body>> {
    const key = request.method === 'GET' ? undefined : `${this.name}-${++this.number}`
    const deadline = Date.now() + DEADLINE
    for (;;) {
      const answer = await ask<Body>(this.browser.current, { ...request, key }).catch(() => null)
      if (answer && !isBusy(answer)) return answer
      if (!answer && this.leaves()) throw new Left()
      if (Date.now() > deadline) throw new Error(`${request.method} ${request.path} has no answer`)
      await pause(30)
    }
  }

  /** Throws unless the answer is a success. */
  async done<Body>(request: Omit<Sent, 'key'>): Promise<Body> {
    const { status, body } = await this.send<Body>(request)
    if (status < 300) return body
    throw new Error(`${request.method} ${request.path}: ${status} ${JSON.stringify(body)}`)
  }

  async followTask(id: number): Promise<void> {
    for (;;) {
      const task = await this.done<{ completed: boolean; status: string; message?: string }>({
        method: 'GET',
        path: `/tasks/${id}`,
      })
      if (task.completed && task.status === 'succeeded') return
      if (task.completed) throw new Error(`task ${id} ended as ${task.status}: ${task.message}`)
      await pause(40)
    }
  }
}

/** An import is publishing into the dataset, or the worker is just starting. */
const isBusy = ({ status, body }: Answer<unknown>) =>
  status === 503 || (status === 409 && JSON.stringify(body).includes('is writing into'))

/** An archive is answered in base 64. */
const ask = <Body>(page: Page, request: Sent): Promise<Answer<Body>> =>
  page.evaluate(async ({ method, path, json, file, key, session, headers }) => {
    const response = await fetch(`api${path}`, {
      method,
      headers: {
        ...(json ? { 'Content-Type': 'application/json' } : {}),
        ...(key ? { 'Idempotency-Key': key } : {}),
        ...(session ? { 'Atoll-Session': session } : {}),
        ...headers,
      },
      body: json
        ? JSON.stringify(json)
        : file
          ? new Blob([Uint8Array.from(atob(file), (each) => each.charCodeAt(0))])
          : undefined,
    })
    if (response.headers.get('Content-Type') !== 'application/zip')
      return { status: response.status, body: (await response.json().catch(() => null)) as Body }
    const bytes = new Uint8Array(await response.arrayBuffer())
    let text = ''
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
    return { status: response.status, body: { base64: btoa(text) } as Body }
  }, request)
