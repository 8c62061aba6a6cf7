/** Which format an archive has, and which of its files are images, labels, or neither. */
import { badRequest } from '@/contract/errors'
import { archiveLayout } from '@/core/coco/archive/archiveLayout'
import { looksLikeCoco } from '@/core/coco/looksLikeCoco'
import { detectFormat, detectFormats, type Detected } from '@/core/formats/detect'
import { listedFiles, newListing, pathsInDataset } from '@/core/formats/listing'
import { isImageName } from '@/core/formats/paths'
import { formatOf } from '@/core/formats/table'
import type { FormatId } from '@/core/formats/types'
import { unpackHead, type ArchiveEntry } from '../../archive/inspect'
import type { ZipPlan } from '../zipImport/state'

/** Bytes of a file that formats look at. */
const HEAD = 64 * 1024

/** `wanted`: 'auto', or the format that the user says it has. Throws when several fit, or when that one does not. */
export async function planArchive(
  files: ArchiveEntry[],
  wanted: FormatId | 'auto',
): Promise<ZipPlan & { others: string[] }> {
  const plain = plainPlan(files)
  if (wanted === 'coco') return plain
  const listed = listedFiles(files.map(({ name }) => name))
  const numbers = new Map(listed.map(({ name, file }) => [name, file]))
  const heads = new Map<string, Promise<string>>()
  const head = (name: string) => {
    const text =
      heads.get(name) ??
      unpackHead(files[numbers.get(name)!]!, HEAD).then((bytes) =>
        new TextDecoder().decode(bytes.subarray(0, 2 * HEAD)),
      )
    heads.set(name, text)
    return text
  }
  const listing = newListing(
    listed.map(({ name }) => name),
    head,
  )
  const detected = await choose(
    wanted,
    plain,
    () => detectFormats(listing),
    (id) => detectFormat(listing, id),
    head,
  )
  if (!detected) return plain
  const { format, found } = detected
  const labels = new Set(found.labels)
  const known = new Set([...found.labels, ...(found.support ?? [])])
  const images = listing.images.filter((name) => !known.has(name))
  const paths = pathsInDataset(images)
  return {
    format: format.id,
    pictures: images.map((name) => ({ file: numbers.get(name)!, path: paths.get(name)! })),
    cocos: [],
    names: listed.map(({ name, file }) => [name, file]),
    labels: [...labels].map((name) => numbers.get(name)!),
    others: listing.names.filter((name) => !known.has(name) && !isImageName(name)),
  }
}

async function choose(
  wanted: FormatId | 'auto',
  plain: ZipPlan,
  detectAll: () => Promise<Detected[]>,
  detectOne: (id: FormatId) => Promise<Detected | null>,
  head: (name: string) => Promise<string>,
): Promise<Detected | null> {
  if (wanted !== 'auto') {
    const one = await detectOne(wanted)
    if (one) return one
    throw badRequest(`The archive has no files of the format ${formatOf(wanted)?.name ?? wanted}.`, {
      code: 'format-not-found',
      params: { format: wanted },
    })
  }
  const all = await detectAll()
  const candidates: FormatId[] = all.map(({ format }) => format.id)
  if (all.length > 0 && (await hasCoco(plain, head))) candidates.push('coco')
  if (candidates.length < 2) return all[0] ?? null
  throw badRequest(
    `The files fit ${candidates.length} formats: ${candidates.map((id) => formatOf(id)?.name ?? id).join(', ')}. Say which with \`format\`.`,
    {
      code: 'format-ambiguous',
      params: { formats: candidates.join(', ') },
      candidates,
    },
  )
}

/** COCO files beside labels of another format, told from their beginning. */
async function hasCoco({ cocos }: ZipPlan, head: (name: string) => Promise<string>): Promise<boolean> {
  for (const { name } of cocos.slice(0, 20)) {
    if (looksLikeCoco(await head(name).catch(() => ''))) return true
  }
  return false
}

function plainPlan(files: ArchiveEntry[]): ZipPlan & { others: string[] } {
  const numbers = new Map(files.map(({ name }, number) => [name, number]))
  const { pictures, cocos, others } = archiveLayout(files.map(({ name }) => name))
  return {
    pictures: pictures.map(({ name, path }) => ({ file: numbers.get(name)!, path })),
    cocos: cocos.map(({ name, folder }) => ({ file: numbers.get(name)!, name, folder })),
    others,
  }
}
