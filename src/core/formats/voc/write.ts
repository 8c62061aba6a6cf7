/** Pascal VOC as its development kit has it, with PNGs where there are outlines; classes in labelmap.txt. */
import { shortNumber } from '../numbers'
import { clippedBox } from '../outline'
import { encodePng } from '../png'
import { inDrawingOrder, eachPixel, vocColor, vocPalette } from '../regions'
import type { Out, OutAnnotation, OutImage, WriteContext, Writer } from '../types'
import { escapeXml } from '../xml'

const FLAGS = ['truncated', 'difficult', 'occluded']

export const vocWriter: Writer = {
  imagePath: ({ path }) => `JPEGImages/${path}`,
  async write(image, context) {
    const kept = image.annotations.filter((annotation) => keeps(annotation, image, context))
    const objects = kept.map((annotation) => objectXml(annotation, image, context))
    const isSegmented = kept.some(({ shape }) => shape && shape.kind !== 'box')
    const split = image.split ?? 'train'
    const outs: Out[] = [
      { path: `Annotations/${image.stem}.xml`, data: fileXml(image, objects.join(''), isSegmented, context.dataset) },
      { path: `ImageSets/Main/${split}.txt`, piece: `${image.stem}\n` },
    ]
    if (Object.keys(image.metadata).length > 0) context.lose('tags-left-out', image)
    return isSegmented
      ? [
          ...outs,
          { path: `ImageSets/Segmentation/${split}.txt`, piece: `${image.stem}\n` },
          ...(await masks(image, kept, context)),
        ]
      : outs
  },
  frame: () => ({ head: '', between: '', tail: '' }),
  end: ({ categories }) => [
    {
      path: 'labelmap.txt',
      data:
        [
          '# label:color_rgb:parts:actions',
          'background:0,0,0::',
          ...categories.map(({ name }, index) => `${name.replace(/[:\n]/g, ' ')}:${vocColor(index + 1).join(',')}::`),
        ].join('\n') + '\n',
    },
  ],
}

function keeps(
  { shape, bbox, keypoints, iscrowd, score }: OutAnnotation,
  image: OutImage,
  { lose }: WriteContext,
): boolean {
  if (!shape && !(bbox[2] > 0)) {
    lose(keypoints.length > 0 ? 'keypoints-only' : 'shape-missing', image)
    return false
  }
  if (keypoints.length > 0) lose('keypoints-left-out', image)
  if (iscrowd) lose('crowd-plain', image)
  if (score !== undefined) lose('score-left-out', image)
  return true
}

function objectXml(annotation: OutAnnotation, image: OutImage, context: WriteContext): string {
  const { metadata, category } = annotation
  const box = clippedBox(annotation, image, context)
  if (!box) return ''
  const [x, y, width, height] = box
  const exact = [x + 1, y + 1, x + width, y + height]
  const corners = context.options.exact ? exact : exact.map(Math.round)
  if (!context.options.exact && exact.some((value, at) => Math.abs(value - corners[at]!) > 1e-6))
    context.lose('box-rounded', image)
  const [xmin, ymin, xmax, ymax] = corners.map(shortNumber)
  const flags = FLAGS.map((name) => `    <${name}>${metadata[name] === true ? 1 : 0}</${name}>\n`).join('')
  const others = Object.entries(metadata).filter(
    ([name]) => !FLAGS.includes(name) && name !== 'pose' && name !== 'z_order',
  )
  const attributes = others
    .map(
      ([name, value]) =>
        `      <attribute><name>${escapeXml(name)}</name><value>${escapeXml(textOf(value))}</value></attribute>\n`,
    )
    .join('')
  return `  <object>
    <name>${escapeXml(context.categories[category]!.name)}</name>
    <pose>${escapeXml(typeof metadata.pose === 'string' ? metadata.pose : 'Unspecified')}</pose>
${flags}    <bndbox>
      <xmin>${xmin}</xmin>
      <ymin>${ymin}</ymin>
      <xmax>${xmax}</xmax>
      <ymax>${ymax}</ymax>
    </bndbox>
${attributes ? `    <attributes>\n${attributes}    </attributes>\n` : ''}  </object>
`
}

const textOf = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))

function fileXml({ path, width, height }: OutImage, objects: string, isSegmented: boolean, dataset: string): string {
  return `<annotation>
  <folder>JPEGImages</folder>
  <filename>${escapeXml(path)}</filename>
  <source>
    <database>${escapeXml(dataset)}</database>
  </source>
  <size>
    <width>${width}</width>
    <height>${height}</height>
    <depth>3</depth>
  </size>
  <segmented>${isSegmented ? 1 : 0}</segmented>
${objects}</annotation>
`
}

/** Pixels of crowds are 255, which evaluation passes over. The last one drawn lies on top. */
async function masks(image: OutImage, kept: OutAnnotation[], { lose, isDry }: WriteContext): Promise<Out[]> {
  const { width, height, stem } = image
  const [classes, objects] = [new Uint16Array(width * height), new Uint16Array(width * height)]
  const numbers = new Map(kept.map((annotation, index) => [annotation, index + 1]))
  const drawn = inDrawingOrder(kept).filter(({ shape }) => shape && shape.kind !== 'box')
  let [left, hidden] = [0, 0]
  for (const annotation of drawn) {
    const number = numbers.get(annotation)!
    if (number > 254 || annotation.category > 253) {
      left++
      continue
    }
    const [ofClass, ofObject] = annotation.iscrowd ? [255, 255] : [annotation.category + 1, number]
    let isOver = false
    eachPixel(annotation, image, (at) => {
      if (objects[at] !== 0) isOver = true
      classes[at] = ofClass
      objects[at] = ofObject
    })
    if (isOver) hidden++
  }
  if (left > 0) lose('too-many-objects', image, { most: 254 }, left)
  if (hidden > 0) lose('pixels-covered', image, {}, hidden)
  const png = async (data: Uint16Array) =>
    isDry ? new Uint8Array(0) : encodePng({ width, height, channels: 1, data, palette: vocPalette() })
  return [
    { path: `SegmentationClass/${stem}.png`, data: await png(classes) },
    { path: `SegmentationObject/${stem}.png`, data: await png(objects) },
  ]
}
