/** Which kinds of YOLO labels an archive can hold. */
import { baseStem, linesOf, sample, stemOf, withFolder } from '../paths'
import type { Found, Listing, Reader } from '../types'
import { kindsOf, sampleLines, type YoloKind } from './lines'
import { isSupport, keypointsOf, readYaml } from './names'

/** Label files that are looked into. */
const LOOKED_AT = 60

export interface YoloLabels {
  labels: string[]
  kinds: YoloKind[]
  support: string[]
}

/** Asked once for each kind: what one found serves the others. */
const known = new WeakMap<Listing, Promise<YoloLabels | null>>()

export const yoloLabels = (listing: Listing): Promise<YoloLabels | null> => {
  const found = known.get(listing) ?? look(listing)
  known.set(listing, found)
  return found
}

async function look(listing: Listing): Promise<YoloLabels | null> {
  const texts = listing.names.filter((name) => /\.txt$/i.test(name) && !isSupport(name))
  const stems = new Set(listing.images.map(baseStem))
  const inPlace = texts.filter((name) => isInPlace(name, stems))
  if (inPlace.length === 0) return null
  const support = listing.names.filter(isSupport)
  const yaml = await readYaml(listing.names, listing.head)
  const lines: string[] = []
  for (const name of sample(inPlace, LOOKED_AT)) {
    const head = await listing.head(name)
    // the last line may be cut
    const all = linesOf(head)
    for (const { line } of head.length > 60_000 ? all.slice(0, -1) : all) lines.push(line)
  }
  const kinds: YoloKind[] =
    lines.length === 0
      ? keypointsOf(yaml?.data)
        ? ['pose']
        : ['detect']
      : kindsOf(sampleLines(lines), keypointsOf(yaml?.data))
  // labels that are broken, in the layout of YOLO: reading them says where
  if (kinds.length === 0 && !(yaml && 'names' in yaml.data)) return null
  return { labels: inPlace, kinds, support }
}

/** In a folder of labels, or with the name of an image. */
function isInPlace(name: string, stems: Set<string>): boolean {
  if (/(^|\/)ImageSets\//i.test(name)) return false
  if (/(^|\/)(labels?|labelTxt[^/]*|obj_[^/]*data)\//i.test(name)) return true
  return stems.size === 0 || stems.has(baseStem(name))
}

/** Where the image of a label file can be, without ending. */
export function imageStems(label: string): string[] {
  const stem = stemOf(label)
  const moved = withFolder(stem, /^(labels?|labelTxt.*)$/i, 'images')
  const plain = withFolder(stem, /^(labels?|labelTxt.*)$/i, '')
  return [...(moved === undefined ? [] : [moved]), ...(plain === undefined ? [] : [plain]), stem]
}

export const detectYolo =
  (kind: YoloKind): Reader['detect'] =>
  async (listing, forced): Promise<Found | null> => {
    const found = await yoloLabels(listing)
    if (!found) return null
    const { kinds, labels, support } = found
    const fits = kinds.includes(kind) || forced || (kinds.length === 0 && kind === 'detect')
    return fits ? { labels, support } : null
  }
