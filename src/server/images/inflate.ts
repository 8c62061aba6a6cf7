/** Inflates zlib data in pieces, between which other work can run. Throws `problem` if the data is damaged. */
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
    // the caller may stop before the end
    reader.cancel().catch(() => {})
  }
}
