/**
 * A kept export with its pictures as a zip, streamed: annotations/instances.json first, then images/<path inside the dataset>;
 * with a split annotations/instances_<part>.json and images/<part>/... Pictures are stored as they are, with the CRC-32
 * remembered from when they came: nothing is compressed or summed up again. Those that leave upright are made one at a time,
 * each before its entry is begun.
 */
import { crc32 } from '@/core/image/crc32'
import { exports } from '../db/exports'
import type { ExportRow, FileRow, ImageRow } from '../db/rows'
import { makeUpright, type UprightType } from '../images/upright'
import { BlobReader, WholeReader, ZipWriter } from './zip'

/** How a turned picture is written upright. */
export interface Leaving {
  path: string
  type: UprightType
}

/** Image id, the number of its file, whether that lists it; absent: it leaves as it came. */
export type ArchivePicture = [id: number, file: number, isListed: boolean, upright?: Leaving]

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
  const pictures = (JSON.parse(await all.text()) as (ArchivePicture | null)[]).filter((each): each is ArchivePicture => each !== null && (which === 'all' || each[2]))
  for await (const picture of readAhead(pictures)) {
    const { image, path, content, size, sum } = await contentOf(picture)
    await zip.add(`images/${folderOf(files, picture.part)}${path}`, content, {
      passThrough: true,
      compressionMethod: 0,
      crc32: sum,
      uncompressedSize: size,
      lastModDate: new Date(image.created_at),
    })
  }
  await zip.close()
}

async function contentOf({ image, file, bytes, upright }: ReadPicture) {
  if (!upright) return { image, path: image.path, content: bytes ? new WholeReader(bytes) : new BlobReader(file.blob), size: file.blob.size, sum: file.crc32 }
  const { path, width, height } = image
  const made = new Uint8Array(await (await makeUpright(file, { path, width, height }, upright.type)).arrayBuffer())
  return { image, path: upright.path, content: new WholeReader(made), size: made.length, sum: crc32(made) }
}

interface ReadPicture {
  image: ImageRow
  file: FileRow
  /** Absent: it is read while it is written. */
  bytes: Uint8Array | undefined
  /** Number of the file that lists it. */
  part: number
  upright: Leaving | undefined
}

/** Reads some pictures while others are written: the disk and the stream do not wait for each other. */
async function* readAhead(pictures: ArchivePicture[]): AsyncGenerator<ReadPicture> {
  let next = readPictures(pictures.slice(0, BATCH))
  for (let from = BATCH; from < pictures.length + BATCH; from += BATCH) {
    const batch = await next
    next = readPictures(pictures.slice(from, from + BATCH))
    // when the reader leaves, nobody waits for it
    next.catch(() => {})
    yield* batch
  }
}

async function readPictures(pictures: ArchivePicture[]): Promise<ReadPicture[]> {
  const facts = new Map(pictures.map((picture) => [picture[0], picture]))
  const ids = [...facts.keys()]
  const [images, files] = await Promise.all([exports.imageRows(ids), exports.files(ids)])
  let free = READ_AHEAD
  return Promise.all(images.flatMap((image) => {
    const file = files.get(image.id)
    if (!file) return []
    const [, part, , leaving] = facts.get(image.id)!
    // one that was replaced since by an upright one leaves as it came
    const upright = file.orientation === 1 ? undefined : leaving
    const isRead = !upright && file.blob.size <= free
    if (isRead) free -= file.blob.size
    return (isRead ? file.blob.arrayBuffer() : Promise.resolve(undefined)).then((bytes): ReadPicture => ({
      image, file, bytes: bytes && new Uint8Array(bytes), part, upright,
    }))
  }))
}

/** `instances_train` has its pictures in `images/train/`. */
const folderOf = (files: ExportRow['files'], number: number): string => (files.length > 1 ? `${files[number]!.name.replace(/^instances_/, '')}/` : '')
