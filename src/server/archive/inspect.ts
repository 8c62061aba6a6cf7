/**
 * Opens an archive and refuses unsafe ones before unpacking a byte: files that are not zips or cut short, encrypted entries,
 * names that lead out of the dataset, two entries with one name, and zip bombs.
 */
import { badRequest } from '@/contract/errors'
import { normalisePath } from '@/core/paths'
import { readEntryCount } from '@/core/zip/endRecord'
import { WindowReader } from './windowReader'
import { ZipReader, type Entry, type FileEntry } from './zip'

export const limits = {
  entries: 300_000,
  /** Most bytes of all entries together, unpacked. */
  total: 64 * 1024 ** 3,
  /** Unpacked over packed size: more is a bomb, unless it is small. */
  ratio: 250,
  small: 50 * 1024 * 1024,
}

/** Supported compression methods of zip. */
const STORED = 0
const DEFLATED = 8
const SYMBOLIC_LINK = 0o120000
const FILE_TYPE = 0o170000

export interface ArchiveEntry {
  entry: FileEntry
  /** Normalised: forward slashes, no `.` or `..`. */
  name: string
}

/** The files of an archive, in its order. Throws 400 for an unsafe archive. */
export async function openArchive(blob: Blob): Promise<ArchiveEntry[]> {
  await checkCount(blob)
  const entries = await readEntries(blob)
  const files = entries.flatMap((entry) => (entry.directory ? [] : [{ entry, name: safeName(entry) }]))
  const names = new Set<string>()
  let [total, packed] = [0, 0]
  for (const { entry, name } of files) {
    if (names.has(name)) throw badRequest(`The archive has two entries named "${shorten(name)}".`)
    names.add(name)
    checkEntry(entry, name)
    total += entry.uncompressedSize
    packed += entry.compressedSize
  }
  if (packed > blob.size) throw badRequest('The archive is damaged: its entries overlap.')
  if (total > limits.total)
    throw badRequest(
      `The archive unpacks to ${Math.round(total / 1e9)} GB; at most ${Math.round(limits.total / 1e9)} GB are taken.`,
    )
  return files
}

/** By the end record alone: to list millions of entries takes gigabytes. The list that is read later has no more than that says. */
async function checkCount(blob: Blob): Promise<void> {
  const read = async (offset: number, length: number) =>
    new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer())
  const count = (await readEntryCount(read, blob.size)) ?? 0
  if (count > limits.entries)
    throw badRequest(
      `The archive has ${count} entries; at most ${limits.entries} are taken. Split it into smaller archives.`,
    )
}

async function readEntries(blob: Blob): Promise<Entry[]> {
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer())
  const isZip = head[0] === 0x50 && head[1] === 0x4b
  try {
    return await new ZipReader(new WindowReader(blob), { checkOverlappingEntry: true }).getEntries({
      filenameValidation: 'tolerant',
    })
  } catch (error) {
    if (!isZip) throw badRequest('This is not a zip archive.')
    throw badRequest(`The archive is damaged or cut short (${(error as Error).message}).`)
  }
}

/** NFC, forward slashes; a name that tries to leave the dataset refuses the archive. */
function safeName({ filename }: Entry): string {
  try {
    return normalisePath(filename)
  } catch (error) {
    throw badRequest(
      `The archive has an entry with a forbidden name, "${shorten(filename)}": ${(error as Error).message}`,
    )
  }
}

function checkEntry(entry: FileEntry, name: string): void {
  if (entry.encrypted)
    throw badRequest(`"${shorten(name)}" in the archive is encrypted. Make an archive without a password.`)
  if (((entry.unixMode ?? 0) & FILE_TYPE) === SYMBOLIC_LINK)
    throw badRequest(`"${shorten(name)}" in the archive is a symbolic link, not a file.`)
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw badRequest(
      `"${shorten(name)}" in the archive is compressed by method ${entry.compressionMethod}. Make an archive with plain zip compression.`,
    )
  }
  const isBomb = entry.uncompressedSize > limits.small && entry.uncompressedSize > limits.ratio * entry.compressedSize
  if (isBomb)
    throw badRequest(
      `"${shorten(name)}" in the archive unpacks to more than ${limits.ratio} times its size. That is refused.`,
    )
}

const shorten = (name: string) => (name.length > 80 ? `${name.slice(0, 77)}...` : name)

/** Unpacks an entry into `take`, chunk by chunk; refuses one that is damaged or larger than it says. */
export async function unpack(
  { entry, name }: ArchiveEntry,
  take: (chunk: Uint8Array) => void,
  checkOverlappingEntry = true,
): Promise<void> {
  let size = 0
  let refusal: unknown
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      size += chunk.length
      try {
        if (size > entry.uncompressedSize) throw badRequest(`"${shorten(name)}" in the archive is larger than it says.`)
        take(chunk)
      } catch (error) {
        refusal ??= error
        throw error
      }
    },
  })
  try {
    await guarded(name, () => entry.getData(sink, { checkSignature: true, checkOverlappingEntry }))
  } catch (error) {
    // when the sink fails with its last chunk, the library says that it could not be closed
    throw refusal ?? error
  }
}

/** The bytes of an entry that fits the memory. */
export async function unpackBytes(file: ArchiveEntry): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  await unpack(file, (chunk) => void chunks.push(chunk), false)
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** An entry's bytes, outside the memory where they are many. */
export async function unpackBlob({ entry, name }: ArchiveEntry, type = ''): Promise<Blob> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const blob = new Response(readable).blob()
  await guarded(name, () => entry.getData(writable, { checkSignature: true }))
  return new Blob([await blob], { type })
}

async function guarded(name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if ((error as Error).name === 'ApiError' || (error as Error).name === 'InvalidInput') throw error
    throw badRequest(`"${shorten(name)}" in the archive is damaged (${(error as Error).message}).`)
  }
}

/** The beginning of an entry, at least so many bytes of it where it has them; of what cannot be unpacked, what there is of it. */
export async function unpackHead({ entry }: ArchiveEntry, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const enough = new AbortController()
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      if (size < most) chunks.push(chunk)
      size += chunk.length
      if (size >= most && size < entry.uncompressedSize) enough.abort()
    },
  })
  await entry.getData(sink, { signal: enough.signal }).catch(() => {})
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
