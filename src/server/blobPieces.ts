/** Reads a large blob in pieces, so that memory holds only one of them. `size`: bytes of a piece. */
export async function* blobPieces(blob: Blob, size = 4 * 1024 * 1024): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let from = 0; from < blob.size; from += size)
    yield new Uint8Array(await blob.slice(from, from + size).arrayBuffer())
}
