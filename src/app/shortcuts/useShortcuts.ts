/** The only key listener. Ignores keys typed into fields, keys that a focused control uses, and all keys while a dialog is open. */
import { onScopeDispose } from 'vue'
import { keysOf, type Command } from './bindings'
import { keyName, sameKey } from './keys'

const CONTROL_KEYS = ['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']

/** `run` is told the name of the key, and returns whether it handled it. Tab is a shortcut in the drawing area only. */
export function useShortcuts<C extends Command>(commands: readonly C[], run: (command: C, key: string) => boolean) {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event) || isCopyingText(event) || isLeaving(event))
      return
    if (document.querySelector('dialog[open], [role=dialog], [role=alertdialog], [role=menu]')) return
    const name = keyName(event)
    const command = name === null ? undefined : commands.find((each) => keysOf(each).some((key) => sameKey(key, name)))
    if (name !== null && command && run(command, name)) event.preventDefault()
  }
  window.addEventListener('keydown', listen)
  onScopeDispose(() => window.removeEventListener('keydown', listen))
}

function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  const field = 'input:not([type=checkbox], [type=radio], [type=range], [type=color]), textarea, select'
  if (target.isContentEditable || target.matches(field)) return true
  return CONTROL_KEYS.includes(key) && target.matches('button, a, input, summary')
}

const isLeaving = ({ key, target }: KeyboardEvent) =>
  key === 'Tab' && !(target instanceof Element && target.matches('[role=application]'))

/** Ctrl+C copies selected text if there is any. */
const isCopyingText = (event: KeyboardEvent) => keyName(event) === 'Ctrl+c' && String(window.getSelection()) !== ''
