/** zip.js for a service worker, which cannot start workers. Leaves out zip.js's own deflate (35 kB), because browsers have one. */
import { configure, ZipReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'

configure({ useWebWorkers: false, chunkSize: 512 * 1024 })

export { BlobReader, BlobWriter, ERR_ABORTED, type Entry, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js'
export { ZipReader, ZipWriter }
