/** The annotations of an image of the file, checked, as they may be stored. */
import { draftAnnotation, type AnnotationDraft } from '@/core/coco/annotationIn'
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
  /** Filled in ahead of its step, while the one before is being stored. */
  checked?: Checked[]
}

interface Checked {
  raw: Raw
  category: CategoryLink | undefined
  problems: Problem[]
  /** Absent: it is refused, and `fatal` says why. */
  draft?: AnnotationDraft
  fatal?: Problem
}

type Categories = ReadonlyMap<number | string, CategoryLink>

/** The costly part, which changes nothing else. */
export function checkAhead(group: Group, categories: Categories): void {
  group.checked ??= group.link?.[1] === NOT_HERE ? [] : group.items.map((raw) => check(raw, group.link, categories))
}

function check(raw: Raw, link: ImageLink | undefined, categories: Categories): Checked {
  const category = categories.get(asKey(raw.category_id) ?? NaN)
  // the file's coordinates are checked against its own pixels
  const turn = link?.[5] ?? 1
  const counted = turnSize({ width: link?.[2] ?? 0, height: link?.[3] ?? 0 }, turn)
  const size = counted.width > 0 ? counted : null
  const { usable, problems } = checkAnnotation(raw, { size, keypoints: category?.[2] ?? 0 })
  const fatal = problems.find(isFatal) ?? (link ? undefined : dangling('image_id', raw)) ?? (category ? undefined : dangling('category_id', raw))
  if (fatal || !usable) return { raw, category, problems, fatal }
  const draft = turnedDraft(draftAnnotation(usable, raw.segmentation, counted), { turn, size: counted })
  return 'message' in draft ? { raw, category, problems, fatal: draft } : { raw, category, problems, draft }
}

/** Checks the annotations of an image and counts those that go no further. */
export function prepare(group: Group, categories: Categories, next: CocoState, notebook: Notebook): Incoming[] {
  const { link, source, items } = group
  const counts = next.counts.annotations
  counts.total += items.length
  if (link?.[1] === NOT_HERE) {
    counts.skipped += items.length
    return []
  }
  checkAhead(group, categories)
  return group.checked!.flatMap(({ raw, category, problems, draft, fatal }) => {
    const say = new AnnotationNotes(notebook, asKey(raw.id), source)
    problems.forEach((problem) => say.problem(problem))
    if (!draft || !category || !link) {
      say.refused(fatal)
      counts.refused++
      return []
    }
    return [incomingOf(raw, category, draft, link)]
  })
}

/** Those of an image that go further, of which `checkAhead` has been. */
export const usableOf = ({ link, checked = [] }: Group): Incoming[] =>
  checked.flatMap(({ raw, category, draft }) => (draft && category && link ? [incomingOf(raw, category, draft, link)] : []))

function incomingOf(raw: Raw, category: CategoryLink, draft: AnnotationDraft, link: ImageLink): Incoming {
  const id = asKey(raw.id)
  return { category: category[1], draft, source: id === undefined ? null : { id, image_id: link[0] } }
}

const dangling = (field: 'image_id' | 'category_id', raw: Raw): Problem => ({
  kind: 'reference-dangling', field, severity: 'error', message: `Its ${field.slice(0, -3)} ${JSON.stringify(raw[field])} is not in the file.`,
})

