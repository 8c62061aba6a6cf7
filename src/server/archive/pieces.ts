/** An archive as a stream of its parts. */
import { blobPieces } from '../blobPieces'

/** The bytes of the parts, in order. Each part is produced only when the reader needs it. */
export function bytesOf(parts: AsyncGenerator<(Uint8Array | Blob)[]>): ReadableStream<Uint8Array> {
  const pieces = piecesOf(parts)
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => void (await pieces.return(undefined)),
  })
}

async function* piecesOf(parts: AsyncGenerator<(Uint8Array | Blob)[]>): AsyncGenerator<Uint8Array> {
  for await (const batch of parts) {
    for (const part of batch) {
      if (part instanceof Blob) yield* blobPieces(part)
      else yield part
    }
  }
}
