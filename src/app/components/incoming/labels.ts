/** Which of the incoming files are labels of a format other than COCO, told from what is in them as the import itself does. */
import { looksLikeCoco } from '@/core/coco/looksLikeCoco'
import { isImageName } from '@/core/formats/paths'
import type { IncomingFile } from '../../api/images'
import { sortIncoming, type Sorted } from './kinds'

export interface SortedByContent extends Sorted {
  /** Label files, with what describes them: masks too. */
  labels: IncomingFile[]
}

/** Bytes of a file that are looked at. */
const HEAD = 64 * 1024
const LABELS = /\.(txt|xml|json|csv)$/i
/** Folders of images that are labels. */
const MASKS = /(^|\/)(masks?|gt|segmentations?|SegmentationClass|SegmentationObject|panoptic[^/]*)(\/|$)/i

export async function sortByContent(files: IncomingFile[]): Promise<SortedByContent> {
  const { images, archives, cocos } = sortIncoming(files)
  const wanted = new Set<File>([...images.map(({ file }) => file), ...cocos])
  const candidates = files.filter(({ file }) => wanted.has(file))
  const labels = await labelFiles(candidates)
  const found = new Set(labels.map(({ file }) => file))
  return {
    labels,
    archives,
    images: images.filter(({ file }) => !found.has(file)),
    cocos: cocos.filter((file) => !found.has(file)),
  }
}

/** JSON files that are asked one by one whether they are COCO. */
const FEW = 200

async function labelFiles(files: IncomingFile[]): Promise<IncomingFile[]> {
  const isLabel = ({ file: { name }, folder }: IncomingFile) =>
    LABELS.test(name) || (isImageName(name) && MASKS.test(folder))
  if (!files.some(isLabel)) return []
  const { detectFormats } = await import('@/core/formats/detect')
  const { newListing } = await import('@/core/formats/listing')
  const head = ({ file }: IncomingFile) => file.slice(0, HEAD).text()
  const jsons = files.filter(({ file: { name } }) => /\.json$/i.test(name))
  const cocos = new Set<IncomingFile>()
  if (jsons.length <= FEW) for (const each of jsons) if (looksLikeCoco(await head(each))) cocos.add(each)
  const byName = new Map(files.filter((each) => !cocos.has(each)).map((each) => [nameOf(each), each]))
  const listing = newListing([...byName.keys()], (name) => head(byName.get(name)!))
  const names = new Set(
    (await detectFormats(listing)).flatMap(({ found: { labels, support = [] } }) => [...labels, ...support]),
  )
  const labels = [...names].map((name) => byName.get(name)!)
  // what only describes a set is none without labels
  return labels.some(isLabel) ? labels : []
}

const nameOf = ({ file, folder }: IncomingFile) => (folder ? `${folder}/${file.name}` : file.name)
