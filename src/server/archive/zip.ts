/** zip.js, set up for a service worker, which has no workers of its own. */
import { configure, ZipReader, ZipWriter } from '@zip.js/zip.js'

configure({ useWebWorkers: false, chunkSize: 512 * 1024 })

export { BlobReader, BlobWriter, ERR_ABORTED, type Entry, type FileEntry } from '@zip.js/zip.js'
export { ZipReader, ZipWriter }
