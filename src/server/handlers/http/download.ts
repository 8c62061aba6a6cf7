/** Answers that are saved as files. */

/** How a browser treats a file, with its name in any script (RFC 6266). */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  // encodeURIComponent leaves some characters that the header's grammar does not allow
  const encoded = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '_')).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** A file to save. */
export function attachment(body: ReadableStream<Uint8Array> | Blob | string, name: string, type: string): Response {
  return new Response(body, {
    headers: {
      'Content-Type': type,
      // without it a browser cannot say how much is still to come
      ...(body instanceof Blob ? { 'Content-Length': String(body.size) } : {}),
      'Content-Disposition': disposition('attachment', name),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
