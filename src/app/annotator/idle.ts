const PATIENCE = 500 // milliseconds

/** Resolves when the page has nothing better to do, or after half a second. */
export const idle = () =>
  new Promise<unknown>((resolve) => (typeof requestIdleCallback === 'undefined' ? setTimeout(resolve, 16) : requestIdleCallback(resolve, { timeout: PATIENCE })))
