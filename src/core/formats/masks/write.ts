/** Writes a PNG of classes for each image. */
import { encodePng } from '../png'
import { inDrawingOrder, eachPixel, vocColor, vocPalette } from '../regions'
import type { Writer } from '../types'

/** Values are the numbers of the classes, 0 the background: 8 bits with a palette, or 16 where there are more. */
export const writer: Writer = {
  imagePath: ({ path, split }) => `images/${split ? `${split}/` : ''}${path}`,
  async write(image, context) {
    const { width, height } = image
    const data = new Uint16Array(width * height)
    const drawn = inDrawingOrder(image.annotations)
    const perClass = new Map<number, number>()
    let hidden = 0
    for (const annotation of drawn) {
      const { keypoints, shape, category, score, metadata, iscrowd } = annotation
      if (keypoints.length > 0) context.lose(shape ? 'keypoints-left-out' : 'keypoints-only', image)
      if (!shape) {
        if (keypoints.length === 0) context.lose('shape-missing', image)
        continue
      }
      if (iscrowd) context.lose('crowd-plain', image)
      if (score !== undefined) context.lose('score-left-out', image)
      if (Object.keys(metadata).some((name) => name !== 'z_order')) context.lose('attributes-left-out', image)
      perClass.set(category, (perClass.get(category) ?? 0) + 1)
      let isOver = false
      eachPixel(annotation, image, (at) => {
        if (data[at] !== 0 && data[at] !== category + 1) isOver = true
        data[at] = category + 1
      })
      if (isOver) hidden++
    }
    const merged = [...perClass.values()].reduce((sum, count) => sum + count - 1, 0)
    if (merged > 0) context.lose('instances-merged', image, {}, merged)
    if (hidden > 0) context.lose('pixels-covered', image, {}, hidden)
    if (Object.keys(image.metadata).length > 0) context.lose('tags-left-out', image)
    const palette = context.categories.length <= 255 ? { palette: vocPalette() } : {}
    const png = context.isDry ? new Uint8Array(0) : await encodePng({ width, height, channels: 1, data, ...palette })
    return [{ path: `masks/${image.split ? `${image.split}/` : ''}${image.stem}.png`, data: png }]
  },
  end: ({ categories }) => [
    {
      path: 'labelmap.txt',
      data:
        [
          '# label:color_rgb:parts:actions',
          'background:0,0,0::',
          ...categories.map(
            ({ name }, index) => `${name.replace(/[:\n]/g, ' ')}:${vocColor((index + 1) & 255).join(',')}::`,
          ),
        ].join('\n') + '\n',
    },
  ],
}
