/**
 * Names of keys: the character they type, so that every keyboard layout has its own, with `Ctrl+` and `Shift+` before it.
 * Shift counts with letters, with Ctrl and with keys that type nothing; else it is in the character already.
 */
type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Unidentified', 'Process', 'Tab']

/** Null if the press cannot be a shortcut. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): string | null {
  // AltGraph comes as Ctrl and Alt, and types a character of its own.
  const typed = altKey && ctrlKey && key.length === 1
  if (MODIFIERS.includes(key) || (altKey && !typed)) return null
  const control = !typed && (ctrlKey || metaKey)
  const isLetter = key.toLowerCase() !== key.toUpperCase()
  const shift = shiftKey && (control || key.length > 1 || isLetter)
  return `${control ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${key.length === 1 ? key.toLowerCase() : key}`
}

export const sameKey = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const NAMES: Record<string, string> = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' }

/** As printed on the keyboard: `Ctrl+Shift+z` is shown as `Ctrl+Shift+Z`. */
export function shownKey(name: string): string {
  const [, before = '', key = ''] = /^((?:Ctrl\+)?(?:Shift\+)?)(.*)$/.exec(name) ?? []
  return before + (NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}
