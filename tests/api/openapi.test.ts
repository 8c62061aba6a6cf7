import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openApi, operationId } from '@/contract/routes/openapi'
import { routes } from '@/contract/routes'
import type { Route } from '@/contract/routes/route'
import { handlersByResource } from '@/server/handlers'
import { api, freshDatabase, json, raw } from './support/api'
import { draw, scene, square } from './support/scene'

beforeEach(freshDatabase)

type Json = Record<string, unknown>

const all = Object.values(routes).flat()
const document = openApi()

describe('the routes', () => {
  it('are those that handlers answer, and no others', () => {
    const described = Object.entries(routes).map(([resource, list]) => [
      resource,
      list.map(({ method, path }) => `${method} /api${path.replace(/\/$/, '').replace(/\{(\w+)\}/g, ':$1')}`).sort(),
    ])
    const handled = Object.entries(handlersByResource).map(([resource, list]) => [
      resource,
      list.map(({ info }) => `${String(info.method)} ${String(info.path)}`).sort(),
    ])
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(handled))
  })

  it('have each a name of their own in generated clients', () => {
    expect(new Set(all.map(operationId)).size).toBe(all.length)
  })
})

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)))
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
  })

  it.each(['/openapi.json', '/swagger.json'])('is answered at %s', async (path) => {
    expect((await api('GET', path)).body).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('describes every field and every parameter', () => {
    expect(undescribed(document, '')).toEqual([])
  })

  it('has no reference that leads nowhere', () => {
    const { schemas } = document.components as { schemas: Json }
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(references.filter((name) => !Object.hasOwn(schemas, name!))).toEqual([])
    expect(Object.keys(schemas).filter((name) => !references.includes(name))).toEqual([])
  })
})

/** Where a description is missing. */
function undescribed(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { properties, parameters, in: place, name, description } = value as Json
  const own =
    place !== undefined && name !== undefined && parameters === undefined && !description
      ? [`${at} ${String(name)}`]
      : []
  const fields = Object.entries((properties ?? {}) as Record<string, Json>).filter(
    ([, field]) => !field.description && !field.$ref,
  )
  const inner = Object.entries(value)
    .filter(([key]) => key !== 'example')
    .flatMap(([key, each]) => undescribed(each, `${at}/${key}`))
  return [...own, ...fields.map(([field]) => `${at}.${field}`), ...inner]
}

/** Two datasets' worth of what the examples speak of: images 1 and 2, categories 1 and 2, annotations 1 to 3, the last of two parts. */
async function storeForExamples(): Promise<void> {
  const {
    images: [first],
    cat,
  } = await scene(['a.jpg', 'b.jpg'])
  await draw(first!, cat)
  await draw(first!, cat)
  const [part] = square.parts
  await draw(first!, cat, { kind: 'polygons', parts: [part!, { outer: [60, 10, 70, 10, 70, 20], holes: [] }] })
}

/** What an example needs before it. */
const BEFORE: Record<string, [string, object?]> = {
  'POST /annotator/redo': ['/annotator/undo', { image_id: 1 }],
}

const withExamples = all.filter(
  (route): route is Route & { example: NonNullable<Route['example']> } =>
    route.example !== undefined && !route.path.startsWith('/undo') && !/export\/|tasks\//.test(route.path),
)

describe('an example', () => {
  it.each(withExamples.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'works: %s',
    async (name, { method, path, example }) => {
      if (path !== '/integrity') await storeForExamples()
      const before = BEFORE[name]
      if (before) await raw('POST', before[0], json(before[1]))
      const real = path.replace('{from}', '1').replace('{to}', '2').replace('{id}', '1')
      const { status, body } = await api(method, real, example.body === undefined ? {} : json(example.body))
      expect({ status, body }).toMatchObject({ status: 200 })
      if (example.answer !== undefined) expect(body).toEqual(example.answer)
    },
  )
})
