/**
 * What a route takes and answers: the one description that the OpenAPI document, the API page, docs/api.md and the tests
 * of the answers are made from.
 */
import { z } from '../zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who documented it: the wiki of 2018, later versions of the server, or we. */
export type Origin = 'wiki' | 'later' | 'ours'

/** An answer that is not JSON. */
export interface Media {
  media: string[]
  description: string
}

export interface RequestBody {
  /** JSON by this schema. */
  json?: z.ZodType
  /** multipart/form-data: fields of text by the schema, and files by name. */
  form?: { fields?: z.ZodObject; files: Record<string, string> }
  /** The file itself as the body. */
  file?: string
  required?: boolean
}

export interface Route {
  method: Method
  /** Below <base>/api, with {name} for path parameters: integers, but for {username}. */
  path: string
  origin: Origin
  summary: string
  description?: string
  query?: z.ZodObject
  /** Request headers that matter here. */
  headers?: Record<string, string>
  body?: RequestBody
  answer: z.ZodType | Media
  /** Long work: 202 and the task for whoever does not want to wait, or after 40 s. */
  isTask?: boolean
  /** Other answers than 200 by status: when, and with which message. */
  errors?: Record<number, string>
  /** The answer to 409, where it says more than other errors. */
  conflict?: z.ZodType
  /** A body that works on the store that tests/api/openapi.test.ts makes; an answer, where it can be told. */
  example?: { body?: unknown; answer?: unknown }
}

export const isMedia = (answer: Route['answer']): answer is Media => 'media' in answer

/** Errors of every route that takes parameters or a body. */
export const WRONG_PARAMETER = 'A parameter is missing or wrong: `errors` says which, and why.'
export const UNEXPECTED = 'Internal Server Error: unexpected. Nothing is half-written.'
export const NO_ROOM = 'The storage is full. Nothing was changed.'
/** Header of what becomes a step in the history of an image. */
export const SESSION = {
  'Atoll-Session': 'Which tab or client asks, up to 64 letters, digits, - and _: undo takes back its own steps',
}

export const BUSY = 'An import is just publishing into this dataset: try again in a moment.'

/** The body of every error. */
export const ErrorAnswer = z
  .looseObject({
    message: z.string().describe('One sentence for people: what is wrong and what to do'),
    code: z.string().describe('For programs: what is wrong, in a word'),
    params: z.record(z.string(), z.string()).optional().describe('The values that the sentence of the code has in it'),
    errors: z.record(z.string(), z.string()).optional().describe('For bad parameters: a reason for each, by name'),
    success: z.literal(false).optional().describe('Where older clients look for it'),
  })
  .meta({ id: 'Error' })
