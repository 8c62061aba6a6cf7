import { expect, test } from 'vitest'
import { actions, shownKeyOf } from '@/app/annotator/actions'
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
  expect([shown('undo'), shown('redo'), shown('tool-polygon'), shown('complete')]).toEqual([
    'Ctrl+Z',
    'Ctrl+Shift+Z',
    'V',
    'Enter',
  ])
})
