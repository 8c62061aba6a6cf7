/** The global scope as what it is. `self` is that of any worker to the compiler. */
export const worker = globalThis as unknown as ServiceWorkerGlobalScope
