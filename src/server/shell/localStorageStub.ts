/** Defines `localStorage`, which msw's cookie store needs at import and workers lack. Import this module first. */
Object.defineProperty(globalThis, 'localStorage', { value: { getItem: () => null, setItem: () => {} } })

export {}
