/** What all end-to-end tests start from: the built app on a server of its own, in a fresh browser profile. */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import { sites } from './sites'
import { startServer, type Server } from './server'

export { expect }

export interface Answer<Body> {
  status: number
  body: Body
}

export interface App {
  /** Where the app is served, ending in a slash. */
  url: string
  /** Goes to an address of the app, say 'categories', and waits until the app has started there. */
  open: (page: Page, path?: string) => Promise<void>
  /** Asks the API from inside the page, as the app does; the path comes after `api/`. */
  api: <Body = unknown>(page: Page, method: string, path: string, body?: unknown) => Promise<Answer<Body>>
  /** A page of somebody else: its storage is empty and its worker is not installed. */
  freshProfile: () => Promise<Page>
}

interface Fixtures {
  site: { root: string; base: string }
  server: Server
  app: App
}

/** Under `test.use({ site: sites.subPath })` the app is that of the sub-path. */
export const test = base.extend<Fixtures>({
  site: [sites.main, { option: true }],

  server: async ({ site }, use) => {
    const server = await startServer(site)
    await use(server)
    await server.stop()
  },

  baseURL: async ({ server }, use) => use(server.url),

  app: async ({ server, context, browser }, use) => {
    const errors: string[] = []
    const contexts: BrowserContext[] = []
    watch(context, errors)
    const freshProfile = async () => {
      const another = await browser.newContext({ baseURL: server.url })
      watch(another, errors)
      contexts.push(another)
      return another.newPage()
    }
    await use({ url: server.url, open, api, freshProfile })
    for (const each of contexts) await each.close()
    expect(errors, 'errors, uncaught or printed, and refusals of the content security policy').toEqual([])
  },
})

async function open(page: Page, path = ''): Promise<void> {
  await page.goto(path)
  await started(page)
}

/** The app has taken its place in the page, so the worker answers. */
export async function started(page: Page): Promise<void> {
  await page.locator('#app[data-v-app]').waitFor({ state: 'attached' })
}

async function api<Body>(page: Page, method: string, path: string, body?: unknown): Promise<Answer<Body>> {
  return page.evaluate(
    async ({ method, path, body }) => {
      // the page's own address does not tell where the app is served, its worker's does
      const registration = await navigator.serviceWorker.ready
      const init =
        body === undefined
          ? { method }
          : { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
      const response = await fetch(new URL(`api/${path.replace(/^\//, '')}`, registration.scope), init)
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    { method, path, body },
  )
}

/** What the built Vue does with an error of a component or a watcher: it prints it, and half a page may be gone. */
const PRINTED_ERROR = /^(Uncaught )?(\(in promise\) )?\w*(Error|Exception)\b/

function watch(context: BrowserContext, errors: string[]): void {
  context.on('weberror', (error) => errors.push(String(error.error())))
  context.on('console', (message) => {
    const isError = message.type() === 'error' && PRINTED_ERROR.test(message.text())
    if (isError || /Content Security Policy/i.test(message.text())) errors.push(message.text())
  })
}
