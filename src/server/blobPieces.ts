/** Bytes of a large blob bit by bit, so that the memory holds no more than a piece. `size`: of one, in bytes. */
export async function* blobPieces(blob: Blob, size = 4 * 1024 * 1024): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let from = 0; from < blob.size; from += size) yield new Uint8Array(await blob.slice(from, from + size).arrayBuffer())
}
