/** A LabelMe file for each image. Parts and keypoints of one annotation share a group; the description of a keypoint is its name. */
import type { Json } from '../json'
import { tidy } from '../numbers'
import { partsOf } from '../outline'
import { baseName } from '../paths'
import { pointsOf } from '../shapes'
import type { OutAnnotation, OutImage, WriteContext, Writer } from '../types'

export const writer: Writer = {
  imagePath: ({ path, split }) => `${split ? `${split}/` : ''}${path}`,
  write(image, context) {
    const shapes = image.annotations.flatMap((annotation, index) => shapesOf(annotation, index + 1, image, context))
    const flags = Object.fromEntries(Object.entries(image.metadata).filter(([, value]) => typeof value === 'boolean'))
    if (Object.keys(flags).length < Object.keys(image.metadata).length) context.lose('tags-left-out', image)
    const file = {
      version: '5.5.0',
      flags,
      shapes,
      imagePath: baseName(image.path),
      imageData: null,
      imageHeight: image.height,
      imageWidth: image.width,
    }
    return [
      { path: `${image.split ? `${image.split}/` : ''}${image.stem}.json`, data: `${JSON.stringify(file, null, 2)}\n` },
    ]
  },
}

function shapesOf(
  { shape, keypoints, metadata, category, iscrowd, score }: OutAnnotation,
  number: number,
  image: OutImage,
  { categories, lose }: WriteContext,
): Json[] {
  if (iscrowd) lose('crowd-plain', image)
  if (score !== undefined) lose('score-left-out', image)
  const { description = '', z_order: _z, ...rest } = metadata
  const isPlain = typeof description === 'string'
  const { name, keypoints: names } = categories[category]!
  const text = isPlain ? description : ''
  const base = (shape_type: string, points: number[], group: number | null, about = text) => ({
    label: name,
    points: pointsOf(points.map(tidy)),
    group_id: group,
    description: about,
    shape_type,
    flags: rest,
    mask: null,
  })
  const parts = shape && shape.kind !== 'box' ? partsOf(shape) : []
  if (shape?.kind === 'mask') lose('mask-traced', image)
  if (parts.some(({ holes }) => holes.length > 0)) lose('holes-filled', image)
  const labelled = pointsOf(keypoints.filter((_value, index) => index % 3 !== 2)).flatMap((point, index) =>
    keypoints[3 * index + 2]! > 0 ? [{ point, name: names[index] ?? String(index + 1) }] : [],
  )
  if (keypoints.length > 0 && labelled.length < keypoints.length / 3) lose('keypoints-unlabelled-left-out', image)
  if (!shape && labelled.length === 0) lose('shape-missing', image)
  const isGrouped = parts.length > 1 || labelled.length > 0
  const group = isGrouped ? number : null
  return [
    ...(shape?.kind === 'box'
      ? [base('rectangle', [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height], group)]
      : []),
    ...parts.map(({ outer }) => base('polygon', outer, group)),
    ...labelled.map((each) => base('point', each.point, group, each.name)),
  ]
}
