/**
 * A kept export with its pictures as a zip, streamed: annotations/instances.json first, then images/<path inside the dataset>;
 * with a split annotations/instances_<part>.json and images/<part>/... Pictures are stored as they are, with the CRC-32
 * remembered from when they came: nothing is compressed or summed up again.
 */
import { exports } from '../db/exports'
import type { ExportRow, ImageRow } from '../db/rows'
import { BlobReader, ZipWriter } from './zip'

/** Image id, the number of its file, whether that lists it. */
type Picture = [id: number, file: number, isListed: boolean]

/** Images read at a time. */
const BATCH = 200

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
  for (let from = 0; from < pictures.length; from += BATCH) {
    const batch = pictures.slice(from, from + BATCH)
    const fileOf = new Map(batch.map(([id, file]) => [id, file]))
    for (const image of await exports.imageRows(batch.map(([id]) => id))) await addPicture(zip, image, folderOf(files, fileOf.get(image.id)!))
  }
  await zip.close()
}

/** `instances_train` has its pictures in `images/train/`. */
const folderOf = (files: ExportRow['files'], number: number): string => (files.length > 1 ? `${files[number]!.name.replace(/^instances_/, '')}/` : '')

async function addPicture(zip: ZipWriter<unknown>, image: ImageRow, folder: string): Promise<void> {
  const file = await exports.file(image.id)
  if (!file) return
  await zip.add(`images/${folder}${image.path}`, new BlobReader(file.blob), {
    passThrough: true,
    compressionMethod: 0,
    crc32: file.crc32,
    uncompressedSize: file.blob.size,
    lastModDate: new Date(image.created_at),
  })
}
