/** The app itself, kept for offline: every file of the build, stored when a version is installed. */
import { PrecacheController, type PrecacheEntry } from 'workbox-precaching'
import { responseHeaders } from '@/core/responseHeaders'
import { appFiles } from '../appFiles'
import { basePath } from '../base'
import { missingFiles } from './missingFiles'

// the build writes its list of files here; `vite dev` writes none
declare const self: { __WB_MANIFEST?: (PrecacheEntry | string)[] }

const precache = new PrecacheController()
precache.addToCacheList(self.__WB_MANIFEST ?? [])

/** Stores what this version adds. The version in use keeps its files until this one is activated. */
export const storeApp = (event: ExtendableEvent) => precache.install(event)

/** Drops what only older versions had. */
export const dropOldApp = (event: ExtendableEvent) => precache.activate(event)

export const isPartOfApp = (request: Request) => precache.getCacheKeyForURL(request.url) !== undefined

const files = missingFiles({
  urls: () => precache.getCachedURLs(),
  keyOf: (url) => precache.getCacheKeyForURL(url),
  open: () => caches.open(precache.strategy.cacheName),
})

/** Fetches what the browser has dropped of the app. Answers how many files are still missing. */
export const restoreApp = (): Promise<number> => files.restore()

/** A file of the app; from the network when the browser has dropped it, or under `vite dev`, which stores none. */
export async function answerFile(request: Request): Promise<Response> {
  return secured((await precache.matchPrecache(request)) ?? (await fetchAgain(request, request.url)))
}

/** The page that starts the app, whatever its address: the router reads that. */
export async function answerShell(request: Request): Promise<Response> {
  const page = `${basePath}index.html`
  return secured((await precache.matchPrecache(page)) ?? (await fetchAgain(request, page)))
}

/** What was dropped is kept again, and everything else that was dropped with it. */
async function fetchAgain(request: Request, file: string): Promise<Response> {
  if (precache.getCacheKeyForURL(file) === undefined) return fetch(request)
  const response = await fetch(new URL(file, location.href), { cache: 'no-cache' }).catch(() => fetch(request))
  // a store that is full keeps nothing, and the page starts nevertheless
  await files.keep(file, response.clone()).catch(() => false)
  return response
}

/** With the headers that a plain static host does not send. */
function secured(response: Response): Response {
  if (response.type === 'opaqueredirect' || response.type === 'error') return response
  const answer = new Response(response.body, response)
  for (const [name, value] of Object.entries(responseHeaders.app)) answer.headers.set(name, value)
  return answer
}

appFiles.read = (path) => answerFile(new Request(`${basePath}${path}`))
