/**
 * Names of keys: the character they type, so that every keyboard layout has its own, with `Ctrl+`, `Alt+` and `Shift+` before it.
 * Shift counts with letters, with Ctrl and with keys that type nothing; else it is in the character already.
 */
type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> &
  Partial<Pick<KeyboardEvent, 'code'>>

const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Unidentified', 'Process']

/** Null if the press cannot be a shortcut. */
export function keyName({ key: typedKey, code = '', ctrlKey, metaKey, altKey, shiftKey }: Press): string | null {
  // AltGraph comes as Ctrl and Alt, and types a character of its own.
  const typed = altKey && ctrlKey && typedKey.length === 1
  const alt = altKey && !typed
  const key = alt ? unaltered(typedKey, code) : typedKey
  if (MODIFIERS.includes(key)) return null
  const control = !typed && (ctrlKey || metaKey)
  const isLetter = key.toLowerCase() !== key.toUpperCase()
  const shift = shiftKey && (control || alt || key.length > 1 || isLetter)
  return `${control ? 'Ctrl+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key.length === 1 ? key.toLowerCase() : key}`
}

const CODES: Record<string, string> = { BracketLeft: '[', BracketRight: ']' }

/** On a Mac, Alt (Option) types other characters: the place of the key tells which key it is. */
function unaltered(key: string, code: string): string {
  if (key.length > 1 || /^[\x20-\x7e]$/.test(key)) return key
  return CODES[code] ?? /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? key
}

export const sameKey = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const NAMES: Record<string, string> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ContextMenu: 'Menu',
}

/** As printed on the keyboard: `Ctrl+Shift+z` is shown as `Ctrl+Shift+Z`. */
export function shownKey(name: string): string {
  const [, before = '', key = ''] = /^((?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?)(.*)$/.exec(name) ?? []
  return before + (NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}
