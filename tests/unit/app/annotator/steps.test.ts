import { expect, test } from 'vitest'
import { goesWith, nextStep, reachable, stepsOf, type Body, type ChangesBody } from '@/app/annotator/save/history'
import type { HistoryEntry } from '@/contract/annotator'

const entry = (seq: number, label: string, undone = false, by: string | null = 'me'): HistoryEntry => ({
  seq,
  label,
  at: 0,
  undone,
  by,
})
const changes = (label: string, ...ids: number[]): ChangesBody => ({
  kind: 'changes',
  label,
  changes: ids.map((id) => ({ id, base: 1, before: {}, after: {} })),
})

const own = { mine: 'me', others: new Set(['you']), passed: new Set<number>() }
const steps = (history: HistoryEntry[], waiting: Body[] = [], passed: number[] = []) =>
  stepsOf(history, waiting, { ...own, passed: new Set(passed) })
const labels = (...parameters: Parameters<typeof steps>) =>
  reachable(steps(...parameters))
    .map(({ label, undone }) => (undone ? `(${label})` : label))
    .join(' ')
const next = (...parameters: Parameters<typeof steps>) =>
  (['undo', 'redo'] as const).map((direction) => nextStep(steps(...parameters), direction)?.label)

test('steps are listed as they were done', () => {
  expect(labels([entry(1, 'a'), entry(2, 'b'), entry(3, 'c', true), entry(4, 'd', true)])).toBe('a b (c) (d)')
})

test('what is still on its way counts', () => {
  const history = [entry(1, 'a'), entry(2, 'b', true)]
  const drawn = changes('box', -1)
  expect(labels(history, [drawn])).toBe('a box')
  expect(next(history, [drawn])).toEqual(['box', undefined])
  expect(next(history, [{ kind: 'undo', target: 1 }])).toEqual([undefined, 'a'])
  expect(labels(history, [{ kind: 'redo', target: 2 }])).toBe('a b')
  expect(labels(history, [drawn, { kind: 'undo', target: drawn }])).toBe('a (box)')
})

test('another open tab undoes its own; what a closed tab or nobody did is for anyone', () => {
  const history = [
    entry(1, 'gone', false, 'tab that is closed'),
    entry(2, 'nobody', false, null),
    entry(3, 'yours', false, 'you'),
  ]
  expect(next(history)).toEqual(['nobody', undefined])
  expect(next([...history, entry(4, 'mine', true)])).toEqual(['nobody', 'mine'])
  expect(steps(history).map(({ whose }) => whose)).toEqual(['anyone', 'anyone', 'other'])
})

test('what anyone undid is not brought again over what was done since', () => {
  expect(next([entry(1, 'gone', true, 'tab that is closed'), entry(2, 'mine')])).toEqual(['mine', undefined])
  expect(next([entry(1, 'mine'), entry(2, 'gone', true, 'tab that is closed')])).toEqual(['mine', 'gone'])
})

test('undo and redo go past a step that others have built on', () => {
  const history = [entry(1, 'a'), entry(2, 'b')]
  expect(next(history, [], [2])).toEqual(['a', undefined])
  expect(next([entry(1, 'a', true), entry(2, 'b')], [], [2])).toEqual([undefined, 'a'])
})

test('with a change goes all that is behind it and needs it, nothing else', () => {
  const refused = changes('refused', 1, 2)
  const [builtOn, onThat, unrelated] = [changes('built on', 2, 3), changes('on that', 3), changes('unrelated', 4)]
  const undoOf = (target: Body | number) => ({ kind: 'undo' as const, target: target as ChangesBody })
  const lost: Body[] = [builtOn, onThat, undoOf(refused), undoOf(onThat)]
  const kept: Body[] = [unrelated, undoOf(unrelated), undoOf(7), { kind: 'state', state: 'done' }]
  expect([...goesWith(refused, [refused, ...lost, ...kept])]).toEqual([refused, ...lost])
})

test('behind an undo that was refused no other goes on by itself', () => {
  const drawn = changes('drawn', 1)
  const refused: Body = { kind: 'undo', target: 4 }
  const behind: Body = { kind: 'undo', target: 3 }
  expect([...goesWith(refused, [refused, behind, drawn, { kind: 'undo', target: drawn }])]).toEqual([refused, behind])
})
