import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '@/core/errors'
import { baseName, comparePaths, folderOf, normaliseFolder, normalisePath, numberedPaths } from '@/core/paths'

describe('a path', () => {
  it.each([
    ['a.jpg', 'a.jpg'],
    ['shelf a/5.jpg', 'shelf a/5.jpg'],
    ['train\\a\\1.png', 'train/a/1.png'],
    ['./a/./b.jpg', 'a/b.jpg'],
    ['Cafe\u0301.jpg', 'Café.jpg'],
    ['..a/b...jpg', '..a/b...jpg'],
    ['日本/写真😀.jpg', '日本/写真😀.jpg'],
  ])('%j is %j', (given, expected) => expect(normalisePath(given)).toBe(expected))

  it.each([
    ['', 'empty'],
    ['.', 'without a name'],
    ['a//b.jpg', 'without a name'],
    ['a/', 'without a name'],
    ['a/ /b.jpg', 'without a name'],
    ['../a.jpg', 'leads out'],
    ['a/../../b.jpg', 'leads out'],
    ['a\\..\\b.jpg', 'leads out'],
    ['/etc/passwd', 'absolute'],
    ['\\\\server\\share', 'absolute'],
    ['C:\\a.jpg', 'absolute'],
    ['c:a.jpg', 'absolute'],
    ['./c:a.jpg', 'absolute'],
    ['a\0.jpg', 'control'],
    ['a\n.jpg', 'control'],
    ['a\u0085.jpg', 'control'],
    ['\ud800.jpg', 'well-formed'],
    [`${'é'.repeat(128)}`, 'more than 255'],
    [`${'a/'.repeat(2048)}a`, 'more than 4096'],
  ])('%j is refused', (given, reason) => {
    expect(() => normalisePath(given)).toThrow(InvalidInput)
    expect(() => normalisePath(given)).toThrow(reason)
  })

  it('has a base name and a folder', () => {
    expect([baseName('a/b/c.jpg'), folderOf('a/b/c.jpg')]).toEqual(['c.jpg', 'a/b'])
    expect([baseName('c.jpg'), folderOf('c.jpg')]).toEqual(['c.jpg', ''])
  })

  it('normalised again is the same, and never leads out', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom('a', '.', '..', '/', '\\', 'é', 'e\u0301', '\0', 'C:', ' '))
          .map((parts) => parts.join('')),
        (given) => {
          let path: string
          try {
            path = normalisePath(given)
          } catch {
            return
          }
          expect(normalisePath(path)).toBe(path)
          for (const part of path.split('/')) expect(['', '.', '..']).not.toContain(part)
        },
      ),
    )
  })
})

describe('a folder', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['a/b', 'a/b'],
    ['/a/b/', 'a/b'],
    ['a\\b', 'a/b'],
  ])('%j is %j', (given, expected) => expect(normaliseFolder(given)).toBe(expected))

  it.each(['..', '//etc', 'a/../..', 'C:'])('%j is refused', (given) =>
    expect(() => normaliseFolder(given)).toThrow(InvalidInput),
  )
})

it('compares by code points', () => {
  const points = (text: string) => [...text].map((each) => each.codePointAt(0)!)
  const byPoints = (a: number[], b: number[]): number => {
    const at = a.findIndex((point, index) => point !== b[index])
    return at < 0 ? a.length - b.length : at >= b.length ? 1 : a[at]! - b[at]!
  }
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\ue000', '\uffff', '\u{10000}', '\u{1f600}') })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(comparePaths(a, b))).toBe(Math.sign(byPoints(points(a), points(b))))
    }),
  )
})

it.each([
  ['a.jpg', 'a (2).jpg'],
  ['cats/a.b.jpg', 'cats/a.b (2).jpg'],
  ['cats.old/a', 'cats.old/a (2)'],
  ['cats/.hidden', 'cats/.hidden (2)'],
])('numbers %s before its ending', (path, numbered) => {
  expect(numberedPaths(path).next().value).toBe(numbered)
})
