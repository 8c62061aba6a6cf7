/**
 * A kept export with its pictures as a zip, streamed: annotations/instances.json first, then images/<path inside the dataset>;
 * with a split annotations/instances_<part>.json and images/<part>/... Pictures are stored as they are, with the CRC-32
 * remembered from when they came: nothing is compressed or summed up again.
 */
import { exports } from '../db/exports'
import type { ExportRow, FileRow, ImageRow } from '../db/rows'
import { BlobReader, WholeReader, ZipWriter } from './zip'

/** Image id, the number of its file, whether that lists it. */
type Picture = [id: number, file: number, isListed: boolean]

/** Pictures whose facts are read at a time. */
const BATCH = 16
/** Bytes of them that are read before they are needed; what is beyond is read while it is written. */
const READ_AHEAD = 16 * 1024 * 1024

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
    await zip.add(`images/${folder}${image.path}`, bytes ? new WholeReader(bytes) : new BlobReader(file.blob), {
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
  /** Absent: it is read while it is written. */
  bytes: Uint8Array | undefined
  folder: string
}

/** Reads some pictures while others are written: the disk and the stream do not wait for each other. */
async function* readAhead(pictures: Picture[], folder: (number: number) => string): AsyncGenerator<ReadPicture> {
  let next = readPictures(pictures.slice(0, BATCH), folder)
  for (let from = BATCH; from < pictures.length + BATCH; from += BATCH) {
    const batch = await next
    next = readPictures(pictures.slice(from, from + BATCH), folder)
    // when the reader leaves, nobody waits for it
    next.catch(() => {})
    yield* batch
  }
}

async function readPictures(pictures: Picture[], folder: (number: number) => string): Promise<ReadPicture[]> {
  const fileOf = new Map(pictures.map(([id, file]) => [id, file]))
  const ids = pictures.map(([id]) => id)
  const [images, files] = await Promise.all([exports.imageRows(ids), exports.files(ids)])
  let free = READ_AHEAD
  return Promise.all(images.flatMap((image) => {
    const file = files.get(image.id)
    if (!file) return []
    const isSmall = file.blob.size <= free
    if (isSmall) free -= file.blob.size
    return (isSmall ? file.blob.arrayBuffer() : Promise.resolve(undefined)).then((bytes): ReadPicture => ({
      image, file, bytes: bytes && new Uint8Array(bytes), folder: folder(fileOf.get(image.id)!),
    }))
  }))
}

/** `instances_train` has its pictures in `images/train/`. */
const folderOf = (files: ExportRow['files'], number: number): string => (files.length > 1 ? `${files[number]!.name.replace(/^instances_/, '')}/` : '')
