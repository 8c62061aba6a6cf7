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
  // ids are unique within an imported file, but two files may share one
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

/** Translates ids here to ids of imported files. The first file with the object wins; each id is given once. Other objects get new ids. */
function translator(links: [source: number | string, id: number][]): (id: number) => number | string {
  const toSource = new Map<number, number | string>()
  const used = new Set<number | string>()
  for (const [source, id] of links) {
    if (toSource.has(id) || used.has(source)) continue
    toSource.set(id, source)
    used.add(source)
  }
  let fresh = [...used].reduce<number>(
    (largest, each) => (typeof each === 'number' && each > largest ? each : largest),
    0,
  )
  return (id) => {
    const source = toSource.get(id)
    if (source !== undefined) return source
    toSource.set(id, ++fresh)
    return fresh
  }
}
