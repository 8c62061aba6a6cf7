/** What a client sends and reads, as data: facts of its source, of which file and line are named. */

export interface Sent {
  /** File and line in jsbroks/coco-annotator where it is sent, and the commit at which they were read: of the generation or near it. */
  source: `${string}:${number} @${string}`
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** From the root of the server, ids filled in for the store of replay.test.ts. */
  url: string
  /** JSON, unless it is a text. */
  body?: unknown
  /** A file in a form, by the name of its part. */
  file?: { part: string; name: string; content: string }
  /** As the HTTP library labels it; JSON if absent. */
  type?: string
  /** Fields of the answer that the client reads: `a.b`, `list[].field`. */
  reads: string[]
  /** 400 where the client only shows `message`. */
  status?: number
}

export interface Generation {
  name: string
  requests: Sent[]
}

/** The HTTP library of all three labels a text so. */
export const TEXT_TYPE = 'application/x-www-form-urlencoded'
