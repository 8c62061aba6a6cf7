/** Messages of the page to the service worker. Each is the whole `event.data`. */
export const workerMessages = {
  /** Asks the worker to control this page. After a hard reload the page has no worker. */
  claim: 'claim',
  /** Tells the waiting version to take over, because the user accepted the update. */
  skipWaiting: 'skip waiting',
  /** Asks the worker to download missing files of the app again. Answered on the message's port: the number of files still missing, or -1 if unknown. */
  restore: 'restore',
} as const

/**
 * Files for a request that follows and names the token. A message carries no bytes, only where they are; the body of a request
 * is copied twice on its way. The worker answers `true` on the port that comes with it.
 */
export interface HandOver<Bytes = unknown> {
  /** Random, used once. */
  token: string
  files: Bytes[]
}
