import { beforeEach, expect, test } from 'vitest'
import { bindKey, holderOf, isChanged, keysOf, resetAllKeys, resetKeys } from '@/app/shortcuts/bindings'
import { keyName, shownKey } from '@/app/shortcuts/keys'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

test('a key is the character it types; Shift counts where it is not in the character', () => {
  expect([press('v'), press('V', { shiftKey: true }), press('V')]).toEqual(['v', 'Shift+v', 'v'])
  expect([press('?', { shiftKey: true }), press('+', { shiftKey: true })]).toEqual(['?', '+'])
  expect([press('Z', { ctrlKey: true, shiftKey: true }), press('z', { metaKey: true })]).toEqual([
    'Ctrl+Shift+z',
    'Ctrl+z',
  ])
  expect(press('ArrowLeft', { shiftKey: true })).toBe('Shift+ArrowLeft')
})

test('Alt counts, also where it types another character', () => {
  expect([
    press(']', { altKey: true }),
    press('v', { altKey: true }),
    press('F5', { altKey: true, shiftKey: true }),
  ]).toEqual(['Alt+]', 'Alt+v', 'Alt+Shift+F5'])
  expect(
    keyName({ key: '“', code: 'BracketLeft', altKey: true, ctrlKey: false, metaKey: false, shiftKey: false }),
  ).toBe('Alt+[')
  expect(shownKey('Alt+]')).toBe('Alt+]')
})

test('mere modifiers are no shortcuts; AltGr types', () => {
  expect([press('Alt', { altKey: true }), press('Shift', { shiftKey: true })]).toEqual([null, null])
  expect(press('[', { altKey: true, ctrlKey: true })).toBe('[')
})

test('keys are shown as they are printed', () => {
  expect(['Ctrl+Shift+z', 'v', '+', 'Ctrl+]', ' ', 'Shift+ArrowLeft', 'Escape'].map(shownKey)).toEqual([
    'Ctrl+Shift+Z',
    'V',
    '+',
    'Ctrl+]',
    'Space',
    'Shift+←',
    'Esc',
  ])
})

const box = { id: 'box', label: 'Box', keys: ['r'] }
const undo = { id: 'undo', label: 'Undo', keys: ['Ctrl+z', 'Ctrl+y'] }
const commands = [box, undo]

beforeEach(resetAllKeys)

test('a key given to another command is taken from the one that had it, which is named', () => {
  expect(holderOf(commands, 'ctrl+Y', box)).toBe(undo)
  bindKey(commands, box, 'Ctrl+y')
  expect([keysOf(box), keysOf(undo)]).toEqual([['Ctrl+y'], ['Ctrl+z']])
  expect(holderOf(commands, 'r', undo)).toBeNull()
})

test('one is reset, or all', () => {
  bindKey(commands, box, 'Ctrl+y')
  resetKeys(box)
  expect([keysOf(box), isChanged(box), isChanged(undo)]).toEqual([['r'], false, true])
  resetAllKeys()
  expect(keysOf(undo)).toEqual(['Ctrl+z', 'Ctrl+y'])
})
