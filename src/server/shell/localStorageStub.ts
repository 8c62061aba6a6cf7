/** msw's cookie store wants `localStorage` when it is imported, and a worker has none. Import this first. */
Object.defineProperty(globalThis, 'localStorage', { value: { getItem: () => null, setItem: () => {} } })

export {}
