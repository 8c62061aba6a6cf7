/** CVAT for images 1.1: annotations.xml beside images/. */
import { shortNumber } from '../numbers'
import { pixelsOf } from '../regions'
import { pointsOf } from '../shapes'
import type { OutAnnotation, OutCategory, OutImage, WriteContext, Writer } from '../types'
import { escapeXml } from '../xml'

const FILE = 'annotations.xml'

/** Types of the attributes that were written so far: of a category by its index, of a tag by its name after `TAG`. */
type Types = Record<string, Record<string, 'checkbox' | 'number' | 'text'>>

export const cvatWriter: Writer = {
  imagePath: ({ path, split }) => `images/${split ? `${split}/` : ''}${path}`,
  write(image, context) {
    const number = Number(context.memo.images ?? 0)
    context.memo.images = number + 1
    const { path, split, width, height } = image
    const shapes = image.annotations.map((annotation) => shapeXml(annotation, image, context)).join('')
    const name = escapeXml(`${split ? `${split}/` : ''}${path}`)
    return [
      {
        path: FILE,
        piece: `  <image id="${number}" name="${name}"${split ? ` subset="${escapeXml(split)}"` : ''} width="${width}" height="${height}">\n${shapes}${tags(image, context)}  </image>\n`,
      },
    ]
  },
  frame: (_path, { categories, dataset, memo }) => ({
    head: head(categories, (memo.types ?? {}) as Types, dataset),
    between: '',
    tail: '</annotations>\n',
  }),
}

const TAG = 'tag '

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value that is no object becomes the one attribute "value"; true is the tag alone. */
const tags = ({ metadata }: OutImage, { memo }: WriteContext) =>
  Object.entries(metadata)
    .map(([name, value]) => {
      const entries = value === true ? [] : Object.entries(isPlainObject(value) ? value : { value })
      for (const [key, each] of entries) noteType(memo, `${TAG}${name}`, key, each)
      const inner = entries.map(([key, each]) => attribute(key, each)).join('')
      return `    <tag label="${escapeXml(name)}" source="manual">\n${inner}    </tag>\n`
    })
    .join('')

const attribute = (name: string, value: unknown) =>
  `      <attribute name="${escapeXml(name)}">${escapeXml(typeof value === 'object' ? JSON.stringify(value) : String(value))}</attribute>\n`

function shapeXml(annotation: OutAnnotation, image: OutImage, context: WriteContext): string {
  const { shape, keypoints, metadata, category, iscrowd, score } = annotation
  const { occluded, z_order: z, ...rest } = metadata
  const attributes = Object.entries(rest)
    .map(([name, value]) => {
      noteType(context.memo, category, name, value)
      if (typeof value === 'object' && value !== null) context.lose('attributes-as-text', image)
      return attribute(name, value)
    })
    .join('')
  if (iscrowd) context.lose('crowd-plain', image)
  if (score !== undefined) context.lose('score-left-out', image)
  const common = `label="${escapeXml(context.categories[category]!.name)}" source="manual" occluded="${occluded === true ? 1 : 0}" z_order="${typeof z === 'number' ? Math.round(z) : 0}"`
  if (shape && keypoints.length > 0) context.lose('shape-beside-keypoints', image)
  if (keypoints.length > 0) return skeleton(keypoints, context.categories[category]!, common, attributes)
  if (!shape) {
    context.lose('shape-missing', image)
    return ''
  }
  const n = shortNumber
  if (shape.kind === 'box')
    return `    <box ${common} xtl="${n(shape.x)}" ytl="${n(shape.y)}" xbr="${n(shape.x + shape.width)}" ybr="${n(shape.y + shape.height)}">\n${attributes}    </box>\n`
  const [part] = shape.kind === 'polygons' ? shape.parts : []
  if (shape.kind === 'polygons' && shape.parts.length === 1 && part!.holes.length === 0) {
    return `    <polygon ${common} points="${pointsOf(part!.outer)
      .map(([x, y]) => `${n(x)},${n(y)}`)
      .join(';')}">\n${attributes}    </polygon>\n`
  }
  return mask(annotation, image, common, attributes, context)
}

