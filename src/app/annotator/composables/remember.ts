/** Small settings that are kept on this device. */
export function remember(key: string, value: object) {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // No room or no permission: it holds until the page is closed.
  }
}

/** What is stored of that name, over what is given for it. */
export function remembered<T extends object>(key: string, otherwise: T): Partial<T> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : otherwise
  } catch {
    return otherwise
  }
}
