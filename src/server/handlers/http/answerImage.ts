/** Answers images, with conditional requests (RFC 9110, 8.8 and 13) and ranges (14). */
import { ApiError } from '@/contract/errors'
import type { ImageRow } from '../../db/store/rows'
import type { ServedImage } from '../../images/servedImage'
import { disposition } from './download'

interface Options {
  kind: 'attachment' | 'inline'
  /** The file name in the answer is that of the image, with the ending of its type. */
  image: ImageRow
  /** Whether ranges are allowed: only for stored bytes, which do not change. */
  isStored: boolean
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'application/octet-stream': '.npy',
}

export async function answerImage(request: Request, served: ServedImage, options: Options): Promise<Response> {
  const {
    kind,
    image: { file_name: name, updated_at: modified, revision },
    isStored,
  } = options
  // not immutable if the URL has another revision, or if the image shows colours of categories, which may change
  const isForGood = new URL(request.url).searchParams.get('v') === String(revision) && !served.isDrawn
  const headers: Record<string, string> = {
    ETag: served.etag,
    'Last-Modified': new Date(modified).toUTCString(),
    'Cache-Control': isForGood ? 'private, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    // sandboxed, so that bytes opened as a page cannot run anything
    'Content-Security-Policy': "default-src 'none'; sandbox",
  }
  if (isUnchanged(request, served.etag, served.isDrawn ? Infinity : modified))
    return new Response(null, { status: 304, headers })
  const blob = await served.blob()
  headers['Content-Type'] = served.type
  headers['Content-Disposition'] = disposition(kind, isStored ? name : withEnding(name, served.type))
  if (!isStored) return new Response(blob, { headers: { ...headers, 'Content-Length': String(blob.size) } })
  return answerPart(request, blob, { ...headers, 'Accept-Ranges': 'bytes' })
}

function withEnding(name: string, type: string): string {
  const ending = ENDINGS[type] ?? ''
  return name.toLowerCase().endsWith(ending) ? name : `${name.replace(/\.[^.]*$/, '')}${ending}`
}

/** An entity tag in the request takes precedence over a date. Dates count whole seconds. */
function isUnchanged({ headers }: Request, etag: string, modified: number): boolean {
  const known = headers.get('If-None-Match')
  if (known !== null) return known.split(',').some((each) => [etag, '*'].includes(each.trim().replace(/^W\//, '')))
  const since = Date.parse(headers.get('If-Modified-Since') ?? '')
  return Math.floor(modified / 1000) * 1000 <= since
}

/** Answers the whole body or one range of it. Several ranges are answered with the whole. */
function answerPart(request: Request, blob: Blob, headers: Record<string, string>): Response {
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('Range') ?? '')
  const condition = request.headers.get('If-Range')
  const applies = condition === null || condition === headers.ETag
  if (!range || !applies || (!range[1] && !range[2]))
    return new Response(blob, { headers: { ...headers, 'Content-Length': String(blob.size) } })
  const [from, last] = range[1]
    ? [Number(range[1]), range[2] ? Number(range[2]) : Infinity]
    : [blob.size - Number(range[2]), Infinity]
  const [start, end] = [Math.max(0, from), Math.min(blob.size, last + 1)]
  if (start >= end)
    throw new ApiError(
      416,
      `The image has ${blob.size} bytes; the range lies outside.`,
      {},
      { 'Content-Range': `bytes */${blob.size}` },
    )
  const part = { 'Content-Range': `bytes ${start}-${end - 1}/${blob.size}`, 'Content-Length': String(end - start) }
  return new Response(blob.slice(start, end, headers['Content-Type']), {
    status: 206,
    headers: { ...headers, ...part },
  })
}
