/** Replaces `tough-cookie` in the build, which is half of msw's size. The API uses no cookies. */
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
