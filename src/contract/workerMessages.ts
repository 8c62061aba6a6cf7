/** What the page says to the service worker; each is the whole of `event.data`. */
export const workerMessages = {
  /** Take over this page: after a hard reload the browser gives it no worker. */
  claim: 'claim',
  /** The user accepted the update that is waiting. */
  skipWaiting: 'skip waiting',
  /** Fetch what the browser has dropped of the app. The answer, on the port that comes with it: how many files are still missing, -1 when that is not known. */
  restore: 'restore',
} as const

/**
 * Files for a request that follows and names the token. A message carries no bytes, only where they are; the body of a request
 * is copied twice on its way. The worker answers `true` on the port that comes with it.
 */
export interface HandOver<Bytes = unknown> {
  /** Made up by the page, used once. */
  token: string
  files: Bytes[]
}
