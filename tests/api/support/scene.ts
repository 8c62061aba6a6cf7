/** A dataset with two categories and images of 100 x 80 pixels, and shapes to draw on them. */
import type { Annotation } from '@/contract/annotation'
import { AnnotatorChangesResult, type AnnotationChange } from '@/contract/annotator'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { addImages, answered, json } from './api'

export async function scene(paths: string[] = ['a.jpg']) {
  const cat = await categories.create({ name: 'cat', color: '#aa0000' })
  const dog = await categories.create({ name: 'dog', color: '#00aa00' })
  const dataset = await datasets.create({ name: 'set', categories: [cat.id, dog.id] })
  const images = await addImages(dataset.id, paths)
  return { dataset: dataset.id, images: images.map(({ id }) => id), image: images[0]!.id, cat: cat.id, dog: dog.id }
}

/** 20 x 20 pixels: x and y from 10 to 30. */
export const square = { kind: 'polygons' as const, parts: [{ outer: [10, 10, 30, 10, 30, 30, 10, 30], holes: [] }] }
/** 40 x 40 pixels with a hole of 10 x 10. */
export const frame = {
  kind: 'polygons' as const,
  parts: [{ outer: [10, 10, 50, 10, 50, 50, 10, 50], holes: [[20, 20, 30, 20, 30, 30, 20, 30]] }],
}
export const box = { kind: 'box' as const, x: 5, y: 5, width: 10, height: 20 }

export const change = (image_id: number, ...changes: AnnotationChange[]) =>
  answered(AnnotatorChangesResult, 'POST', '/annotator/changes', json({ image_id, label: 'Edit', changes }))

export async function draw(
  image_id: number,
  category_id: number,
  shape: Annotation['shape'] = square,
): Promise<Annotation> {
  const { annotations } = await change(image_id, { before: null, after: { category_id, shape } })
  return annotations[0]!
}
