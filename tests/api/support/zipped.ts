/** Archives for tests of formats: of a folder of tests/data, of texts, and what is in one that was exported. */
import {
  BlobReader,
  BlobWriter,
  configure,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
  type FileEntry,
} from '@zip.js/zip.js'
import type { ArchiveResult } from '@/contract/coco'
import { api, dataFiles, raw, readData } from './coco'

configure({ useWebWorkers: false })

export type Files = Record<string, string | Uint8Array>

export async function zipped(files: Files): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const [name, content] of Object.entries(files))
    await writer.add(
      name,
      new Uint8ArrayReader(typeof content === 'string' ? new TextEncoder().encode(content) : content),
    )
  return writer.close()
}

/** The files of a folder of tests/data. */
export const folderFiles = (folder: string): Files =>
  Object.fromEntries(
    dataFiles('')
      .filter((path) => path.startsWith(`${folder}/`) && /\.\w+$/.test(path))
      .map((path) => [path.slice(folder.length + 1), new Uint8Array(readData(path))]),
  )

export async function unzipped(response: Response): Promise<Map<string, Uint8Array>> {
  const entries = await new ZipReader(new BlobReader(await response.blob())).getEntries()
  const files = entries.filter((entry): entry is FileEntry => !entry.directory)
  return new Map(
    await Promise.all(
      files.map(
        async (entry) =>
          [entry.filename, await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })] as const,
      ),
    ),
  )
}

export const textIn = (files: Map<string, Uint8Array>, name: string) => new TextDecoder().decode(files.get(name))

export type ImportAnswer = ArchiveResult & { message: string; candidates?: string[]; code?: string }

export const importZip = async (dataset: number, files: Files | Blob, query = '') =>
  api<ImportAnswer>('POST', `/dataset/${dataset}/zip${query}`, {
    body: files instanceof Blob ? files : await zipped(files),
  })

export const exportZip = (dataset: number, query: string) => raw('GET', `/dataset/${dataset}/export.zip?${query}`)

interface Coco {
  images: { id: number; file_name: string; width: number; height: number }[]
  categories: { id: number; name: string; keypoints?: string[] }[]
  annotations: Record<string, unknown>[]
}

/** The dataset as COCO: by file name, each annotation with the name of its category. */
export async function labelled(dataset: number) {
  const { images, categories, annotations } = (await api<Coco>('GET', `/dataset/${dataset}/coco?empty=all`))
    .body as unknown as Coco
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  return Object.fromEntries(
    images.map(({ id, file_name }) => [
      file_name,
      annotations
        .filter(({ image_id }) => image_id === id)
        .map(
          (each) =>
            ({ ...each, category: names.get(each.category_id as number)! }) as Record<string, unknown> & {
              category: string
              bbox: number[]
            },
        ),
    ]),
  )
}
