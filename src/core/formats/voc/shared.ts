/** What all label files of a VOC dataset share: lists of splits, names of classes, PNGs by stem. */
import { baseStem, linesOf, sample } from '../paths'
import { vocPalette } from '../regions'
import { splitWord } from '../split'
import type { Found, Listing, Source } from '../types'
import { VOC_NAMES } from './names'

export interface Shared {
  splits: Map<string, string>
  objects: Map<string, string>
  classes: Map<string, string>
  isZeroBased: boolean
  names: string[]
}

export async function detect({ names, images, head }: Listing, forced: boolean): Promise<Found | null> {
  const xmls = names.filter((name) => /\.xml$/i.test(name))
  const heads = await Promise.all(sample(xmls, 3).map(head))
  const isVoc =
    heads.length > 0 && heads.every((text) => /<annotation[\s>]/.test(text) && !/<annotations[\s>]/.test(text))
  const masks = images.filter((name) => /(^|\/)Segmentation(Class|Object)[^/]*\//.test(name) && /\.png$/i.test(name))
  const classes = masks.filter((name) => /SegmentationClass/.test(name))
  if (!isVoc && !(forced && xmls.length > 0) && classes.length === 0) return null
  const stems = new Set(xmls.map(baseStem))
  const support = names.filter((name) => /(^|\/)ImageSets\//.test(name) || /(^|\/)labelmap\.txt$/i.test(name))
  return {
    labels: [...(isVoc || forced ? xmls : []), ...classes.filter((name) => !stems.has(baseStem(name)))],
    support: [...support, ...masks],
  }
}

/** Made again after a stop. */
export async function readShared(source: Source): Promise<Shared> {
  const masks = (folder: RegExp) =>
    new Map(
      source.names.filter((name) => folder.test(name) && /\.png$/i.test(name)).map((name) => [baseStem(name), name]),
    )
  return {
    splits: await readSets(source),
    objects: masks(/(^|\/)SegmentationObject\//),
    classes: masks(/(^|\/)SegmentationClass\//),
    isZeroBased: source.seen.zeroBased === true,
    names: await labelNames(source),
  }
}

async function readSets({ names, text }: Source): Promise<Map<string, string>> {
  const splits = new Map<string, string>()
  // the lists of single classes say the same once more
  for (const name of names.filter((each) =>
    /(^|\/)ImageSets\/(Main|Segmentation|Layout|Action)\/[^/_]+\.txt$/.test(each),
  )) {
    const split = splitWord(baseStem(name))
    if (!split) continue
    for (const { line } of linesOf(await text(name))) {
      const stem = baseStem(line.split(/\s+/)[0]!)
      if (!splits.has(stem)) splits.set(stem, split)
    }
  }
  return splits
}

/** `name:r,g,b:parts:actions` a line, as CVAT writes it; else VOC's own classes. */
async function labelNames({ names, text }: Source): Promise<string[]> {
  const file = names.find((name) => /(^|\/)labelmap\.txt$/i.test(name))
  const found = file
    ? linesOf(await text(file))
        .filter(({ line }) => !line.startsWith('#'))
        .map(({ line }) => line.split(':'))
    : []
  if (found.length === 0) return VOC_NAMES
  const names_: string[] = []
  found.forEach(([name = '', color = ''], index) => {
    const place = vocPalette().findIndex((each) => each.join() === color.replace(/\s/g, ''))
    names_[place < 0 ? index : place] = name
  })
  return names_
}
