/** Path at which the app is served, with a final slash, such as '/' or '/atoll/'. '/' in tests. */
const scope = (globalThis as { registration?: { scope: string } }).registration?.scope

export const basePath = scope ? new URL(scope).pathname : '/'
