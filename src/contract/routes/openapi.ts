/**
 * The OpenAPI 3.1 document, made from the routes and their schemas: at build time, so that the worker need not carry it.
 *
 * Every schema with an id becomes a component; JSON Schema's input side is shown, which is what a caller writes and reads.
 */
import { routes } from './'
import { ErrorAnswer, isMedia, UNEXPECTED, WRONG_PARAMETER, type Route } from './route'
import { Task } from '../task'
import { VERSION } from '../version'
import { z } from '../zod'

type Json = Record<string, unknown>

const ORIGINS: Record<Route['origin'], string> = {
  wiki: 'Documented in the wiki of 2018.',
  later: 'Of later versions of COCO Annotator.',
  ours: "Atoll's own.",
}

const TASK_HEADER = { Prefer: 'respond-async: answer 202 and the task at once' }
const ONCE_HEADER = { 'Idempotency-Key': 'Any text: the write is applied once for it, and answered the same again' }

/** Relative to the address of the document, <base>/api/openapi.json. */
export function openApi(): Json {
  const components: Json = {}
  const paths: Record<string, Json> = {}
  for (const [resource, list] of Object.entries(routes)) {
    for (const route of list)
      (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, tagOf(resource), components)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Atoll',
      version: VERSION,
      description:
        'The COCO Annotator API, answered by a service worker in this browser from data in this browser. Nothing leaves it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.', description: 'This browser' }],
    security: [],
    tags: [...new Set(Object.keys(routes).map(tagOf))].map((name) => ({ name })),
    paths,
    components: { schemas: components },
  }
}

const tagOf = (resource: string) => resource.replace(/\.\w+$/, '').replace('swagger', 'openapi')

/** The JSON Schema of a zod schema. Schemas with an id go to the components. */
function schemaOf(schema: z.ZodType, components: Json): Json {
  const {
    $defs = {},
    $schema: _version,
    ...own
  } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: plain }) as Json & { $defs?: Json }
  for (const [id, each] of Object.entries($defs)) components[id] = linked(each, 'of the component')
  const { id, ...rest } = own
  if (typeof id !== 'string') return linked(own) as Json
  components[id] = linked(rest)
  return { $ref: `#/components/schemas/${id}` }
}

/**
 * Parameters are text that is read as something: what counts is what they are read as. And what is said of a value holds for
 * it where it may be null, too.
 */
function plain({ jsonSchema }: { jsonSchema: Json }): void {
  const { type, anyOf, description } = jsonSchema as { type?: string; anyOf?: Json[]; description?: string }
  if (type !== undefined && anyOf !== undefined) delete jsonSchema.anyOf
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (description === undefined && anyOf?.at(-1)?.type === 'null' && anyOf[0]?.description)
    jsonSchema.description = anyOf[0].description
}

/** Replaces schemas by references to the components. A component's id is left out, because it is its name. */
function linked(value: unknown, of?: 'of the component'): unknown {
  if (Array.isArray(value)) return value.map((each) => linked(each))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name, each]) => !(of && name === 'id' && typeof each === 'string'))
  return Object.fromEntries(
    fields.map(([name, each]) => [
      name,
      name === '$ref' ? String(each).replace('#/$defs/', '#/components/schemas/') : linked(each),
    ]),
  )
}

function operation(route: Route, tag: string, components: Json): Json {
  const { summary, description, origin, body } = route
  return {
    tags: [tag],
    operationId: operationId(route),
    summary,
    description: [description, ORIGINS[origin]].filter(Boolean).join('\n\n'),
    parameters: parametersOf(route, components),
    ...(body ? { requestBody: bodyOf(route, components) } : {}),
    responses: { 200: answerOf(route, components), ...taskAnswer(route, components), ...errorsOf(route, components) },
  }
}

/** Operation id, such as getImageIdThumbnail for get /image/{id}/thumbnail. */
export const operationId = ({ method, path }: Pick<Route, 'method' | 'path'>) =>
  `${method.toLowerCase()}${path.replace(/\W+(\w)/g, (_all, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`

function parametersOf({ path, query, headers, method, isTask }: Route, components: Json): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const schema = name === 'username' ? { type: 'string' } : { type: 'integer', minimum: 0 }
    return {
      name,
      in: 'path',
      required: true,
      description: name === 'username' ? 'Name of a user' : 'Id of the object',
      schema,
    }
  })
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schemaOf(schema as z.ZodType, components)
    const required = !(schema as z.ZodType).safeParse(undefined).success
    return { name, in: 'query', required, ...(description ? { description } : {}), schema: rest }
  })
  const all = { ...(method === 'GET' ? {} : ONCE_HEADER), ...(isTask ? TASK_HEADER : {}), ...headers }
  const inHeader = Object.entries(all).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }))
  return [...inPath, ...inQuery, ...inHeader]
}

function bodyOf({ body = {}, example }: Route, components: Json): Json {
  const { json, form, file, required = false } = body
  const content: Json = {}
  if (json)
    content['application/json'] = {
      schema: schemaOf(json, components),
      ...(example?.body === undefined ? {} : { example: example.body }),
    }
  if (form) content['multipart/form-data'] = { schema: formSchema(form, components) }
  if (file) content['application/octet-stream'] = { schema: { type: 'string', format: 'binary', description: file } }
  return { required, content }
}

function formSchema({ fields, files }: NonNullable<NonNullable<Route['body']>['form']>, components: Json): Json {
  const texts = fields ? schemaOf(fields, components) : { type: 'object' }
  const binaries = Object.entries(files).map(([name, description]) => [
    name,
    { type: 'string', format: 'binary', description },
  ])
  const properties = { ...Object.fromEntries(binaries), ...(texts.properties as Json | undefined) }
  return {
    ...texts,
    properties,
    required: [...Object.keys(files), ...((texts.required as string[] | undefined) ?? [])],
  }
}

function answerOf({ answer, summary, example }: Route, components: Json): Json {
  if (isMedia(answer)) {
    const content = Object.fromEntries(
      answer.media.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
    )
    return { description: answer.description, content }
  }
  const json = {
    schema: schemaOf(answer, components),
    ...(example?.answer === undefined ? {} : { example: example.answer }),
  }
  return { description: summary, content: { 'application/json': json } }
}

function taskAnswer({ isTask }: Route, components: Json): Json {
  if (!isTask) return {}
  const description = 'Not done after 40 seconds, or `Prefer: respond-async`: the task, to be asked for at /tasks/{id}.'
  return { 202: { description, content: { 'application/json': { schema: schemaOf(Task, components) } } } }
}

function errorsOf({ errors = {}, path, query, body, conflict }: Route, components: Json): Json {
  const mayBeWrong = Boolean(query ?? body) || path.includes('{')
  const all: Record<string, string> = { ...(mayBeWrong ? { 400: WRONG_PARAMETER } : {}), ...errors, 500: UNEXPECTED }
  const answers = Object.entries(all).map(([status, description]) => {
    const schema = schemaOf(status === '409' && conflict ? z.union([conflict, ErrorAnswer]) : ErrorAnswer, components)
    return [
      status,
      status.startsWith('3') ? { description } : { description, content: { 'application/json': { schema } } },
    ]
  })
  return Object.fromEntries(answers)
}
