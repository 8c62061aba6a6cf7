/** Small settings, stored on this device. */
export function remember(key: string, value: object) {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // storage is full or blocked: the setting lasts until the page is closed
  }
}

/** Stored values override the defaults. */
export function remembered<T extends object>(key: string, otherwise: T): Partial<T> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : otherwise
  } catch {
    return otherwise
  }
}
