/** Writes a COCO panoptic file and the PNGs beside it. */
import { encodePng } from '../png'
import { inDrawingOrder, eachPixel } from '../regions'
import type { Bbox } from '../../geometry/box'
import type { Out, OutImage, WriteContext, Writer } from '../types'

const fileOf = (split: string | null) => `annotations/panoptic_${split ?? 'train'}.json`

export const writer: Writer = {
  imagePath: ({ path, split }) => `images/${split ? `${split}/` : ''}${path}`,
  async write(image, context) {
    const { path, split, width, height, stem } = image
    const { segments, png } = await draw(image, context)
    const entry = { id: image.id, file_name: path, width, height }
    const annotation = { image_id: image.id, file_name: `${stem}.png`, segments_info: segments }
    if (Object.keys(image.metadata).length > 0) context.lose('tags-left-out', image)
    const file = fileOf(split)
    const known = imagesOf(context.memo, file)
    known.push(entry)
    context.memo[file] = known
    return [
      { path: `annotations/panoptic_${split ?? 'train'}/${stem}.png`, data: png },
      { path: file, piece: JSON.stringify(annotation) },
    ] satisfies Out[]
  },
  frame: (path, { categories, memo }) => ({
    head: `{"info":{},"licenses":[],\n"categories":${JSON.stringify(categories.map(({ id, name, supercategory, metadata }) => ({ id, name, supercategory, isthing: metadata.isthing === 0 ? 0 : 1 })))},\n"images":${JSON.stringify(imagesOf(memo, path))},\n"annotations":[\n`,
    between: ',\n',
    tail: '\n]}\n',
  }),
}

type Entry = { id: number; file_name: string; width: number; height: number }

const imagesOf = (memo: Record<string, unknown>, path: string) => (memo[path] ?? []) as Entry[]

interface Segment {
  id: number
  category_id: number
  area: number
  bbox: Bbox
  iscrowd: 0 | 1
}

/** The last one drawn lies on top; what is wholly covered has no place. */
async function draw(
  image: OutImage,
  { categories, lose, isDry }: WriteContext,
): Promise<{ segments: Segment[]; png: Uint8Array<ArrayBuffer> }> {
  const { width, height } = image
  const owner = new Int32Array(width * height).fill(-1)
  const drawn = inDrawingOrder(image.annotations)
  const sizes = drawn.map(() => 0)
  const covered = new Set<number>()
  drawn.forEach((annotation, index) => {
    if (annotation.keypoints.length > 0) lose(annotation.shape ? 'keypoints-left-out' : 'keypoints-only', image)
    if (!annotation.shape) return annotation.keypoints.length > 0 ? undefined : lose('shape-missing', image)
    if (annotation.score !== undefined) lose('score-left-out', image)
    if (Object.keys(annotation.metadata).some((name) => name !== 'z_order')) lose('attributes-left-out', image)
    eachPixel(annotation, image, (at) => {
      if (owner[at]! >= 0) covered.add(owner[at]!)
      owner[at] = index
      sizes[index]!++
    })
  })
  const boxes = boundsOf(owner, width)
  const segments: Segment[] = []
  const ids: number[] = drawn.map(() => 0)
  drawn.forEach(({ category, iscrowd }, index) => {
    const found = boxes.get(index)
    if (!found) {
      if (drawn[index]!.shape) lose(sizes[index]! > 0 ? 'annotation-covered' : 'box-empty', image)
      return
    }
    if (covered.has(index)) lose('pixels-covered', image)
    ids[index] = segments.length + 1
    segments.push({
      id: segments.length + 1,
      category_id: categories[category]!.id,
      area: found.area,
      bbox: found.bbox,
      iscrowd: iscrowd ? 1 : 0,
    })
  })
  if (isDry) return { segments, png: new Uint8Array(0) }
  const data = new Uint16Array(width * height * 3)
  owner.forEach((index, at) => {
    const id = index < 0 ? 0 : ids[index]!
    data.set([id & 255, (id >> 8) & 255, id >> 16], 3 * at)
  })
  return { segments, png: await encodePng({ width, height, channels: 3, data }) }
}

function boundsOf(owner: Int32Array, width: number): Map<number, { bbox: Bbox; area: number }> {
  const found = new Map<number, { left: number; top: number; right: number; bottom: number; area: number }>()
  owner.forEach((index, at) => {
    if (index < 0) return
    const [x, y] = [at % width, Math.floor(at / width)]
    const box = found.get(index)
    if (!box) found.set(index, { left: x, top: y, right: x, bottom: y, area: 1 })
    else
      Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x), bottom: y, area: box.area + 1 })
  })
  return new Map(
    [...found].map(([index, { left, top, right, bottom, area }]) => [
      index,
      { bbox: [left, top, right - left + 1, bottom - top + 1], area },
    ]),
  )
}
