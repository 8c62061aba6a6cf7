/**
 * The content policy of the page requires Trusted Types: no text becomes markup or the address of a script. Vue has a policy of
 * its own for its templates. Addresses of workers are let through when they are files of this app; markup only where a page has
 * said how it is cleaned.
 */
interface Factory {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(url: string): string }): unknown
}

let cleaner: ((markup: string) => string) | undefined

/** From here on what becomes markup is cleaned so, for a library that makes some. */
export function cleanMarkup(clean: (markup: string) => string): void {
  cleaner = clean
}

const { trustedTypes } = globalThis as { trustedTypes?: Factory }

trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (cleaner) return cleaner(text)
    throw new TypeError('No text becomes markup here.')
  },
  createScriptURL(url) {
    const { href } = new URL(url, location.href)
    const app = new URL(import.meta.env.BASE_URL, location.href).href
    if (href.startsWith(app)) return href
    throw new TypeError(`${url} is no script of this app.`)
  },
})
