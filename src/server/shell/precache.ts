/** The app itself, kept for offline: every file of the build, stored when a version is installed. */
import { PrecacheController, type PrecacheEntry } from 'workbox-precaching'
import { appFiles } from '../appFiles'
import { basePath } from '../base'

// the build writes its list of files here; `vite dev` writes none
declare const self: { __WB_MANIFEST?: (PrecacheEntry | string)[] }

const precache = new PrecacheController()
precache.addToCacheList(self.__WB_MANIFEST ?? [])

/** Stores what this version adds. The version in use keeps its files until this one is activated. */
export const storeApp = (event: ExtendableEvent) => precache.install(event)

/** Drops what only older versions had. */
export const dropOldApp = (event: ExtendableEvent) => precache.activate(event)

export const isPartOfApp = (request: Request) => precache.getCacheKeyForURL(request.url) !== undefined

/** A file of the app; from the network when the browser has dropped it, or under `vite dev`, which stores none. */
export async function answerFile(request: Request): Promise<Response> {
  return (await precache.matchPrecache(request)) ?? fetch(request)
}

/** The page that starts the app, whatever its address: the router reads that. */
export async function answerShell(request: Request): Promise<Response> {
  return (await precache.matchPrecache(`${basePath}index.html`)) ?? fetch(request)
}

appFiles.read = (path) => answerFile(new Request(`${basePath}${path}`))
