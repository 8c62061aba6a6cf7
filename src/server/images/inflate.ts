/** What zlib has packed, in pieces as they are unpacked, so that other work is done between them. */
export async function* inflated(packed: Blob | BlobPart[], problem: Error): AsyncGenerator<Uint8Array> {
  const blob = packed instanceof Blob ? packed : new Blob(packed)
  const reader = blob.stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => {
        throw problem
      })
      if (done) return
      yield value
    }
  } finally {
    // whoever has enough does not read to the end
    reader.cancel().catch(() => {})
  }
}
