import { describe, expect, it } from 'vitest'
import { between } from '@/app/annotator/canvas/between'

const letters = (was: string, is: string) => {
  const found = between([...was], [...is])
  return [found.was.join(''), found.is.join('')]
}

describe('what lies between what two lists begin and end with', () => {
  it('is nothing of equal lists', () => expect(letters('abc', 'abc')).toEqual(['', '']))
  it('is what was put in', () => expect(letters('abde', 'abcde')).toEqual(['', 'c']))
  it('is what was taken out', () => expect(letters('abcde', 'abde')).toEqual(['c', '']))
  it('is what is another', () => expect(letters('abcde', 'abXde')).toEqual(['c', 'X']))
  it('reaches from the first difference to the last', () =>
    expect(letters('abcdef', 'aXcdYf')).toEqual(['bcde', 'XcdY']))
  it('is never counted twice', () => expect(letters('aa', 'aaa')).toEqual(['', 'a']))
  it('is all of what has nothing in common', () => expect(letters('ab', '')).toEqual(['ab', '']))
})
