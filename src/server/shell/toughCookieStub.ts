/** Stands in for `tough-cookie`, half of msw's size: nobody here sets a cookie. The build puts it in its place. */
export class MemoryCookieStore {
  idx: Record<string, never> = {}
}

export class CookieJar {
  getCookiesSync(): never[] {
    return []
  }

  async setCookie(): Promise<void> {}
}

export const Cookie = { fromJSON: () => null }
