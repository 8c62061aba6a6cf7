/** Streamed answers that are saved as files. */

/** Text, pulled piece by piece as the reader takes it. */
export function streamText(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

/** A file to save, under a name in any script (RFC 6266). */
export function attachment(body: ReadableStream<Uint8Array>, name: string, type: string): Response {
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  // encodeURIComponent leaves some characters that the header's grammar does not allow
  const encoded = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '_')).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  return new Response(body, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
