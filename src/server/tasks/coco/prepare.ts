/** The annotations of an image of the file, checked, as they may be stored. */
import { draftAnnotation } from '@/core/coco/annotationIn'
import { checkAnnotation, isFatal } from '@/core/coco/check/annotation'
import { asKey, type Problem } from '@/core/coco/check/problem'
import { turnSize } from '@/core/geometry/orientation'
import type { CategoryLink } from './categories'
import type { Incoming } from './matchAnnotations'
import { AnnotationNotes, type Notebook } from './notes'
import { NOT_HERE, type ImageLink } from './planImages'
import type { CocoState } from './state'
import { turnedDraft } from './turning'

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
  // the file's coordinates are checked against its own pixels
  const turn = link?.[5] ?? 1
  const counted = turnSize({ width: link?.[2] ?? 0, height: link?.[3] ?? 0 }, turn)
  const size = counted.width > 0 ? counted : null
  return items.flatMap((raw) => {
    const category = links.categories.get(asKey(raw.category_id) ?? NaN)
    const { usable, problems } = checkAnnotation(raw, { size, keypoints: category?.[2] ?? 0 })
    const say = new AnnotationNotes(notebook, asKey(raw.id), source)
    problems.forEach((problem) => say.problem(problem))
    const fatal = problems.find(isFatal) ?? (link ? undefined : dangling('image_id', raw)) ?? (category ? undefined : dangling('category_id', raw))
    const refuse = (problem: Problem | undefined) => {
      say.refused(problem)
      counts.refused++
      return []
    }
    if (fatal || !usable || !category || !link) return refuse(fatal)
    const draft = turnedDraft(draftAnnotation(usable, raw.segmentation, counted), { turn, size: counted })
    if ('message' in draft) return refuse(draft)
    const id = asKey(raw.id)
    return [{ category: category[1], draft, source: id === undefined ? null : { id, image_id: link[0] } }]
  })
}

const dangling = (field: 'image_id' | 'category_id', raw: Raw): Problem => ({
  kind: 'reference-dangling', field, severity: 'error', message: `Its ${field.slice(0, -3)} ${JSON.stringify(raw[field])} is not in the file.`,
})

