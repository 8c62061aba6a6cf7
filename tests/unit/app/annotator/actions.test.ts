import { expect, test } from 'vitest'
import { actions, shownKeyOf } from '@/app/annotator/actions'
import { canStep, stepsOf, type Body } from '@/app/annotator/save/history'
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
  const shown = (id: string) => shownKeyOf(actions.find((action) => action.id === id)!)
  expect([shown('undo'), shown('redo'), shown('tool-polygon'), shown('complete')]).toEqual(['Ctrl+Z', 'Ctrl+Shift+Z', 'V', 'Enter'])
})

const entry = (seq: number, label: string, undone = false) => ({ seq, label, at: 0, undone })
const drawn: Body = { kind: 'changes', label: 'Draw box', changes: [] }

const labels = (...parameters: Parameters<typeof stepsOf>) => stepsOf(...parameters).map(({ label, undone }) => (undone ? `(${label})` : label)).join(' ')

test('steps are listed as they were done, those undone behind, the next to be redone first', () => {
  expect(labels([entry(1, 'a'), entry(2, 'b'), entry(3, 'c', true), entry(4, 'd', true)], [])).toBe('a b (c) (d)')
})

test('what is still on its way counts', () => {
  const history = [entry(1, 'a'), entry(2, 'b', true)]
  expect(labels(history, [drawn])).toBe('a Draw box')
  expect(canStep(history, [drawn], 'redo')).toBe(false)
  expect(labels(history, [{ kind: 'undo' }])).toBe('(a) (b)')
  expect(canStep(history, [{ kind: 'undo' }], 'undo')).toBe(false)
  expect(labels(history, [{ kind: 'redo' }])).toBe('a b')
})
