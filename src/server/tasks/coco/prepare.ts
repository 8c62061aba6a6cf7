/** The annotations of an image of the file, checked, as they may be stored. */
import { draftAnnotation } from '@/core/coco/annotationIn'
import { checkAnnotation, isFatal } from '@/core/coco/check/annotation'
import { asKey, type Problem } from '@/core/coco/check/problem'
import type { CategoryLink } from './categories'
import type { Incoming } from './matchAnnotations'
import { AnnotationNotes, type Notebook } from './notes'
import { NOT_HERE, type ImageLink } from './planImages'
import type { CocoState } from './state'

type Raw = Record<string, unknown>

export interface Group {
  /** undefined: the file has no such image. */
  link: ImageLink | undefined
  source: number | string | undefined
  items: Raw[]
}

/** Checks the annotations of an image and counts those that go no further. */
export function prepare({ link, source, items }: Group, links: { categories: ReadonlyMap<number | string, CategoryLink> }, next: CocoState, notebook: Notebook): Incoming[] {
  const counts = next.counts.annotations
  counts.total += items.length
  if (link && link[1] === NOT_HERE) {
    counts.skipped += items.length
    return []
  }
  return items.flatMap((raw) => {
    const category = links.categories.get(asKey(raw.category_id) ?? NaN)
    const size = link && link[2] > 0 ? { width: link[2], height: link[3] } : null
    const { usable, problems } = checkAnnotation(raw, { size, keypoints: category?.[2] ?? 0 })
    const say = new AnnotationNotes(notebook, asKey(raw.id), source)
    problems.forEach((problem) => say.problem(problem))
    const fatal = problems.find(isFatal) ?? (link ? undefined : dangling('image_id', raw)) ?? (category ? undefined : dangling('category_id', raw))
    if (fatal || !usable || !category || !link) {
      say.refused(fatal)
      counts.refused++
      return []
    }
    const draft = draftAnnotation(usable, raw.segmentation, { width: link[2], height: link[3] })
    const id = asKey(raw.id)
    return [{ category: category[1], draft, source: id === undefined ? null : { id, image_id: link[0] } }]
  })
}

const dangling = (field: 'image_id' | 'category_id', raw: Raw): Problem => ({
  kind: 'reference-dangling', field, severity: 'error', message: `Its ${field.slice(0, -3)} ${JSON.stringify(raw[field])} is not in the file.`,
})

