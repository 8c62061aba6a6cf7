/** zip.js, set up for a service worker, which has no workers of its own. The browser's own deflate does: its spare one is 35 kB. */
import { configure, Reader, ZipReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'

configure({ useWebWorkers: false, chunkSize: 512 * 1024 })

export { BlobReader, BlobWriter, ERR_ABORTED, type Entry, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js'
export { ZipReader, ZipWriter }

/** Reads what is in memory. The library's own reader copies each piece. */
export class WholeReader extends Reader<Uint8Array> {
  constructor(private readonly bytes: Uint8Array) {
    super(bytes)
    this.size = bytes.length
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    return this.bytes.subarray(index, index + length)
  }
}
