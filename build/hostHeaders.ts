/** `_headers`, which Netlify, Cloudflare Pages and our static server read: the headers of the app's files, for a host. */
import type { Plugin } from 'vite'
import { responseHeaders } from '../src/core/responseHeaders.ts'

export const HOST_HEADERS = '_headers'

export const headersText = (): string =>
  `/*\n${Object.entries(responseHeaders.app)
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join('')}`

export const hostHeaders = (): Plugin => ({
  name: 'atoll:host-headers',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: HOST_HEADERS, source: headersText() })
  },
})
