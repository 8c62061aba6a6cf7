/** Where the app is served, ending in a slash: '/' or, say, '/atoll/'. Tests run at '/'. */
const scope = (globalThis as { registration?: { scope: string } }).registration?.scope

export const basePath = scope ? new URL(scope).pathname : '/'
