/** Pascal VOC: an XML for each image with 1-based boxes, ImageSets with the splits, PNGs with the pixels of classes and objects. */
import { numberOf } from '../numbers'
import { baseStem, stemOf, withFolder } from '../paths'
import { splitOfPath } from '../split'
import type { Pixels, Reader, Source, SourceImage } from '../types'
import { childOf, childrenOf, readXml, textOf, type XmlElement } from '../xml'
import { addMasks, readMaskAlone } from './masks'
import { readObject } from './object'
import { detect, readShared, type Shared } from './shared'

export const vocReader: Reader = {
  detect,
  // a coordinate below 1 does not occur where they count from 1
  look: (text) => (/<[xy]min>\s*(-|0(\.\d*)?\s*<|\.)/.test(text) ? { zeroBased: true } : {}),
  begin: readShared,
  read: (label, source, shared) =>
    /\.png$/i.test(label)
      ? readMaskAlone(label, source, shared as Shared)
      : readXmlFile(label, source, shared as Shared),
  *rest(_source, shared, unread) {
    const { splits } = shared as Shared
    for (const { name, path } of unread) {
      const split = splits.get(baseStem(name)) ?? splitOfPath(name)
      if (split) yield { path, width: 0, height: 0, split, annotations: [] }
    }
  },
}

async function* readXmlFile(label: string, source: Source, shared: Shared) {
  const root = readXml(await source.text(label), label)
  if (root.name !== 'annotation') return source.lose('file-passed-over', label)
  const image = imageOf(label, root, source)
  const stated = sizeIn(root)
  const size = (image && (await source.size(image))) ?? stated
  const path = image?.path ?? textOf(root, 'filename') ?? ''
  if (!image) source.lose('image-missing', label)
  if (path === '') return
  if (!size) return source.lose('image-unreadable', label)
  if (stated && (stated.width !== size.width || stated.height !== size.height)) source.lose('size-differs', label)
  const annotations = childrenOf(root, 'object').flatMap((object) => readObject(object, label, source, shared))
  const objects = annotations.filter(({ metadata }) => !metadata?.part_of)
  await addMasks(baseStem(label), size, objects, annotations, source, shared)
  const split = shared.splits.get(baseStem(label)) ?? (image && splitOfPath(image.name))
  yield { path, ...size, ...(split ? { split } : {}), annotations }
}

function imageOf(label: string, root: XmlElement, { find }: Source): SourceImage | undefined {
  const stem = stemOf(label)
  const moved = [/^Annotations?$/i, /^labels$/i]
    .flatMap((from) => ['JPEGImages', 'images', ''].map((to) => withFolder(stem, from, to)))
    .filter((each) => each !== undefined)
  const named = textOf(root, 'filename')
  return find(...moved, stem, ...(named ? [named] : []))
}

function sizeIn(root: XmlElement): Pixels | null {
  const size = childOf(root, 'size')
  const [width = 0, height = 0] = [numberOf(textOf(size, 'width')), numberOf(textOf(size, 'height'))]
  return width >= 1 && height >= 1 && Number.isInteger(width) && Number.isInteger(height) ? { width, height } : null
}