function noteType(memo: Record<string, unknown>, category: number | string, name: string, value: unknown): void {
  const types = (memo.types ??= {}) as Types
  const own = (types[category] ??= {})
  const type = typeof value === 'boolean' ? 'checkbox' : typeof value === 'number' ? 'number' : 'text'
  own[name] = own[name] === undefined || own[name] === type ? type : 'text'
}

function skeleton(keypoints: number[], { keypoints: names }: OutCategory, common: string, attributes: string): string {
  const points = Array.from({ length: keypoints.length / 3 }, (_none, index) => {
    const [x = 0, y = 0, visibility = 0] = keypoints.slice(3 * index, 3 * index + 3)
    return `      <points label="${escapeXml(names[index] ?? String(index + 1))}" source="manual" outside="${visibility === 0 ? 1 : 0}" occluded="${visibility === 1 ? 1 : 0}" points="${shortNumber(x)},${shortNumber(y)}">\n      </points>\n`
  })
  return `    <skeleton ${common}>\n${points.join('')}${attributes}    </skeleton>\n`
}

/** Also writes polygons with holes or several parts, because a CVAT polygon has one ring. */
function mask(
  annotation: OutAnnotation,
  image: OutImage,
  common: string,
  attributes: string,
  { lose }: WriteContext,
): string {
  const { width, height } = image
  const pixels = pixelsOf(annotation, image)!
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (pixels[at] === 0) continue
      ;[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), y]
    }
  if (right < 0) {
    lose('box-empty', image)
    return ''
  }
  const runs: number[] = []
  let [run, value] = [0, 0]
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const pixel = pixels[y * width + x]!
      if (pixel !== value) {
        runs.push(run)
        ;[run, value] = [0, pixel]
      }
      run++
    }
  runs.push(run)
  return `    <mask ${common} rle="${runs.join(', ')}" left="${left}" top="${top}" width="${right - left + 1}" height="${bottom - top + 1}">\n${attributes}    </mask>\n`
}

function head(categories: OutCategory[], types: Types, dataset: string): string {
  const ofTags = Object.entries(types).filter(([key]) => key.startsWith(TAG))
  const labels = [
    ...categories.map((category, index) => labelXml(category, types[index] ?? {})),
    ...ofTags.map(([key, own]) => tagXml(key.slice(TAG.length), own)),
  ].join('')
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n    <task>\n      <name>${escapeXml(dataset)}</name>\n      <labels>\n${labels}      </labels>\n    </task>\n  </meta>\n`
}

const attributesXml = (types: Types[string]) =>
  Object.entries(types)
    .map(
      ([each, type]) =>
        `            <attribute><name>${escapeXml(each)}</name><mutable>False</mutable><input_type>${type}</input_type><default_value></default_value><values></values></attribute>\n`,
    )
    .join('')

const tagXml = (name: string, types: Types[string]) =>
  `        <label>\n          <name>${escapeXml(name)}</name>\n          <type>tag</type>\n          <attributes>\n${attributesXml(types)}          </attributes>\n        </label>\n`

function labelXml({ name, color, keypoints, skeleton: edges }: OutCategory, types: Types[string]): string {
  const attributes = attributesXml(types)
  const svg = edges
    .map(([from, to]) => `<line data-type="edge" data-node-from="${from}" data-node-to="${to}"></line>`)
    .join('')
  const isSkeleton = keypoints.length > 0
  const own = `        <label>\n          <name>${escapeXml(name)}</name>\n          <color>${escapeXml(color)}</color>\n          <type>${isSkeleton ? 'skeleton' : 'any'}</type>\n          <attributes>\n${attributes}          </attributes>\n${isSkeleton ? `          <svg>${escapeXml(svg)}</svg>\n` : ''}        </label>\n`
  const points = keypoints.map(
    (point) =>
      `        <label>\n          <name>${escapeXml(point)}</name>\n          <type>points</type>\n          <attributes>\n          </attributes>\n          <parent>${escapeXml(name)}</parent>\n        </label>\n`,
  )
  return own + points.join('')
}
