/** One object of an XML file, with its parts. */
import type { Bbox } from '../../geometry/box'
import { broken } from '../broken'
import { numberOf, tidy } from '../numbers'
import type { ReadAnnotation, Source } from '../types'
import { childOf, childrenOf, textOf, type XmlElement } from '../xml'
import type { Shared } from './shared'

export function readObject(object: XmlElement, label: string, source: Source, shared: Shared): ReadAnnotation[] {
  const name = textOf(object, 'name') ?? ''
  if (name === '') source.lose('label-missing', label)
  const bbox = readBox(object, label, shared.isZeroBased)
  const metadata = attributesOf(object)
  if (metadata.difficult === true) source.lose('difficult-kept', label)
  const main: ReadAnnotation = {
    category: source.categories.number(name),
    bbox,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  }
  const polygon = childOf(object, 'polygon')
  if (polygon) main.segmentation = [readPolygon(polygon, shared.isZeroBased)]
  const parts = childrenOf(object, 'part').map((part): ReadAnnotation => {
    source.lose('part-kept', label)
    return {
      category: source.categories.number(textOf(part, 'name') ?? 'part'),
      bbox: readBox(part, label, shared.isZeroBased),
      metadata: { part_of: name },
    }
  })
  return [main, ...parts]
}

function readBox(element: XmlElement, label: string, isZeroBased: boolean): Bbox {
  const box = childOf(element, 'bndbox')
  const [x1, y1, x2, y2] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => {
    const value = numberOf(textOf(box, name))
    if (value === undefined)
      throw broken(
        label,
        `an object's ${name} is ${JSON.stringify(textOf(box, name)?.slice(0, 40) ?? null)}, not a number.`,
      )
    return value
  }) as Bbox
  const more = isZeroBased ? 0 : 1
  if (x2 + more < x1 || y2 + more < y1)
    throw broken(label, `the box ${[x1, y1, x2, y2].join(', ')} ends before it begins.`)
  return [tidy(x1 - more), tidy(y1 - more), tidy(x2 - x1 + more), tidy(y2 - y1 + more)]
}

/** Roboflow's: x1, y1, x2, y2, … as elements. */
function readPolygon(polygon: XmlElement, isZeroBased: boolean): number[] {
  const ring: number[] = []
  for (let number = 1; ; number++) {
    const [x, y] = [numberOf(textOf(polygon, `x${number}`)), numberOf(textOf(polygon, `y${number}`))]
    if (x === undefined || y === undefined) return ring
    ring.push(isZeroBased ? x : tidy(x - 1), isZeroBased ? y : tidy(y - 1))
  }
}

const FLAGS = ['truncated', 'difficult', 'occluded']

/** Flags as true or false, the pose, actions, and attributes as CVAT writes them. */
function attributesOf(object: XmlElement): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of FLAGS) if (textOf(object, name) === '1') found[name] = true
  const pose = textOf(object, 'pose')
  if (pose && pose !== 'Unspecified') found.pose = pose
  for (const action of childOf(object, 'actions')?.children ?? [])
    if ('name' in action && 'text' in action) found[String(action.name)] = String(action.text).trim() === '1'
  for (const attribute of childrenOf(childOf(object, 'attributes') ?? object, 'attribute')) {
    const [name, value] = [textOf(attribute, 'name'), textOf(attribute, 'value')]
    if (name) found[name] = typed(value ?? '')
  }
  return found
}

const typed = (text: string): unknown =>
  /^(true|false)$/i.test(text)
    ? text.toLowerCase() === 'true'
    : /^(0|-?[1-9]\d*)(\.\d+)?$/.test(text)
      ? Number(text)
      : text
