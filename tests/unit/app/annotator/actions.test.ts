import { expect, test } from 'vitest'
import { actions, shownKey } from '@/app/annotator/actions'
import { canStep, nextLabel, type Body } from '@/app/annotator/save/history'
import { tools } from '@/app/annotator/tools'

test('no key and no id is given twice', () => {
  const keys = actions.flatMap((action) => action.keys.map((key) => key.toLowerCase()))
  expect(keys).toEqual([...new Set(keys)])
  const ids = actions.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)])
})

test('every tool has its action and a key', () => {
  for (const { id, key } of tools) expect(actions.find((action) => action.id === `tool-${id}`)?.keys).toEqual([key])
})

test('keys are shown as they are printed on the keyboard', () => {
  const shown = (id: string) => shownKey(actions.find((action) => action.id === id)!)
  expect([shown('undo'), shown('redo'), shown('tool-polygon'), shown('complete')]).toEqual(['Ctrl+Z', 'Ctrl+Shift+Z', 'V', 'Enter'])
})

const entry = (seq: number, label: string, undone = false) => ({ seq, label, at: 0, undone })
const drawn: Body = { kind: 'changes', label: 'Draw box', changes: [] }

test('undo takes the last entry that is not undone, redo the first that is', () => {
  const history = [entry(1, 'a'), entry(2, 'b'), entry(3, 'c', true), entry(4, 'd', true)]
  expect(nextLabel(history, [], 'undo')).toBe('b')
  expect(nextLabel(history, [], 'redo')).toBe('c')
})

test('what is still on its way counts', () => {
  const history = [entry(1, 'a'), entry(2, 'b', true)]
  expect(nextLabel(history, [drawn], 'undo')).toBe('Draw box')
  expect(canStep(history, [drawn], 'redo')).toBe(false)
  expect(nextLabel(history, [{ kind: 'undo' }], 'redo')).toBe('a')
  expect(canStep(history, [{ kind: 'undo' }], 'undo')).toBe(false)
  expect(nextLabel(history, [{ kind: 'redo' }], 'undo')).toBe('b')
})
