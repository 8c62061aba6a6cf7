/** YOLO as Ultralytics lays it out: data.yaml, images/<split>/…, labels/<split>/… with a line for each annotation. */
import { keypointsBox } from '../../shape/keypoints'
import { sixDigits } from '../numbers'
import { clippedBox, oneOutline, rotatedBox } from '../outline'
import type { Bbox } from '../../geometry/box'
import type { OutAnnotation, OutCategory, OutImage, WriteContext, Writer } from '../types'
import type { YoloKind } from './lines'

export const yoloWriter = (kind: YoloKind): Writer => ({
  imagePath: ({ path, split }) => `images/${split ?? 'train'}/${path}`,
  write(image, context) {
    const lines = image.annotations.flatMap((annotation) => lineOf(kind, annotation, image, context))
    loseImage(image, context)
    return [
      { path: `labels/${image.split ?? 'train'}/${image.stem}.txt`, data: lines.map((line) => `${line}\n`).join('') },
    ]
  },
  end: (context, { splits }) => [
    {
      path: 'data.yaml',
      data: dataYaml(
        kind,
        context.categories,
        Object.keys(splits).map((split) => split || 'train'),
      ),
    },
  ],
})

function lineOf(kind: YoloKind, annotation: OutAnnotation, image: OutImage, context: WriteContext): string[] {
  if (annotation.iscrowd) {
    context.lose('crowd-left-out', image)
    return []
  }
  const values = { detect: boxValues, segment: outlineValues, pose: poseValues, obb: cornerValues }[kind](
    annotation,
    image,
    context,
  )
  if (!values) return []
  loseRest(kind, annotation, image, context)
  return [`${annotation.category} ${values.join(' ')}`]
}

function loseRest(
  kind: YoloKind,
  { shape, keypoints, metadata, score }: OutAnnotation,
  image: OutImage,
  { lose }: WriteContext,
): void {
  if (kind !== 'pose' && keypoints.length > 0) lose('keypoints-left-out', image)
  if ((kind === 'detect' || kind === 'pose') && shape && shape.kind !== 'box') lose('shape-left-out', image)
  if (score !== undefined) lose('score-left-out', image)
  if (Object.keys(metadata).some((name) => name !== 'z_order')) lose('attributes-left-out', image)
}

function loseImage(image: OutImage, { lose }: WriteContext): void {
  if (Object.keys(image.metadata).length > 0) lose('tags-left-out', image)
}

type Values = (annotation: OutAnnotation, image: OutImage, context: WriteContext) => string[] | null

const boxValues: Values = (annotation, image, context) => {
  if (!annotation.shape && annotation.keypoints.length > 0 && !(annotation.bbox[2] > 0)) {
    context.lose('keypoints-only', image)
    return null
  }
  const box = clippedBox(annotation, image, context)
  return box && normalBox(box, image)
}

const normalBox = ([x, y, w, h]: Bbox, { width, height }: OutImage) =>
  [(x + w / 2) / width, (y + h / 2) / height, w / width, h / height].map((value) => sixDigits(Math.min(1, value)))

const outlineValues: Values = (annotation, image, context) => {
  if (!annotation.shape && annotation.keypoints.length > 0) {
    context.lose('keypoints-only', image)
    return null
  }
  const ring = oneOutline(annotation, image, context)
  return ring && shares(ring, image)
}

const cornerValues: Values = (annotation, image, context) => {
  if (!annotation.shape && annotation.keypoints.length > 0) {
    context.lose('keypoints-only', image)
    return null
  }
  const ring = rotatedBox(annotation, image, context)
  return ring && shares(ring, image)
}

const shares = (ring: number[], { width, height }: OutImage) =>
  ring.map((value, index) => sixDigits(Math.min(1, Math.max(0, value / (index % 2 === 0 ? width : height)))))

const poseValues: Values = (annotation, image, context) => {
  const { keypoints } = annotation
  const count = keypointCount(context.categories)
  if (keypoints.length === 0) context.lose('keypoints-none', image)
  else if (keypoints.length / 3 < count) context.lose('keypoints-padded', image)
  const bbox = annotation.shape || annotation.bbox[2] > 0 ? annotation.bbox : keypointsBox(keypoints)
  const box = clippedBox({ ...annotation, bbox }, image, context)
  if (!box) return null
  const values = normalBox(box, image)
  for (let at = 0; at < count * 3; at += 3) {
    const [x = 0, y = 0, visibility = 0] = keypoints.slice(at, at + 3)
    values.push(...(visibility === 0 ? [sixDigits(0), sixDigits(0)] : shares([x, y], image)), String(visibility))
  }
  return values
}

const keypointCount = (categories: OutCategory[]) => Math.max(1, ...categories.map(({ keypoints }) => keypoints.length))

/** JSON strings are YAML's double-quoted ones. */
function dataYaml(kind: YoloKind, categories: OutCategory[], splits: string[]): string {
  const has = new Set(splits)
  const [first = 'train'] = splits
  // Ultralytics asks for both
  const folders = [...new Set(['train', 'val', ...splits])].map(
    (split) => `${split}: images/${has.has(split) ? split : first}\n`,
  )
  const names = categories.map(({ name }, number) => `  ${number}: ${JSON.stringify(name)}\n`)
  return `path: .\n${folders.join('')}nc: ${categories.length}\n${kind === 'pose' ? poseYaml(categories) : ''}names:${names.length > 0 ? `\n${names.join('')}` : ' []\n'}`
}

function poseYaml(categories: OutCategory[]): string {
  const count = keypointCount(categories)
  const most = categories.find(({ keypoints }) => keypoints.length === count)?.keypoints ?? []
  const named = categories.map(({ keypoints }, number) => `  ${number}: ${JSON.stringify(keypoints)}\n`).join('')
  return `kpt_shape: [${count}, 3]\nflip_idx: [${flipped(most, count).join(', ')}]\nkpt_names:\n${named}`
}

/** Which keypoint each becomes when the image is mirrored: left and right change over. */
function flipped(names: string[], count: number): number[] {
  return Array.from({ length: count }, (_none, index) => {
    const other = mirrored(names[index] ?? '')
    const found = names.findIndex((name) => name.toLowerCase() === other)
    return found < 0 ? index : found
  })
}

function mirrored(name: string): string {
  const plain = name.toLowerCase()
  if (/left/.test(plain)) return plain.replace('left', 'right')
  if (/right/.test(plain)) return plain.replace('right', 'left')
  if (/(^|[_\s-])l($|[_\s-])/.test(plain)) return plain.replace(/(^|[_\s-])l($|[_\s-])/, '$1r$2')
  return plain.replace(/(^|[_\s-])r($|[_\s-])/, '$1l$2')
}
