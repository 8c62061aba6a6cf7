/** Name of the BroadcastChannel on which tabs hear `{ seq }` of the newest change. `base`: path of the app, since several may share an origin. */
export const changesChannelName = (base: string) => `atoll:${base}:changes`
