/** Errors of a full store, however a browser or Dexie wraps them. */

/** Names of an error and of those that it wraps. Dexie wraps what the browser throws. */
export function errorNames(error: unknown): string[] {
  const { name = '', inner, failures = [] } = (error ?? {}) as { name?: string; inner?: unknown; failures?: unknown[] }
  return [name, ...[inner, failures[0]].flatMap((each) => (each ? errorNames(each) : []))]
}

export const isQuotaError = (error: unknown): boolean => errorNames(error).includes('QuotaExceededError')
