/** Writes a line for each box. */
import { shortNumber } from '../numbers'
import { clippedBox } from '../outline'
import type { Writer } from '../types'
import { csvField } from './table'

export const writer: Writer = {
  imagePath: ({ path, split }) => `${split ? `${split}/` : ''}${path}`,
  write(image, context) {
    const { lose, categories } = context
    const file = `${image.split ? `${image.split}/` : ''}annotations.csv`
    const lines = image.annotations.flatMap((annotation) => {
      const { shape, keypoints, iscrowd, metadata, score } = annotation
      if (iscrowd) {
        lose('crowd-left-out', image)
        return []
      }
      const box = clippedBox(annotation, image, context)
      if (!box) return []
      if (keypoints.length > 0) lose('keypoints-left-out', image)
      if (shape && shape.kind !== 'box') lose('shape-left-out', image)
      if (Object.keys(metadata).some((name) => name !== 'z_order')) lose('attributes-left-out', image)
      if (score !== undefined) lose('score-left-out', image)
      const [x, y, width, height] = box
      return [
        [
          csvField(image.path),
          image.width,
          image.height,
          csvField(categories[annotation.category]!.name),
          ...[x, y, x + width, y + height].map(shortNumber),
        ].join(','),
      ]
    })
    if (image.annotations.length === 0)
      lines.push([csvField(image.path), image.width, image.height, '', '', '', '', ''].join(','))
    if (Object.keys(image.metadata).length > 0) lose('tags-left-out', image)
    return lines.length > 0 ? [{ path: file, piece: lines.map((line) => `${line}\n`).join('') }] : []
  },
  frame: () => ({ head: 'filename,width,height,class,xmin,ymin,xmax,ymax\n', between: '', tail: '' }),
}
