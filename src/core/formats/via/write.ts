/** Writes the annotations of VIA as JSON. */
import { type Json } from '../json'
import { tidy } from '../numbers'
import { oneOutline } from '../outline'
import { pointsOf } from '../shapes'
import type { OutAnnotation, OutImage, WriteContext, Writer } from '../types'

export const writer: Writer = {
  imagePath: ({ path, split }) => `${split ? `${split}/` : ''}${path}`,
  write(image, context) {
    const regions = image.annotations.flatMap((annotation) => regionOf(annotation, image, context))
    const entry = { filename: image.path, size: -1, regions, file_attributes: image.metadata }
    return [
      {
        path: `${image.split ? `${image.split}/` : ''}via_annotations.json`,
        piece: `${JSON.stringify(`${image.path}-1`)}:${JSON.stringify(entry)}`,
      },
    ]
  },
  frame: () => ({ head: '{\n', between: ',\n', tail: '\n}\n' }),
}

function regionOf(annotation: OutAnnotation, image: OutImage, context: WriteContext): Json[] {
  const { shape, keypoints, metadata, iscrowd, score, category } = annotation
  const { lose, categories } = context
  if (iscrowd) lose('crowd-plain', image)
  if (score !== undefined) lose('score-left-out', image)
  const { z_order: _z, ...rest } = metadata
  const region_attributes = { class: categories[category]!.name, ...rest }
  if (shape && keypoints.length > 0) lose('keypoints-left-out', image)
  if (!shape && keypoints.length > 0) {
    lose('keypoints-apart', image)
    return pointsOf(keypoints.filter((_value, index) => index % 3 !== 2)).flatMap(([cx, cy], index) =>
      keypoints[3 * index + 2]! > 0 ? [{ shape_attributes: { name: 'point', cx, cy }, region_attributes }] : [],
    )
  }
  if (shape?.kind === 'box')
    return [
      {
        shape_attributes: { name: 'rect', x: shape.x, y: shape.y, width: shape.width, height: shape.height },
        region_attributes,
      },
    ]
  const ring = oneOutline(annotation, image, context)
  if (!ring) return []
  const points = pointsOf(ring.map(tidy))
  return [
    {
      shape_attributes: {
        name: 'polygon',
        all_points_x: points.map(([x]) => x),
        all_points_y: points.map(([, y]) => y),
      },
      region_attributes,
    },
  ]
}
