/**
 * The description of a route: its parameters, body, answers and errors. The OpenAPI document, the API page, docs/api.md and the
 * tests of the answers are all made from it.
 */
import { z } from '../zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Where the route comes from: the wiki of 2018, later versions of COCO Annotator, or this project. */
export type Origin = 'wiki' | 'later' | 'ours'

/** An answer that is not JSON. */
export interface Media {
  media: string[]
  description: string
}

export interface RequestBody {
  /** Schema of a JSON body. */
  json?: z.ZodType
  /** A multipart/form-data body: the schema of its text fields, and descriptions of its files by name. */
  form?: { fields?: z.ZodObject; files: Record<string, string> }
  /** Description of a body that is the file itself. */
  file?: string
  required?: boolean
}

export interface Route {
  method: Method
  /** Path below <base>/api. Path parameters are written {name}; all are integers but {username}. */
  path: string
  origin: Origin
  summary: string
  description?: string
  query?: z.ZodObject
  /** Request headers that the route reads, with a description of each. */
  headers?: Record<string, string>
  body?: RequestBody
  answer: z.ZodType | Media
  /** The work is a task: the answer is 202 with the task if the client does not wait, or after 40 s. */
  isTask?: boolean
  /** Answers other than 200, by status: when they are given, and with which message. */
  errors?: Record<number, string>
  /** Schema of the 409 answer, if it has more fields than other errors. */
  conflict?: z.ZodType
  /** A body that works on the data of tests/api/openapi.test.ts, and the answer to it if it is always the same. */
  example?: { body?: unknown; answer?: unknown }
}

export const isMedia = (answer: Route['answer']): answer is Media => 'media' in answer

/** Texts of errors that several routes have. */
export const WRONG_PARAMETER = 'A parameter is missing or wrong: `errors` says which, and why.'
export const UNEXPECTED = 'Internal Server Error: unexpected. Nothing is half-written.'
export const NO_ROOM = 'The storage is full. Nothing was changed.'
/** Header of requests that add a step to the history of an image. */
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
