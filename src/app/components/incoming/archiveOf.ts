/** Label files that came without an archive, as one: then they are read like those of an archive. */
import { crc32 } from '@/core/image/crc32'
import { ZipRecords } from '@/core/zip/records'
import type { IncomingFile } from '../../api/images'

export async function archiveOf(files: IncomingFile[]): Promise<File> {
  const records = new ZipRecords()
  const parts: BlobPart[] = []
  for (const { file, folder } of files) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const name = new TextEncoder().encode(folder ? `${folder}/${file.name}` : file.name)
    parts.push(records.begin({ name, size: bytes.length, crc32: crc32(bytes), modified: file.lastModified }), bytes)
  }
  return new File([...parts, ...records.end()], files[0]!.file.name, { type: 'application/zip' })
}
