/** Files of the app that the browser has dropped, say when its cache was cleared: they are fetched and kept again. */

export interface AppCache {
  /** Addresses of all files of this version. */
  urls: () => string[]
  /** Where the cache has a file. */
  keyOf: (url: string) => string | undefined
  open: () => Promise<Cache>
}

/** Names of files in a page: the build writes a hash of the content into them. */
const ASSETS = /(?:src|href)="([^"]*\/assets\/[^"]+)"/g

export function missingFiles(cache: AppCache) {
  let restoring: Promise<number> | undefined

  async function missing(): Promise<string[]> {
    const stored = await cache.open()
    const known = new Set((await stored.keys()).map(({ url }) => url))
    return cache.urls().filter((url) => !known.has(cache.keyOf(url)!))
  }

  /** Keeps an answer of the network, unless it belongs to another version of the app. Answers whether it did. */
  async function keep(url: string, response: Response): Promise<boolean> {
    const key = cache.keyOf(url)
    if (!key || !response.ok || response.redirected || !(await isOfThisVersion(url, response.clone()))) return false
    await (await cache.open()).put(key, response)
    return true
  }

  /** A page of a later version names files that this one does not have. */
  async function isOfThisVersion(url: string, response: Response): Promise<boolean> {
    if (!response.headers.get('Content-Type')?.startsWith('text/html')) return true
    const names = [...(await response.text()).matchAll(ASSETS)].map(
      ([, name]) => new URL(name!, new URL(url, location.href)).href,
    )
    return names.every((name) => cache.keyOf(name) !== undefined)
  }

  async function restoreAll(): Promise<number> {
    let left = 0
    for (const url of await missing()) {
      const isBack = await fetch(url, { cache: 'no-cache' }).then(
        (response) => keep(url, response),
        () => false,
      )
      if (!isBack) left++
    }
    return left
  }

  return {
    keep,
    /** Fetches what is missing. Answers how many files still are; 0: the app starts without the network. */
    restore: (): Promise<number> => (restoring ??= restoreAll().finally(() => (restoring = undefined))),
  }
}
