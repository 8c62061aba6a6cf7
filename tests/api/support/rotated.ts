/** Photos that EXIF turns, and the archives and files that they leave in. */
import { readFileSync } from 'node:fs'
import { BlobReader, configure, TextWriter, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { expect } from 'vitest'
import { blank, rotatedJpeg } from '../../support/rotated'
import { api, raw } from './coco'

configure({ useWebWorkers: false })

type Entry = Record<string, unknown> & {
  id: number
  file_name: string
  width: number
  height: number
  atoll?: { orientation?: string }
}
export interface Coco {
  images: Entry[]
  annotations: (Record<string, unknown> & { image_id: number })[]
}

/** 100 x 80 upright. */
export const photo = (orientation: number) =>
  rotatedJpeg(orientation < 5 ? blank(100, 80) : blank(80, 100), orientation)

export const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../data/formats/${name}`, import.meta.url)))

/** Answers the id of the image. */
export async function put(path: string, bytes: Uint8Array<ArrayBuffer>, to: number): Promise<number> {
  const { status, body } = await api<{ id: number; message: string }>(
    'POST',
    `/image/?dataset_id=${to}&file_name=${encodeURIComponent(path)}`,
    { body: new Blob([bytes]) },
  )
  expect([status, body.message]).toEqual([200, undefined])
  return body.id
}

/** Of the archive of a dataset: its images by name, and the last of its COCO files. */
export async function unzip(from: number, query = ''): Promise<{ files: Map<string, Uint8Array>; coco: Coco }> {
  const response = await raw('GET', `/dataset/${from}/export.zip?empty=all&${query}`)
  expect(response.status, await response.clone().text()).toBe(200)
  const entries = (await new ZipReader(new BlobReader(await response.blob())).getEntries()).filter(
    (entry): entry is FileEntry => !entry.directory,
  )
  const files = new Map<string, Uint8Array>()
  let coco: Coco = { images: [], annotations: [] }
  for (const entry of entries) {
    if (entry.filename.endsWith('.json'))
      coco = JSON.parse(await entry.getData(new TextWriter(), { checkSignature: true })) as Coco
    else
      files.set(
        entry.filename.replace('images/', ''),
        await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }),
      )
  }
  return { files, coco }
}

/** An image of the canvas that tests have says what it is. */
export const text = (bytes?: Uint8Array) => new TextDecoder().decode(bytes)

export const sizes = ({ images }: Coco) =>
  Object.fromEntries(images.map(({ file_name, width, height }) => [file_name, `${width} x ${height}`]))
