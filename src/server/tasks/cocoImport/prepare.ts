/** Checks the annotations of an image and prepares them to be stored. */
import { draftAnnotation } from '@/core/coco/annotationIn'
import { checkAnnotation, isFatal, type UsableAnnotation } from '@/core/coco/check/annotation'
import { inOrder, leftOut } from '@/core/coco/keypoints/keypointOrder'
import { extentOf } from '@/core/coco/extent'
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
  /** undefined: the image is not in the file. */
  link: ImageLink | undefined
  source: number | string | undefined
  items: Raw[]
  /** Filled in advance, while the step before is being stored. */
  checked?: Checked[]
}

interface Checked {
  id: number | string | undefined
  problems: Problem[]
  /** Absent: the annotation is refused. `fatal` has the reason. */
  incoming?: Incoming
  fatal?: Problem
}

type Categories = ReadonlyMap<number | string, CategoryLink>

/** Checks the annotations of a group, which is slow, and stores the result in the group. Changes nothing else. */
export function checkInAdvance(group: Group, categories: Categories): void {
  estimateSize(group)
  group.checked ??= group.link?.[1] === NOT_HERE ? [] : group.items.map((raw) => check(raw, group.link, categories))
}

/** A placeholder whose size the file does not say gets that which its annotations reach. */
function estimateSize({ link, items, checked }: Group): void {
  if (!link?.[4] || checked || (link[2] > 0 && link[3] > 0)) return
  const [width, height] = extentOf(items)
  Object.assign(link, { 2: width, 3: height })
  link[4].estimated = true
}

function check(raw: Raw, link: ImageLink | undefined, categories: Categories): Checked {
  const id = asKey(raw.id)
  const category = categories.get(asKey(raw.category_id) ?? NaN)
  // checks coordinates against the image size that the file counts
  const turn = link?.[5] ?? 1
  const counted = orientedSize({ width: link?.[2] ?? 0, height: link?.[3] ?? 0 }, turn)
  const size = counted.width > 0 ? counted : null
  const { usable, problems } = checkAnnotation(raw, { size, keypoints: category?.[2] ?? 0 })
  const fatal =
    problems.find(isFatal) ??
    (link ? undefined : dangling('image_id', raw)) ??
    (category ? undefined : dangling('category_id', raw))
  if (fatal || !usable || !category || !link) return { id, problems, fatal }
  const placed = placeKeypoints(usable, category)
  problems.push(...placed.problems)
  const draft = orientedDraft(draftAnnotation(placed.usable, raw.segmentation, counted), { turn, size: counted })
  if ('message' in draft) return { id, problems, fatal: draft }
  return {
    id,
    problems,
    incoming: { category: category[1], draft, source: id === undefined ? null : { id, image_id: link[0] } },
  }
}

/** Orders keypoints as the category here does. Reports labelled ones that the category does not have. */
function placeKeypoints(
  usable: UsableAnnotation,
  [, , , order, labels = []]: CategoryLink,
): { usable: UsableAnnotation; problems: Problem[] } {
  if (!order || usable.keypoints.length === 0) return { usable, problems: [] }
  const { num_keypoints: _stated, ...rest } = usable
  const lost = leftOut(usable.keypoints, order).map((index) => labels[index] ?? String(index + 1))
  const message = `Its category has no keypoint ${lost.join(', ')} here.`
  const problems: Problem[] =
    lost.length > 0
      ? [{ kind: 'keypoints-count', field: 'keypoints', severity: 'error', message, repair: 'left out' }]
      : []
  return { usable: { ...rest, keypoints: inOrder(usable.keypoints, order) }, problems }
}

/** Checks the annotations of an image. Counts and reports those that are refused, and answers the others. */
export function prepare(group: Group, categories: Categories, next: CocoState, report: ReportWriter): Incoming[] {
  const { link, source, items } = group
  const counts = next.counts.annotations
  counts.total += items.length
  if (link?.[1] === NOT_HERE) {
    counts.skipped += items.length
    return []
  }
  checkInAdvance(group, categories)
  if (link?.[4]?.estimated) {
    const message = `The file does not say its size: ${link[2]} x ${link[3]} pixels are taken, as far as its annotations reach, until the image arrives.`
    report.add('images of estimated size', 'WARNING', { file_name: link[4].path, message })
  }
  for (const { id, problems, incoming, fatal } of group.checked!) {
    const notes = new AnnotationReport(report, id, source)
    if (incoming) {
      // results need no more than a score and a place
      for (const problem of problems) if (!next.isResults || problem.severity === 'error') notes.problem(problem)
      continue
    }
    notes.refused(fatal)
    counts.refused++
  }
  return usableOf(group)
}

/** The annotations of a checked group that are not refused. */
export const usableOf = ({ checked = [] }: Group): Incoming[] => checked.flatMap(({ incoming }) => incoming ?? [])

const dangling = (field: 'image_id' | 'category_id', raw: Raw): Problem => ({
  kind: 'reference-dangling',
  field,
  severity: 'error',
  message: `Its ${field.slice(0, -3)} ${JSON.stringify(raw[field])} is not in the file.`,
})
