/** The global scope with its type. The compiler types `self` as the scope of any worker. */
export const worker = globalThis as unknown as ServiceWorkerGlobalScope
