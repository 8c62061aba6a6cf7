/** The annotations of an image of the file, checked, as they may be stored. */
import { draftAnnotation } from '@/core/coco/annotationIn'
import { checkAnnotation, isFatal, type UsableAnnotation } from '@/core/coco/check/annotation'
import { inOrder, leftOut } from '@/core/coco/keypointOrder'
import { asKey, type Problem } from '@/core/coco/check/problem'
import { orientedSize } from '@/core/geometry/orientation'
import type { CategoryLink } from './linkCategories'
import type { Incoming } from './annotations/matchAnnotations'
import { AnnotationReport, type ReportWriter } from './report'
import { NOT_HERE, type ImageLink } from './images/planImages'
import type { CocoState } from './state'
import { orientedDraft } from './images/orientation'

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
  id: number | string | undefined
  problems: Problem[]
  /** Absent: it is refused, and `fatal` says why. */
  incoming?: Incoming
  fatal?: Problem
}

type Categories = ReadonlyMap<number | string, CategoryLink>

/** The costly part, which changes nothing else. */
export function checkInAdvance(group: Group, categories: Categories): void {
  group.checked ??= group.link?.[1] === NOT_HERE ? [] : group.items.map((raw) => check(raw, group.link, categories))
}

function check(raw: Raw, link: ImageLink | undefined, categories: Categories): Checked {
  const id = asKey(raw.id)
  const category = categories.get(asKey(raw.category_id) ?? NaN)
  // the file's coordinates are checked against its own pixels
  const turn = link?.[5] ?? 1
  const counted = orientedSize({ width: link?.[2] ?? 0, height: link?.[3] ?? 0 }, turn)
  const size = counted.width > 0 ? counted : null
  const { usable, problems } = checkAnnotation(raw, { size, keypoints: category?.[2] ?? 0 })
  const fatal = problems.find(isFatal) ?? (link ? undefined : dangling('image_id', raw)) ?? (category ? undefined : dangling('category_id', raw))
  if (fatal || !usable || !category || !link) return { id, problems, fatal }
  const placed = placeKeypoints(usable, category)
  problems.push(...placed.problems)
  const draft = orientedDraft(draftAnnotation(placed.usable, raw.segmentation, counted), { turn, size: counted })
  if ('message' in draft) return { id, problems, fatal: draft }
  return { id, problems, incoming: { category: category[1], draft, source: id === undefined ? null : { id, image_id: link[0] } } }
}

/** The points in the order that the category has here; labelled ones that have no place are named. */
function placeKeypoints(usable: UsableAnnotation, [, , , order, labels = []]: CategoryLink): { usable: UsableAnnotation; problems: Problem[] } {
  if (!order || usable.keypoints.length === 0) return { usable, problems: [] }
  const { num_keypoints: _stated, ...rest } = usable
  const lost = leftOut(usable.keypoints, order).map((index) => labels[index] ?? String(index + 1))
  const message = `Its category has no keypoint ${lost.join(', ')} here.`
  const problems: Problem[] = lost.length > 0 ? [{ kind: 'keypoints-count', field: 'keypoints', severity: 'error', message, repair: 'left out' }] : []
  return { usable: { ...rest, keypoints: inOrder(usable.keypoints, order) }, problems }
}

/** Checks the annotations of an image and counts those that go no further. */
export function prepare(group: Group, categories: Categories, next: CocoState, notebook: ReportWriter): Incoming[] {
  const { link, source, items } = group
  const counts = next.counts.annotations
  counts.total += items.length
  if (link?.[1] === NOT_HERE) {
    counts.skipped += items.length
    return []
  }
  checkInAdvance(group, categories)
  for (const { id, problems, incoming, fatal } of group.checked!) {
    const say = new AnnotationReport(notebook, id, source)
    problems.forEach((problem) => say.problem(problem))
    if (incoming) continue
    say.refused(fatal)
    counts.refused++
  }
  return usableOf(group)
}

/** Those of an image that go further, of which `checkInAdvance` has been. */
export const usableOf = ({ checked = [] }: Group): Incoming[] => checked.flatMap(({ incoming }) => incoming ?? [])

const dangling = (field: 'image_id' | 'category_id', raw: Raw): Problem => ({
  kind: 'reference-dangling', field, severity: 'error', message: `Its ${field.slice(0, -3)} ${JSON.stringify(raw[field])} is not in the file.`,
})

