import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Preferences, UserAnswer, UserPage, Info } from '@/contract/user'
import { SearchResult } from '@/contract/search'
import type { AnnotatorData } from '@/contract/annotator'
import { keep, lastChange } from '@/server/db/store/write'
import { patience } from '@/server/handlers/events'
import { answered, api, freshDatabase, json, raw, refused } from './support/api'
import { draw, scene } from './support/scene'

const usual = patience.events
const usualKept = keep.changes
beforeEach(freshDatabase)
afterEach(() => {
  patience.events = usual
  keep.changes = usualKept
  vi.useRealTimers()
})

describe('the one user', () => {
  it('is always there, and needs no login', async () => {
    const local = { username: 'local', name: 'You', is_admin: false, anonymous: true }
    expect(await answered(UserAnswer, 'GET', '/user/')).toEqual({ ...local, user: local })
    expect(await answered(Info, 'GET', '/info/')).toMatchObject({ login_enabled: false, total_users: 1 })
    expect((await answered(UserPage, 'GET', '/admin/users?limit=50')).users).toHaveLength(1)
    expect((await api('GET', '/user/logout')).body).toEqual({ success: true })
  })

  it('has preferences, which older clients send with a save', async () => {
    const { image } = await scene()
    expect(await answered(Preferences, 'PUT', '/user/preferences', json({ brush: 12 }))).toEqual({ brush: 12 })
    expect(await answered(Preferences, 'GET', '/user/preferences')).toEqual({ brush: 12 })
    const save = (user: object) => api('POST', '/annotator/data', json({ user, image: { id: image }, categories: [] }))
    await save({})
    expect(await answered(Preferences, 'GET', '/user/preferences')).toEqual({ brush: 12 })
    await save({ polygon: { guidance: true } })
    expect((await api<AnnotatorData>('GET', `/annotator/data/${image}`)).body.preferences).toEqual({
      polygon: { guidance: true },
    })
    expect((await refused('PUT', '/user/preferences', json({ text: 'x'.repeat(1_000_001) })))[1]).toContain('megabyte')
  })

  it.each([
    ['POST', '/user/register'],
    ['POST', '/user/login'],
    ['POST', '/user/password'],
    ['POST', '/admin/user/'],
    ['GET', '/admin/user/me'],
    ['PATCH', '/admin/user/me'],
    ['DELETE', '/admin/user/me'],
    ['POST', '/dataset/1/share'],
    ['POST', '/dataset/1/generate'],
    ['GET', '/dataset/1/scan'],
  ])('is told why what needs others is refused: %s %s', async (method, path) => {
    const [status, message] = await refused(method, path)
    expect(status).toBe(400)
    expect(message).toMatch(/^.{20,}\.$/)
  })
})

describe('search', () => {
  it('finds datasets, categories and images by a part of their name, in any case', async () => {
    const { images } = await scene(['x/Cat.JPG', 'b.jpg'])
    await api('POST', '/dataset/?name=concatenated')
    expect(await answered(SearchResult, 'GET', '/search?q=cat')).toEqual({
      datasets: [{ id: 2, name: 'concatenated' }],
      categories: [{ id: 1, name: 'cat' }],
      images: [{ id: images[0], dataset_id: 1, name: 'Cat.JPG', path: 'x/Cat.JPG' }],
    })
  })

  it('passes over the trash, and stops at the limit', async () => {
    const { images, dataset } = await scene(['a.jpg', 'ab.jpg', 'abc.jpg'])
    await api('DELETE', `/image/${images[0]}`)
    expect((await answered(SearchResult, 'GET', '/search?q=.jpg&limit=1')).images.map(({ id }) => id)).toEqual([
      images[1],
    ])
    await api('DELETE', `/dataset/${dataset}`)
    expect((await answered(SearchResult, 'GET', '/search?q=.jpg')).images).toEqual([])
    expect((await api('GET', '/search')).body.errors).toEqual({
      q: expect.stringContaining('Missing required parameter'),
    })
    expect((await api('GET', '/search?q=%20')).body.errors).toEqual({ q: 'must not be empty' })
  })
})

describe('events', () => {
  /** What an EventSource reads of one answer, which ends by itself. */
  async function events(init: RequestInit = {}, query = ''): Promise<{ id: number; data?: Record<string, unknown> }[]> {
    patience.events = 60
    const text = await (await raw('GET', `/events${query}`, init)).text()
    return text
      .split('\n\n')
      .filter(Boolean)
      .map((block) => {
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2)
        return { id: Number(field('id')), data: field('data') ? JSON.parse(field('data')!) : undefined }
      })
  }

  it('say that some were missed where those that were asked for are not kept any more', async () => {
    const { image, cat } = await scene()
    for (let count = 0; count < 4; count++) await draw(image, cat)
    vi.setSystemTime(Date.now() + 120_000)
    keep.changes = 2
    await api('PUT', '/annotation/1', json({ iscrowd: true }, { 'Idempotency-Key': 'k' }))
    const last = await lastChange()
    expect(await events({}, '?after=1')).toMatchObject([
      { id: 1 },
      { id: last - 2, data: { after: 1, oldest: last - 1 } },
      { id: last - 1 },
      { id: last },
    ])
    expect(await events({}, `?after=${last - 2}`)).toMatchObject([{ id: last - 2 }, { id: last - 1 }, { id: last }])
  })

  it('begin with what happens from now on', async () => {
    const { image, cat } = await scene()
    await draw(image, cat)
    expect((await events()).filter(({ data }) => data)).toEqual([])
  })

  it('go on after the last one that is known: nothing is missed, nothing comes twice', async () => {
    const { image, cat } = await scene()
    const [{ id: known }] = (await events()) as [{ id: number }]
    const first = await draw(image, cat)
    const seen = (await events({ headers: { 'Last-Event-ID': String(known) } })).filter(({ data }) => data)
    expect(seen.map(({ data }) => [data!.action, data!.instance, data!.ids])).toEqual([
      ['create', 'annotation', [first.id]],
    ])
    await api('DELETE', `/annotation/${first.id}`)
    const next = (await events({ headers: { 'Last-Event-ID': String(seen.at(-1)!.id) } })).filter(({ data }) => data)
    expect(next.map(({ data }) => data!.action)).toEqual(['delete'])
    expect(await events({}, `?after=${known}`)).toHaveLength(3)
  })

  it('tell of a change while they are open', async () => {
    const { image, cat } = await scene()
    patience.events = 400
    const response = await raw('GET', '/events')
    const text = response.text()
    const { id } = await draw(image, cat)
    expect(await text).toContain(`"ids":[${id}]`)
  })
})
