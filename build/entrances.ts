/**
 * Copies of the page for a first visit to a deep link on a plain static host, when no worker answers yet:
 * `404.html` is what such hosts send for an address they lack, `api/index.html` is for the page about the API.
 */
import type { Plugin } from 'vite'

export const entrances = ['404.html', 'api/index.html']

export const emitEntrances = (): Plugin => ({
  name: 'atoll:entrances',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const page = bundle['index.html']
    if (page?.type !== 'asset') throw new Error('The build made no index.html to copy.')
    for (const fileName of entrances) this.emitFile({ type: 'asset', fileName, source: page.source })
  },
})
