/** Small settings in localStorage, on this device. Storage may be full or forbidden: then reading finds nothing and writing answers false. */

export function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** null removes the key. Answers whether it was stored. */
export function writeText(key: string, text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
    return true
  } catch {
    return false
  }
}

/** The stored value; undefined if there is none, or if the text is not JSON. Callers check it: other versions may have written it. */
export function readJson(key: string): unknown {
  try {
    return JSON.parse(readText(key) ?? '')
  } catch {
    return undefined
  }
}

/** The stored object; an empty one if something else is stored. */
export function readObject(key: string): Record<string, unknown> {
  const value = readJson(key)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

export function readList(key: string): unknown[] {
  const value = readJson(key)
  return Array.isArray(value) ? value : []
}

export const writeJson = (key: string, value: object): boolean => writeText(key, JSON.stringify(value))
