import { describe, expect, test } from 'vitest'
import { isAllowed, noticesText, packageFolder, refusals } from '../../../build/notices.ts'

const good = { name: 'a', version: '1.0.0', licence: 'MIT', text: 'MIT License' }

describe('third-party notices', () => {
  test.each([
    ['MIT', true],
    ['(MPL-2.0 OR Apache-2.0)', true],
    ['MIT AND ISC', true],
    ['GPL-3.0', false],
    ['MIT AND GPL-3.0', false],
    ['AGPL-3.0 OR SSPL-1.0', false],
    ['none', false],
    ['SEE LICENSE IN x', false],
  ])('%s: %s', (licence, allowed) => expect(isAllowed(licence)).toBe(allowed))

  test.each([
    ['/app/node_modules/vue/dist/vue.js', '/app/node_modules/vue'],
    ['\0/app/node_modules/@zip.js/zip.js/lib/a.js?commonjs', '/app/node_modules/@zip.js/zip.js'],
    ['/app/node_modules/a/node_modules/b/index.js', '/app/node_modules/a/node_modules/b'],
    ['/app/src/main.ts', undefined],
  ])('the package of %s', (id, folder) => expect(packageFolder(id)).toBe(folder))

  test('name every package with its text', () => {
    const text = noticesText([good, { ...good, name: 'b', text: 'Another text' }])
    for (const part of ['a 1.0.0 (MIT)', 'b 1.0.0 (MIT)', 'MIT License', 'Another text']) expect(text).toContain(part)
  })

  test('refuse a package with another licence', () => {
    expect(refusals([good])).toEqual([])
    expect(refusals([{ ...good, licence: 'GPL-3.0' }])).toEqual([expect.stringContaining('GPL-3.0')])
  })
})
