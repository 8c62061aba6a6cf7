/** zip.js, set up for a service worker, which has no workers of its own. The browser's own deflate does: its spare one is 35 kB. */
import { configure, ZipReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'

configure({ useWebWorkers: false, chunkSize: 512 * 1024 })

export { BlobReader, BlobWriter, ERR_ABORTED, type Entry, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js'
export { ZipReader, ZipWriter }
