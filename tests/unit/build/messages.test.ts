import { expect, it } from 'vitest'
import { runtime, type Values } from '@/app/i18n/runtime'
import { compileMessage, parametersOf } from '../../../build/messages/compile.mjs'

/** What a compiled message says. */
function said(text: string, values: Values = {}, { language = 'en', isPseudo = false } = {}): string {
  const message = new Function('_', `return ${compileMessage(text, { isPseudo })}`)(runtime(language)) as (context: {
    values: Values
  }) => string
  return message({ values })
}

it('puts values into a message, numbers as the language writes them', () => {
  expect(said('Renamed {name}', { name: '{x} <b>' })).toBe('Renamed {x} <b>')
  expect(said('{count} left', { count: 12345 })).toBe('12,345 left')
  expect(said('quedan {count}', { count: 12345 }, { language: 'es' })).toBe('quedan 12.345')
  expect(said('')).toBe('')
})

it('chooses the plural form of the language', () => {
  const text = '{count, plural, =0 {no images} one {# image} other {# images}} in {place}'
  expect([0, 1, 2, 1000].map((count) => said(text, { count, place: 'A' }))).toEqual([
    'no images in A',
    '1 image in A',
    '2 images in A',
    '1,000 images in A',
  ])
  expect(said('{count, plural, other {# 张图像}}', { count: 1 }, { language: 'zh' })).toBe('1 张图像')
})

it('chooses by a word, inside of a plural too', () => {
  const text =
    '{n, plural, one {{kind, select, box {a box} other {a shape}} (#)} other {# {kind, select, box {boxes} other {shapes}}}}'
  expect(said(text, { n: 1, kind: 'box' })).toBe('a box (1)')
  expect(said(text, { n: 3, kind: 'mask' })).toBe('3 shapes')
})

it('the pseudo-locale keeps values and makes text longer', () => {
  expect(said('Delete {name}', { name: 'fig' }, { isPseudo: true })).toBe('[Ðééļééţéé fig]')
})

it('refuses what the page has no code for, and what is no ICU', () => {
  expect(() => compileMessage('{when, date, short}')).toThrow('not supported')
  expect(() => compileMessage('{count, plural, one {x')).toThrow()
  expect(parametersOf('{a} {n, plural, one {{b}} other {#}}').map(({ name }) => name)).toEqual(['a', 'n', 'b'])
})
