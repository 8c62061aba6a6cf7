/** zlib streams, by the browser. */

interface Pipe {
  writable: { getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } }
  readable: { getReader(): { read(): Promise<{ value?: Uint8Array; done: boolean }>; cancel(): Promise<void> } }
}

const streams = globalThis as unknown as Record<
  'CompressionStream' | 'DecompressionStream',
  new (format: 'deflate') => Pipe
>

export const deflate = (bytes: Uint8Array) => through(new streams.CompressionStream('deflate'), bytes, Infinity)

/** `most`: bytes that may come out. Rejects for what is no zlib stream. */
export const inflate = (bytes: Uint8Array, most: number) =>
  through(new streams.DecompressionStream('deflate'), bytes, most)

async function through({ writable, readable }: Pipe, bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const writer = writable.getWriter()
  const written = writer.write(bytes).then(() => writer.close())
  // what goes wrong is told by the reader
  written.catch(() => {})
  const reader = readable.getReader()
  const pieces: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { value, done } = await reader.read()
    if (done || !value) break
    pieces.push(value)
    size += value.length
    if (size <= most) continue
    reader.cancel().catch(() => {})
    break
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
