/**
 * A kept export with its pictures as a zip, streamed: annotations/instances.json first, then images/<path inside the dataset>;
 * with a split annotations/instances_<part>.json and images/<part>/... Pictures are stored as they are, with the CRC-32
 * remembered from when they came: nothing is compressed or summed up again.
 */
import { exports } from '../db/exports'
import type { ExportRow, FileRow, ImageRow } from '../db/rows'
import { BlobReader, Uint8ArrayReader, ZipWriter } from './zip'

/** Image id, the number of its file, whether that lists it. */
type Picture = [id: number, file: number, isListed: boolean]

/** Facts of images read at a time. */
const BATCH = 200
/** Pictures that are read before they are needed, and up to what size; bytes. */
const AHEAD = 6
const SMALL = 4 * 1024 * 1024

export function exportArchive(row: ExportRow, pictures: 'all' | 'listed'): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  fill(new ZipWriter(writable, { level: 0, keepOrder: true, extendedTimestamp: false }), row, pictures).catch((error: unknown) =>
    // the reader hears of it; when it was the reader who left, nobody is there to hear
    writable.abort(error).catch(() => {}),
  )
  return readable
}

async function fill(zip: ZipWriter<unknown>, { files, pictures: all, created_at }: ExportRow, which: 'all' | 'listed'): Promise<void> {
  for (const { name, blob } of files) await zip.add(`annotations/${name}.json`, new BlobReader(blob), { lastModDate: new Date(created_at) })
  const pictures = (JSON.parse(await all.text()) as (Picture | null)[]).filter((each): each is Picture => each !== null && (which === 'all' || each[2]))
  for await (const { image, file, bytes, folder } of readAhead(pictures, (number) => folderOf(files, number))) {
    await zip.add(`images/${folder}${image.path}`, bytes ? new Uint8ArrayReader(bytes) : new BlobReader(file.blob), {
      passThrough: true,
      compressionMethod: 0,
      crc32: file.crc32,
      uncompressedSize: file.blob.size,
      lastModDate: new Date(image.created_at),
    })
  }
  await zip.close()
}

interface ReadPicture {
  image: ImageRow
  file: FileRow
  /** Absent for a large one: that is read while it is written. */
  bytes: Uint8Array | undefined
  folder: string
}

/** Reads some pictures while others are written: the disk and the stream do not wait for each other. */
async function* readAhead(pictures: Picture[], folder: (number: number) => string): AsyncGenerator<ReadPicture> {
  const ahead: Promise<ReadPicture | undefined>[] = []
  for (let from = 0; from < pictures.length; from += BATCH) {
    const batch = pictures.slice(from, from + BATCH)
    const fileOf = new Map(batch.map(([id, file]) => [id, file]))
    for (const image of await exports.imageRows(batch.map(([id]) => id))) {
      ahead.push(readPicture(image, folder(fileOf.get(image.id)!)))
      if (ahead.length < AHEAD) continue
      const picture = await ahead.shift()
      if (picture) yield picture
    }
  }
  for (const each of ahead) {
    const picture = await each
    if (picture) yield picture
  }
}

async function readPicture(image: ImageRow, folder: string): Promise<ReadPicture | undefined> {
  const file = await exports.file(image.id)
  if (!file) return undefined
  const bytes = file.blob.size <= SMALL ? new Uint8Array(await file.blob.arrayBuffer()) : undefined
  return { image, file, bytes, folder }
}

/** `instances_train` has its pictures in `images/train/`. */
const folderOf = (files: ExportRow['files'], number: number): string => (files.length > 1 ? `${files[number]!.name.replace(/^instances_/, '')}/` : '')
