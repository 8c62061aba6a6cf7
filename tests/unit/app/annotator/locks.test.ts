/** What is locked on an image is locked again when it is opened again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { Editor } from '@/app/annotator/editor/editor'
import { lockSelected } from '@/app/annotator/operations/visibility'
import { tools } from '@/app/annotator/tools'
import { useLocks } from '@/app/annotator/composables/useLocks'
import { box, docOf, item } from './tools/draw'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

function open(imageId: number) {
  const editor = new Editor(tools)
  const lockAgain = effectScope().run(() => useLocks(editor))!
  const show = (id: number) => {
    editor.open({ ...docOf([item(1, box(0, 0, 9, 9)), item(2, box(20, 20, 9, 9))]), imageId: id })
    lockAgain()
  }
  show(imageId)
  return { editor, show, locked: () => [...editor.display.locked] }
}

test('after a reload, and only on its own image', () => {
  const before = open(5)
  before.editor.select([2])
  lockSelected(before.editor)
  before.show(6)
  expect(before.locked()).toEqual([])

  const after = open(5)
  expect(after.locked()).toEqual([2])
  after.editor.select([1, 2])
  expect([...after.editor.selection]).toEqual([1])
})

test('unlocked it stays so, and one that is gone is not locked', () => {
  const before = open(5)
  before.editor.select([2])
  lockSelected(before.editor)
  lockSelected(before.editor)
  expect(open(5).locked()).toEqual([])
  kept.set('atoll:locked:5', '[2, 77, "x"]')
  expect(open(5).locked()).toEqual([2])
  kept.set('atoll:locked:5', 'not JSON')
  expect(open(5).locked()).toEqual([])
})
