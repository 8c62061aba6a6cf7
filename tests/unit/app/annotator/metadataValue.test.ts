import { expect, test } from 'vitest'
import { converted, typeOf } from '@/app/annotator/panels/selection/metadataValue'

test('what people write by hand has a type, the rest is left alone', () => {
  expect(['x', 0, false, null, [1], { a: 1 }].map(typeOf)).toEqual(['text', 'number', 'boolean', null, null, null])
})

test('a value becomes one of another type', () => {
  expect([converted('12.5', 'number'), converted('twelve', 'number'), converted(true, 'number')]).toEqual([12.5, 0, 1])
  expect([
    converted('yes', 'boolean'),
    converted('no', 'boolean'),
    converted(2, 'boolean'),
    converted('', 'boolean'),
  ]).toEqual([true, false, true, false])
  expect([converted(3, 'text'), converted(false, 'text')]).toEqual(['3', 'false'])
})
