import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portableNames } from '@/core/coco/archive/portableNames'
import { normalisePath } from '@/core/paths'

/** All paths as they are in the archive, in order. */
function namesOf(paths: string[]): string[] {
  const renamed = portableNames(paths.map((path, id) => [path, id] as const))
  return paths.map((path, id) => renamed.get(id) ?? path)
}

describe('names in an archive', () => {
  it('stay where they unpack everywhere', () => {
    const paths = ['a.jpg', 'sub/a.jpg', 'ü/猫.png', '.hidden.jpg', 'console.jpg', 'a b (1).jpg']
    expect(namesOf(paths)).toEqual(paths)
  })

  it.each([
    [
      ['a.png', 'a.png/b.png'],
      ['a (2).png', 'a.png/b.png'],
    ],
    [
      ['a.png', 'A.png', 'A.PNG'],
      ['a.png', 'A (2).png', 'A (3).PNG'],
    ],
    [
      ['A/x.png', 'a/X.png'],
      ['A/x.png', 'a/X (2).png'],
    ],
    [
      ['con.jpg', 'sub/NUL', 'aux.tar.gz', 'COM1 .jpg', 'lpt².png'],
      ['_con.jpg', 'sub/_NUL', '_aux.tar.gz', '_COM1 .jpg', '_lpt².png'],
    ],
    [
      ['a. ', 'b./c.jpg', 'd .jpg'],
      ['a__', 'b_/c.jpg', 'd .jpg'],
    ],
    [
      ['12:30.jpg', 'what?.jpg', 'a<b>|"*.jpg'],
      ['12_30.jpg', 'what_.jpg', 'a_b____.jpg'],
    ],
    [['photo\u202Egpj.exe.jpg'], ['photo_gpj.exe.jpg']],
    [
      ['a:b.jpg', 'a_b.jpg'],
      ['a_b (2).jpg', 'a_b.jpg'],
    ],
    [
      ['ß.jpg', 'SS.jpg'],
      ['ß.jpg', 'SS (2).jpg'],
    ],
  ])('%j become %j', (paths, names) => expect(namesOf(paths)).toEqual(names))

  it('of any paths are paths, each its own but for case, none a file and a folder', () => {
    const part = fc.oneof(
      fc.constantFrom('a', 'A', 'a.png', 'A.png', 'con', 'nul.txt', 'a.', 'a ', 'a (2)', 'x:y', '\u202Eabc'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    )
    const path = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'))
      .filter((text) => {
        try {
          return normalisePath(text) === text
        } catch {
          return false
        }
      })
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const names = namesOf(paths).map((name) => name.toUpperCase().toLowerCase().normalize('NFC'))
        expect(new Set(names).size).toBe(names.length)
        for (const name of names) {
          for (const each of name.split('/'))
            expect(each).not.toMatch(/[. ]$|[<>:"|?*\u202a-\u202e\u2066-\u2069]|^(?:con|nul|aux|prn)(?:$|[. ])/)
          expect(names.some((other) => other.startsWith(`${name}/`))).toBe(false)
        }
      }),
    )
  })
})
