/** What the page says to the service worker; each is the whole of `event.data`. */
export const workerMessages = {
  /** Take over this page: after a hard reload the browser gives it no worker. */
  claim: 'claim',
  /** The user accepted the update that is waiting. */
  skipWaiting: 'skip waiting',
} as const
