/** The annotator's actions on the keyboard. Typing in a field is typing, and a focused control keeps its own keys. */
import { onScopeDispose } from 'vue'
import { actions, type Action } from './actions'
import type { Annotator } from './annotator'

const CONTROL_KEYS = ['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']

export function useKeys(annotator: Annotator) {
  const byKey = new Map(actions.flatMap((action) => action.keys.map((key): [string, Action] => [key.toLowerCase(), action])))

  const listen = (event: KeyboardEvent) => {
    if (event.isComposing || isTyping(event) || document.querySelector('dialog[open]')) return
    const action = byKey.get(nameOf(event))
    if (!action?.enabled(annotator)) return
    event.preventDefault()
    action.run(annotator)
  }
  window.addEventListener('keydown', listen)
  onScopeDispose(() => window.removeEventListener('keydown', listen))
}

function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select')) return true
  return CONTROL_KEYS.includes(key) && target.matches('button, a, input')
}

/** Shift is in the character already, except with names and with Ctrl. */
function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  if (altKey) return ''
  const control = ctrlKey || metaKey
  const shift = shiftKey && (control || key.length > 1)
  return `${control ? 'ctrl+' : ''}${shift ? 'shift+' : ''}${key.toLowerCase()}`
}
