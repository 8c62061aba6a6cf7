/** What the head of a CVAT file says of its labels. */
import type { Source } from '../types'
import { childOf, childrenOf, textOf, type XmlElement } from '../xml'

export type Meta = Map<string, { attributes: Map<string, string>; keypoints?: string[] }>

/** Labels become categories in the order of the task. */
export function readMeta(root: XmlElement, { categories }: Source): Meta {
  const meta: Meta = new Map()
  const labels = findAll(root, 'labels').flatMap((list) => childrenOf(list, 'label'))
  const children = new Map<string, string[]>()
  for (const label of labels) {
    const [parent, name] = [textOf(label, 'parent'), textOf(label, 'name')]
    if (parent && name) children.set(parent, [...(children.get(parent) ?? []), name])
  }
  for (const label of labels) {
    const name = textOf(label, 'name')
    if (!name || textOf(label, 'parent')) continue
    const attributes = childrenOf(childOf(label, 'attributes') ?? label, 'attribute')
    const keypoints = children.get(name)
    meta.set(name, {
      attributes: new Map(attributes.map((each) => [textOf(each, 'name') ?? '', textOf(each, 'input_type') ?? 'text'])),
      ...(keypoints ? { keypoints } : {}),
    })
    // of images: no category
    if (textOf(label, 'type') === 'tag') continue
    const color = textOf(label, 'color')
    const edges = keypoints ? edgesOf(textOf(label, 'svg') ?? '', keypoints) : []
    categories.number(name, {
      ...(color && /^#[0-9a-f]{6}$/i.test(color) ? { color: color.toLowerCase() } : {}),
      ...(keypoints ? { keypoints } : {}),
      ...(edges.length > 0 ? { skeleton: edges } : {}),
    })
  }
  return meta
}

/** Edges are drawn between nodes that are numbered from 1. */
function edgesOf(svg: string, keypoints: string[]): [number, number][] {
  const edges = [...svg.matchAll(/data-node-from="?(\d+)"?[^>]*data-node-to="?(\d+)"?/g)].map(
    ([, from, to]): [number, number] => [Number(from), Number(to)],
  )
  return edges.filter((edge) => edge.every((end) => end >= 1 && end <= keypoints.length))
}

function findAll(element: XmlElement, name: string): XmlElement[] {
  return childrenOf(element).flatMap((child) => (child.name === name ? [child] : findAll(child, name)))
}
