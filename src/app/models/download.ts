/** Downloads the model files that are served with the app. Stores them in pieces, so that a stopped download continues. */
import { t } from '@/app/i18n'
import { modelCacheName, PIECE, pieceCount, pieceKey, type ShippedFile } from '@/contract/models/shippedModels'

const base = import.meta.env.BASE_URL

/** Its message tells the user why files could not be downloaded. */
export class DownloadError extends Error {
  override name = 'DownloadError'
}

const openCache = () => caches.open(modelCacheName(base))

const keysOf = (file: ShippedFile) =>
  Array.from({ length: pieceCount(file) }, (_, piece) => pieceKey(base, file, piece))

/** Number of bytes of the file that are stored. */
export async function storedBytes(file: ShippedFile): Promise<number> {
  const cache = await openCache()
  const found = new Set((await cache.keys(`${base}${file.path}`, { ignoreSearch: true })).map(({ url }) => url))
  const pieces = keysOf(file).map((key, piece) =>
    found.has(new URL(key, location.href).href) ? sizeOf(file, piece) : 0,
  )
  return pieces.reduce((sum, size) => sum + size, 0)
}

const sizeOf = ({ size }: ShippedFile, piece: number) => Math.min(PIECE, size - piece * PIECE)

export const isStored = async (files: ShippedFile[]) =>
  (await Promise.all(files.map(async (file) => (await storedBytes(file)) === file.size))).every(Boolean)

/** Reads the whole file from its pieces. Throws if one is missing. */
export async function readStored(file: ShippedFile): Promise<ArrayBuffer> {
  const cache = await openCache()
  const whole = new Uint8Array(file.size)
  await Promise.all(
    keysOf(file).map(async (key, piece) => {
      const bytes = await (await cache.match(key))?.arrayBuffer()
      if (bytes?.byteLength !== sizeOf(file, piece)) throw new DownloadError(t('models.gone'))
      whole.set(new Uint8Array(bytes), piece * PIECE)
    }),
  )
  return whole.buffer
}

/** Rejects with a DownloadError or an AbortError. Downloaded pieces stay stored, unless the storage is full. */
export async function download(
  files: ShippedFile[],
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const file of files) done += await storedBytes(file)
  await expectRoom(total - done)
  onProgress(done)
  try {
    for (const file of files) await fetchFile(file, (bytes) => onProgress((done += bytes)), signal)
  } catch (error) {
    if ((error as Error).name === 'QuotaExceededError') {
      await forget(files)
      throw noRoom(total)
    }
    if (error instanceof TypeError) throw new DownloadError(t('models.lost'))
    throw error
  }
  await navigator.storage?.persist?.()
}

export async function forget(files: ShippedFile[]): Promise<void> {
  const cache = await openCache()
  for (const { path } of files)
    for (const key of await cache.keys(`${base}${path}`, { ignoreSearch: true })) await cache.delete(key)
}

async function expectRoom(needed: number): Promise<void> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {}
  if (quota !== undefined && quota - usage < needed) throw noRoom(needed)
}

const noRoom = (bytes: number) => new DownloadError(t('models.noRoom', { size: Math.ceil(bytes / 1e6) }))

/** Starts at the first missing piece. */
async function fetchFile(file: ShippedFile, onPiece: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const cache = await openCache()
  for (let piece = 0; piece < pieceCount(file); piece++) {
    if (await cache.match(pieceKey(base, file, piece))) continue
    for await (const bytes of piecesFrom(file, piece, signal)) {
      await cache.put(pieceKey(base, file, piece), new Response(bytes))
      onPiece(bytes.byteLength)
      piece++
    }
  }
  await expectWhole(file)
}

async function expectWhole(file: ShippedFile): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await readStored(file)))
  if (Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256) return
  await forget([file])
  throw new DownloadError(t('models.damaged', { path: file.path }))
}

/** Yields the pieces from `first` to the end of the file. A host without range requests sends the whole file: its beginning is skipped. */
async function* piecesFrom(
  file: ShippedFile,
  first: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const from = first * PIECE
  const response = await fetch(`${base}${file.path}`, { signal, headers: from > 0 ? { Range: `bytes=${from}-` } : {} })
  if (!response.ok || !response.body)
    throw new DownloadError(t('models.refused', { path: file.path, status: String(response.status) }))
  let skip = response.status === 206 ? 0 : from
  let [held, filled, next] = [new Uint8Array(sizeOf(file, first)), 0, first]
  for await (let chunk of chunksOf(response.body)) {
    const skipped = Math.min(skip, chunk.length)
    skip -= skipped
    chunk = chunk.subarray(skipped)
    while (chunk.length > 0 && next < pieceCount(file)) {
      const taken = chunk.subarray(0, held.length - filled)
      held.set(taken, filled)
      filled += taken.length
      chunk = chunk.subarray(taken.length)
      if (filled < held.length) continue
      yield held
      next++
      ;[held, filled] = [new Uint8Array(Math.max(0, sizeOf(file, next))), 0]
    }
  }
  if (next < pieceCount(file)) throw new DownloadError(t('models.cutOff', { path: file.path }))
}

/** Iterates a stream, also in browsers whose streams are not iterable. */
async function* chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}
