/**
 * Reads small entries of an archive that lie side by side with one read of the stored file, since each read takes about a millisecond
 * however little it is.
 */
import { BlobReader } from './zip'

/** Bytes. */
const WINDOW = 1024 * 1024
const SMALL = 128 * 1024

interface Range {
  offset?: number
  size?: number
}

export class WindowReader extends BlobReader {
  private from = 0
  private window = new Uint8Array()

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (length > SMALL) return super.readUint8Array(offset, length)
    if (offset < this.from || offset + length > this.from + this.window.length) {
      const bytes = await super.readUint8Array(offset, Math.min(WINDOW, Math.max(0, this.size - offset)))
      this.from = offset
      this.window = bytes as Uint8Array<ArrayBuffer>
      return bytes.slice(0, length)
    }
    return this.window.slice(offset - this.from, offset - this.from + length)
  }

  /** What the library asks for the data of an entry. */
  override createReadable({ offset = 0, size = this.size - offset }: Range = {}): ReadableStream<Uint8Array> {
    if (size > SMALL) return super.createReadable({ offset, size })
    return new ReadableStream({
      pull: async (controller) => {
        if (size > 0) controller.enqueue(await this.readUint8Array(offset, size))
        controller.close()
      },
    })
  }
}
