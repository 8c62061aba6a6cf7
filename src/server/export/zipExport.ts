/**
 * A kept export with its images as a zip: annotations/instances.json first, then images/<path inside the dataset>; with a split
 * annotations/instances_<part>.json and images/<part>/... Images are stored as they are, with the CRC-32 remembered from when
 * they came. The archive is a Blob of our records and the stored Blobs: no byte of an image passes through the worker, and the
 * browser goes on reading it when the worker is stopped. With images that leave upright it is a stream, since each of them is
 * made right before it is written.
 */
import { crc32 } from '@/core/image/crc32'
import { ZipRecords } from '@/core/zip/records'
import { blobPieces } from '../blobPieces'
import { exports } from '../db/tasks/exports'
import type { ExportPack, ExportRow, FileRow, ImageRow } from '../db/store/rows'
import { saveUpright, type UprightType } from '../images/rotated'
import { bytesOf } from '../archive/pieces'
import { BlobReader, ZipReader } from '../archive/zip'

/** How an image leaves that does not leave as it came. */
export interface Leaving {
  path: string
  /** Of a rotated image, which is written upright; absent: only its name is another. */
  type?: UprightType
}

export type UprightLeaving = Required<Leaving>

/** Image id, the number of its file, whether that lists it; absent: it leaves as it came, under its own path. `path`: in the archive, of formats other than COCO. */
export type ArchiveImage = [id: number, file: number, isListed: boolean, leaving?: Leaving | null, path?: string]

type Part = Uint8Array<ArrayBuffer> | Blob

/** Images whose facts are read at a time. */
const BATCH = 256

/** Throws when the archive, opened again, does not list what was written. */
export async function exportArchive(
  row: ExportRow,
  which: 'all' | 'listed' | 'none',
): Promise<Blob | ReadableStream<Uint8Array>> {
  const listed = JSON.parse(await row.pictures.text()) as (ArchiveImage | null)[]
  const images = listed.filter(
    (each): each is ArchiveImage => each !== null && which !== 'none' && (which === 'all' || each[2]),
  )
  const records = new ZipRecords()
  const parts = archiveParts(records, row, images)
  if (images.some(([, , , leaving]) => leaving?.type)) return bytesOf(parts)
  // a Blob for each batch: thousands of open images would take memory
  const batches: Blob[] = []
  for await (const batch of parts) batches.push(new Blob(batch))
  const archive = new Blob(batches)
  await checkEntries(archive, records.count)
  return archive
}

async function* archiveParts(
  records: ZipRecords,
  { files, packs, created_at }: ExportRow,
  images: ArchiveImage[],
): AsyncGenerator<Part[]> {
  for (const { name, blob } of files) {
    yield [
      records.begin({
        name: utf8(packs ? name : `annotations/${name}.json`),
        size: blob.size,
        crc32: await sumOf(blob),
        modified: created_at,
      }),
      blob,
    ]
  }
  for (const pack of packs ?? []) yield packParts(records, pack, created_at)
  for (let from = 0; from < images.length; from += BATCH) {
    const parts: Part[] = []
    for (const entry of await readImages(images.slice(from, from + BATCH))) {
      if (entry.leaving?.type && parts.length > 0) yield parts.splice(0)
      const { path, content, sum } = await contentOf(entry)
      const name = utf8(entry.path ?? `images/${folderOf(files, entry.part)}${path}`)
      parts.push(records.begin({ name, size: content.size, crc32: sum, modified: entry.image.created_at }), content)
    }
    yield parts
  }
  yield records.end()
}

function packParts(records: ZipRecords, { index, blob }: ExportPack, modified: number): Part[] {
  let at = 0
  return index.flatMap(([path, size, sum]): Part[] => {
    const record = records.begin({ name: utf8(path), size, crc32: sum, modified })
    at += size
    return [record, blob.slice(at - size, at)]
  })
}

async function contentOf({
  image,
  file,
  leaving,
}: ImageToWrite): Promise<{ path: string; content: Blob; sum: number }> {
  const name = leaving?.path ?? image.path
  if (!leaving?.type) return { path: name, content: file.blob, sum: file.crc32 }
  const { path, width, height } = image
  const content = await saveUpright(file, { path, width, height }, leaving.type)
  return { path: name, content, sum: await sumOf(content) }
}

interface ImageToWrite {
  image: ImageRow
  file: FileRow
  /** Number of the file that lists it. */
  part: number
  leaving: Leaving | undefined
  /** In the archive, of formats other than COCO. */
  path: string | undefined
}

async function readImages(images: ArchiveImage[]): Promise<ImageToWrite[]> {
  const byId = new Map(images.map((image) => [image[0], image]))
  const ids = [...byId.keys()]
  const [rows, files] = await Promise.all([exports.imageRows(ids), exports.files(ids)])
  return rows.flatMap((image) => {
    const file = files.get(image.id)
    if (!file) return []
    const [, part, , leaving, path] = byId.get(image.id)!
    // an image replaced by an upright one since the export is written as it is stored
    return [
      {
        image,
        file,
        part,
        leaving: leaving?.type && file.orientation === 1 ? undefined : (leaving ?? undefined),
        path,
      },
    ]
  })
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

async function sumOf(blob: Blob): Promise<number> {
  let sum = 0
  for await (const bytes of blobPieces(blob)) sum = crc32(bytes, sum)
  return sum
}

async function checkEntries(archive: Blob, count: number): Promise<void> {
  const zip = new ZipReader(new BlobReader(archive))
  let found = 0
  for await (const _entry of zip.getEntriesGenerator()) found++
  await zip.close()
  if (found !== count) throw new Error(`The archive lists ${found} files, not the ${count} that were written.`)
}

/** `instances_train` has its images in `images/train/`. */
const folderOf = (files: ExportRow['files'], number: number): string =>
  files.length > 1 ? `${files[number]!.name.replace(/^instances_/, '')}/` : ''
