// Every file of tests/data/formats meets what docs/images.md says of it, and the sizes that another reader found.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ApiError } from '@/contract/errors'
import { USUAL_PIXELS } from '@/core/image/size'
import { examine } from '@/server/images/examine'
import { expected, rows } from '../../../support/formats'

const folder = new URL('../../../data/formats/', import.meta.url)
const read = (name: string) => examine(new Blob([readFileSync(new URL(name, folder))]), name, USUAL_PIXELS)

describe('docs/images.md', () => {
  it('has every file', () => {
    const files = readdirSync(folder).filter((name) => !/\.(txt|json)$/.test(name))
    expect(rows.map(({ file }) => file).sort()).toEqual(files.sort())
  })

  it.each(rows)('$file: $outcome', async ({ file, outcome, what, why }) => {
    if (outcome === 'refused') {
      const error = await read(file).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(ApiError)
      expect(error).toMatchObject({ status: 400, message: `${file}: ${why}` })
      return
    }
    const facts = await read(file)
    expect(`${facts.type.slice('image/'.length)}, ${facts.width} x ${facts.height}`).toBe(what)
    expect(facts.notes.join(' ')).toBe(why)
    expect(outcome).toBe(facts.notes.length > 0 ? 'opens with a note' : 'opens')
  })
})

describe('what another reader found', () => {
  const opened = rows.filter(({ outcome }) => outcome !== 'refused').map(({ file }) => file)

  it.each(opened)('%s has the same upright size, orientation and alpha', async (file) => {
    const { width, height, orientation = 1, mode } = expected[file]!
    const facts = await read(file)
    expect({ width: facts.width, height: facts.height }).toEqual({ width, height })
    if (facts.type !== 'image/avif') expect(facts.orientation).toBe(orientation)
    if (mode === 'RGBA') expect(facts.has_alpha).toBe(true)
    if (mode === 'RGB' || mode === 'CMYK') expect(facts.has_alpha).toBe(false)
  })
})
