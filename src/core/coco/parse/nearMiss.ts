/** Names of top-level lists that are nearly those of COCO. */
import { isList, type ListName } from './parts'

const MEANT: Record<string, ListName> = {
  image: 'images',
  img: 'images',
  imgs: 'images',
  pictures: 'images',
  photos: 'images',
  annotation: 'annotations',
  anno: 'annotations',
  annos: 'annotations',
  anns: 'annotations',
  ann: 'annotations',
  objects: 'annotations',
  labels: 'annotations',
  category: 'categories',
  categorys: 'categories',
  cats: 'categories',
  classes: 'categories',
  class: 'categories',
}

/** undefined: it is one of the lists, or nothing like them. */
export function meantList(name: string): ListName | undefined {
  if (isList(name)) return undefined
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return isList(plain) ? plain : MEANT[plain]
}
