/**
 * Under which ids things stand in an exported file: ours; those of the imported files, with new ones above them for
 * what came later or collides; or ours with the categories numbered from 1.
 */
import type { CocoExportQuery } from '@/contract/coco'
import type { AnnotationRow, CategoryRow, ImportRow } from '../db/store/rows'

export interface ExportIds {
  image: (id: number) => number | string
  category: (id: number) => number | string
  annotation: (row: AnnotationRow) => number | string
  /** Top-level members of the imported files. */
  top: Record<string, unknown>
}

export function newExportIds(kind: CocoExportQuery['ids'], categories: CategoryRow[], imports: ImportRow[]): ExportIds {
  const top = Object.assign({}, ...imports.map((each) => each.top).reverse()) as Record<string, unknown>
  if (kind === 'imported') return { ...importedIds(imports), top }
  const numbers = new Map(categories.map(({ id }, index) => [id, index + 1]))
  return {
    image: (id) => id,
    category: (id) => (kind === 'contiguous' ? (numbers.get(id) ?? id) : id),
    annotation: ({ id }) => id,
    top,
  }
}

function importedIds(imports: ImportRow[]): Omit<ExportIds, 'top'> {
  const image = translator(imports.flatMap((each) => each.images))
  const category = translator(imports.flatMap((each) => each.categories))
  const largest = Math.max(0, ...imports.map((each) => each.largest_annotation))
  // one file has no two annotations under one id, several may
  const used = new Set<number | string>()
  let fresh = largest
  const annotation = ({ source }: AnnotationRow) => {
    if (source && !used.has(source.id)) {
      used.add(source.id)
      return source.id
    }
    return ++fresh
  }
  return { image, category, annotation }
}

/** Our id to that of the file. The first file that has the object wins; an id is given once. */
function translator(links: [source: number | string, id: number][]): (id: number) => number | string {
  const toSource = new Map<number, number | string>()
  const used = new Set<number | string>()
  for (const [source, id] of links) {
    if (toSource.has(id) || used.has(source)) continue
    toSource.set(id, source)
    used.add(source)
  }
  let fresh = [...used].reduce<number>((largest, each) => (typeof each === 'number' && each > largest ? each : largest), 0)
  return (id) => {
    const known = toSource.get(id)
    if (known !== undefined) return known
    toSource.set(id, ++fresh)
    return fresh
  }
}
