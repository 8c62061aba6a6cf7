import { BlobReader, BlobWriter, ZipReader, ZipWriter, type FileEntry } from '@/server/archive/zip'

/** The archive with the text of an entry changed; null leaves it out. */
export async function changed(archive: Blob, name: string, change: (text: string) => string | null): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), { level: 0 })
  for (const entry of (await new ZipReader(new BlobReader(archive)).getEntries()) as FileEntry[]) {
    const blob = await entry.getData(new BlobWriter())
    const text = entry.filename === name ? change(await blob.text()) : undefined
    if (text !== null) await zip.add(entry.filename, new BlobReader(text === undefined ? blob : new Blob([text])))
  }
  return (await zip.close()) as Blob
}
