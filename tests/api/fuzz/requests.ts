/** Requests for every route of the OpenAPI document: some as they should be but for one thing, some as nobody would send them. */
import fc from 'fast-check'
import { openApi } from '@/contract/routes/openapi'

type Json = Record<string, unknown>

export interface Wild {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
}

interface Operation {
  parameters: { name: string; in: string; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json; example?: unknown }> }
}

/** They wait for a tab that draws, or for events, longer than a test does. */
const WAITING = /^\/(model|events)|\/(detect|segment)/

const document = openApi() as {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json> }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) =>
    WAITING.test(path) || !operation.parameters ? [] : [{ path, method: method.toUpperCase(), operation }],
  ),
)

let deep: unknown = 1
for (let level = 0; level < 500; level++) deep = level % 2 ? [deep] : { deeper: deep }

const wrong = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  9e15,
  '',
  ' ',
  'x',
  '\ud800',
  'a\u0000b',
  '../../etc',
  '__proto__',
  '-1',
  '1e9',
  'NaN',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
  deep,
  { length: -1 },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  Array.from({ length: 300 }, (_none, at) => at),
)

/** Ids that there are, and others. */
const ids = fc.constantFrom(1, 1, 1, 2, 2, 3, 99, 0)

/** What the schema says, most of the time. */
function valueOf(schema: Json | undefined, depth = 0): fc.Arbitrary<unknown> {
  if (!schema || depth > 5) return wrong
  if (typeof schema.$ref === 'string')
    return valueOf(document.components.schemas[schema.$ref.split('/').at(-1)!], depth)
  const right = rightValue(schema, depth)
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong })
}

function rightValue(schema: Json, depth: number): fc.Arbitrary<unknown> {
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (choices) return fc.oneof(...choices.map((each) => valueOf(each, depth + 1)))
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]))
  if ('const' in schema) return fc.constant(schema.const)
  const type = [schema.type].flat()[0]
  if (type === 'object') return objectOf(schema, depth)
  if (type === 'array')
    return fc.array(valueOf((schema.items ?? (schema.prefixItems as Json[] | undefined)?.[0]) as Json, depth + 1), {
      maxLength: 4,
    })
  if (type === 'integer') return ids
  if (type === 'number') return fc.constantFrom<number>(0, 1, 10, 25.5, 60)
  if (type === 'boolean') return fc.boolean()
  return type === 'string' ? fc.constantFrom('a', 'cat', '#aa0000', 'b.jpg', 'folder/a.jpg', 'name') : wrong
}

const objectOf = ({ properties = {}, required = [] }: Json, depth: number): fc.Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(
      Object.entries(properties as Json).map(([name, schema]) => [name, valueOf(schema as Json, depth + 1)]),
    ),
    { requiredKeys: required as string[] },
  )

const segment = fc.oneof(
  { weight: 9, arbitrary: ids.map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('x', '-1', '1.5', '9007199254740993', '%E0%A4', '__proto__', '%2e%2e', '00', '1%00'),
  },
)

/** Half a character cannot be in an address. */
const textOf = (value: unknown) =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).replace(/[\ud800-\udfff]/g, '')

const queryOf = ({ parameters }: Operation) =>
  fc
    .record(
      Object.fromEntries(
        parameters.filter((each) => each.in === 'query').map(({ name, schema }) => [name, valueOf(schema)]),
      ),
      { requiredKeys: [] },
    )
    .map((values) =>
      new URLSearchParams(Object.entries(values).map(([name, value]) => [name, textOf(value)])).toString(),
    )

/** Cut off, doubled, or something else altogether. */
const mangled = (text: string) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(text) },
    { weight: 1, arbitrary: fc.nat(text.length).map((end) => text.slice(0, end)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{',
        '[',
        'null',
        '[]',
        '"x"',
        '1',
        `${text}${text}`,
        '\ud800',
        '['.repeat(20_000),
      ),
    },
  )

const types = fc.constantFrom(
  'application/json',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'image/png',
  'x',
)

const formText = (fields: Json) =>
  `${Object.entries(fields)
    .map(
      ([name, value]) =>
        `--x\r\nContent-Disposition: form-data; name="${name}"${typeof value === 'string' ? '; filename="a.jpg"' : ''}\r\n\r\n${textOf(value)}\r\n`,
    )
    .join('')}--x--\r\n`

function bodyOf({ requestBody }: Operation): fc.Arbitrary<Pick<Wild, 'body' | 'headers'>> {
  const { 'application/json': inJson, 'multipart/form-data': inForm } = requestBody?.content ?? {}
  const example = inJson?.example === undefined ? [] : [{ weight: 1, arbitrary: fc.constant(inJson.example) }]
  const value = inJson
    ? fc.oneof({ weight: 3, arbitrary: valueOf(inJson.schema) }, ...example)
    : valueOf(inForm?.schema ?? { type: 'object' })
  const asJson = fc.tuple(
    value.chain((each) => mangled(JSON.stringify(each) ?? '')),
    types,
  )
  const asForm = fc.tuple(
    valueOf(inForm?.schema ?? inJson?.schema).chain((each) => mangled(formText(Object(each) as Json))),
    fc.constant('multipart/form-data; boundary=x'),
  )
  return fc
    .oneof({ weight: inJson ? 8 : 2, arbitrary: asJson }, { weight: inForm ? 6 : 1, arbitrary: asForm })
    .map(([body, type]) => ({ body, headers: { 'Content-Type': type } }))
}

export const requests: fc.Arbitrary<Wild> = fc.constantFrom(...operations).chain(({ path, method, operation }) => {
  const body = ['GET', 'HEAD'].includes(method) ? fc.constant({ body: undefined, headers: {} }) : bodyOf(operation)
  return fc
    .tuple(fc.array(segment, { minLength: 3, maxLength: 3 }), queryOf(operation), body)
    .map(([segments, query, { body, headers }]): Wild => {
      let at = 0
      const filled = path.replace(/\{\w+\}/g, () => segments[at++ % segments.length]!)
      return { method, path: `${filled}${query && `?${query}`}`, headers, body }
    })
})
