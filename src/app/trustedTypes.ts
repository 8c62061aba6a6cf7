/**
 * The default Trusted Types policy, which the page's content security policy requires. Script addresses must be files of this app.
 * Markup is refused unless a page has named a function that cleans it. Vue templates have a policy of their own.
 */
interface Factory {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(url: string): string }): unknown
}

let cleaner: ((markup: string) => string) | undefined

/** Allows markup from now on, cleaned by `clean`. For pages with a library that creates markup. */
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
