/**
 * A dataset as a zip, streamed: annotations/instances.json first, then images/<path inside the dataset>. Pictures are
 * stored as they are, with the CRC-32 remembered from when they came: nothing is compressed or summed up again.
 */
import { BlobReader, ZipWriter } from './zip'
import { exports } from '../db/exports'
import type { DatasetRow, ImageRow } from '../db/rows'
import { exportDataset, type ExportOptions } from './cocoExport'

export function exportArchive(dataset: DatasetRow, options: ExportOptions, pictures: 'all' | 'listed'): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  fill(new ZipWriter(writable, { level: 0, keepOrder: true, extendedTimestamp: false }), dataset, options, pictures).catch((error: unknown) =>
    // the reader hears of it; when it was the reader who left, nobody is there to hear
    writable.abort(error).catch(() => {}),
  )
  return readable
}

async function fill(zip: ZipWriter<unknown>, dataset: DatasetRow, options: ExportOptions, pictures: 'all' | 'listed'): Promise<void> {
  const listed = new Set<number>()
  const json = await exportDataset(dataset, options, ({ id }) => listed.add(id))
  await zip.add('annotations/instances.json', bytesOf(json), { lastModDate: new Date(dataset.updated_at) })
  for await (const batch of exports.images(dataset.id)) {
    for (const image of batch) if (pictures === 'all' || listed.has(image.id)) await addPicture(zip, image)
  }
  await zip.close()
}

async function addPicture(zip: ZipWriter<unknown>, image: ImageRow): Promise<void> {
  const file = await exports.file(image.id)
  if (!file) return
  await zip.add(`images/${image.path}`, new BlobReader(file.blob), {
    passThrough: true,
    compressionMethod: 0,
    crc32: file.crc32,
    uncompressedSize: file.blob.size,
    lastModDate: new Date(image.created_at),
  })
}

/** Text as a stream of bytes, pulled. */
function bytesOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
}
