/** Responses that browsers save as files. */

/** The Content-Disposition header, with a file name in any script (RFC 6266). */
export function disposition(kind: 'attachment' | 'inline', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  // encodeURIComponent does not encode some characters that the header does not allow
  const encoded = encodeURIComponent(name.replace(/\p{Surrogate}/gu, '_')).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** A response that is saved as a file. */
export function attachment(body: ReadableStream<Uint8Array> | Blob | string, name: string, type: string): Response {
  return new Response(body, {
    headers: {
      'Content-Type': type,
      // browsers need the length to show the progress of a download
      ...(body instanceof Blob ? { 'Content-Length': String(body.size) } : {}),
      'Content-Disposition': disposition('attachment', name),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
