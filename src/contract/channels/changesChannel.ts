/** Name of the BroadcastChannel that announces `{ seq }` of the newest change. `base`: path of the app, because apps may share an origin. */
export const changesChannelName = (base: string) => `atoll:${base}:changes`
