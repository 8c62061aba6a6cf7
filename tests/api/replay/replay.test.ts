import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { wakeTasks } from '@/server/tasks/runner'
import { freshDatabase, raw } from '../support/api'
import { draw, scene } from '../support/scene'
import type { Generation, Sent } from './client'
import { head, notServed } from './head'
import { seed } from './seed'
import { v050 } from './v050'

beforeEach(async () => {
  await freshDatabase()
  const { images, cat } = await scene(['a.jpg', 'b.jpg', 'c/d.jpg'])
  for (const image of [images[0]!, images[0]!, images[1]!]) await draw(image, cat)
})

function initOf({ body, file, type = 'application/json' }: Sent): RequestInit {
  if (file) {
    const form = new FormData()
    form.append(file.part, new File([file.content], file.name))
    return { body: form }
  }
  if (body === undefined) return {}
  return { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'Content-Type': type } }
}

/** Fields that are not there, or null where the client cannot take it. */
function missing(answer: unknown, reads: string[]): string[] {
  return reads.filter((path) => !has(answer, path.replace(/^\[\]\./, '[].').split('.')))
}

/** null is an answer: the first image has none before it. Lists must have something in them. */
function has(value: unknown, [step, ...rest]: string[]): boolean {
  if (step === undefined) return value !== undefined
  const name = step.replace('[]', '')
  const field = name === '' ? value : (value as Record<string, unknown> | null)?.[name]
  if (!step.endsWith('[]')) return has(field, rest)
  // categories without annotations are there too
  return (
    Array.isArray(field) &&
    field.length > 0 &&
    (field.every((each) => has(each, rest)) ||
      (rest[0]?.endsWith('[]') === true && field.some((each) => has(each, rest))))
  )
}

const generations: Generation[] = [seed, v050, head]

describe.each(generations)('the requests of the $name', ({ requests }) => {
  it('are all answered, one after the other, with every field that it reads', async () => {
    for (const sent of requests) {
      const { method, url, reads, status = 200, source } = sent
      const response = await raw(method, url.replace(/^\/api/, ''), initOf(sent))
      const text = await response.text()
      expect({ source, url, status: response.status, text: response.status === status ? '' : text }).toEqual({
        source,
        url,
        status,
        text: '',
      })
      const body: unknown = JSON.parse(text)
      expect({ source, url, missing: missing(body, reads) }).toEqual({ source, url, missing: [] })
      await wakeTasks()
    }
  })
})

it('name the file, the line and the commit of the source', () => {
  const sources = generations.flatMap(({ requests }) => requests.map(({ source }) => source))
  expect(sources.filter((source) => !/^[\w./-]+\.(js|vue):[1-9]\d* @[0-9a-f]{7}$/.test(source))).toEqual([])
})

describe('images as clients ask for them', () => {
  it.each([
    '/image/4?width=250',
    '/image/4?asAttachment=true',
    '/image/4/thumbnail?width=250&dummy=1',
    '/image/4?width=250&thumbnail=true&dummy=1',
  ])('%s', async (path) => {
    const picture = readFileSync(new URL('../../data/nuts/0.jpg', import.meta.url))
    expect((await raw('POST', '/image/?dataset_id=1&file_name=0.jpg', { body: picture })).status).toBe(200)
    // what has to be drawn is tested in a browser (tests/e2e); here it says that it cannot
    expect([200, 501]).toContain((await raw('GET', path)).status)
  })
})

it('socket.io is not served, and the docs say so', () => {
  expect(notServed).toHaveLength(3)
  expect(readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')).toMatch(
    /socket\.io.*\*\*not served\*\*/s,
  )
})
