/**
 * Headers that keep other sites away, by what is answered. One table for the service worker and for hosts that can send headers
 * (`_headers`, which the build writes and the static server reads). The content policy of the page is in the page: build/contentPolicy.ts.
 */
type Headers = Readonly<Record<string, string>>

const everywhere: Headers = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  // no other site may show it in a frame
  'X-Frame-Options': 'DENY',
}

export const responseHeaders = {
  /** Every file of the app, its pages included: no other site may hold its window. */
  app: {
    ...everywhere,
    'Content-Security-Policy': "frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
  },
  /** What the API answers: data, which does nothing when it is opened as a page. An answer's own headers come first. */
  api: {
    ...everywhere,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cache-Control': 'no-store',
  },
} satisfies Record<string, Headers>
