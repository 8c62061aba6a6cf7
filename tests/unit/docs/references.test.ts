import { readdirSync, readFileSync, existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const TEXT = /\.(ts|vue|mjs|md|css|html)$/
const SKIPPED = new Set(['data', 'screenshots', 'node_modules'])

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return SKIPPED.has(name) ? [] : filesBelow(path)
    return TEXT.test(name) ? [path] : []
  })
}

const files = ['README.md', ...['src', 'tests', 'build', 'docs', 'decisions'].flatMap(filesBelow)]
const texts = files.map((path) => ({ path, text: readFileSync(path, 'utf8') }))

/** Every match of the first group, as `file: match`. */
const found = (pattern: RegExp, within = texts) =>
  within.flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => ({ path, name: match[1]! })))

describe('references', () => {
  it('name decisions of this repository', () => {
    const numbers = new Set(readdirSync('decisions').map((name) => name.slice(0, 4)))
    for (const { path, name } of found(/decisions\/(\d{4})/g))
      expect(numbers, `${path}: decisions/${name}`).toContain(name)
  })

  it('name no decision of a document that is elsewhere', () => {
    expect(found(/\((D\d{1,2}(?:, D\d{1,2})*)\)/g)).toEqual([])
  })

  it('of Markdown files lead to a file', () => {
    const markdown = texts.filter(({ path }) => path.endsWith('.md'))
    for (const { path, name } of found(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g, markdown)) {
      expect(existsSync(normalize(join(dirname(path), decodeURIComponent(name)))), `${path}: ${name}`).toBe(true)
    }
  })

  it('of paths under src, tests and build lead to a file or folder', () => {
    for (const { path, name } of found(/(?<![\w/@.])((?:src|tests|build)\/[\w./-]+\.(?:ts|vue|mjs|md))(?![\w*])/g))
      expect(existsSync(name), `${path}: ${name}`).toBe(true)
  })
})
