/** Annotations that count the stored pixels of rotated images: rotates them upright during the import. */
import type { AnnotationDraft } from '@/core/coco/annotationIn'
import type { UsableImage } from '@/core/coco/check/image'
import type { Problem } from '@/core/coco/check/problem'
import { countedPixels } from '@/core/coco/countedPixels'
import { InvalidInput } from '@/core/errors'
import { orientAnnotation, type Orienting } from '@/core/shape/orient'
import type { ImageRow } from '../../../db/store/rows'
import type { ReportWriter } from '../report'
import type { CocoOptions, CocoState } from '../state'

interface Context {
  options: CocoOptions
  counts: CocoState['counts']['images']
  report: ReportWriter
}

const DECISION = {
  no: 'Its annotations are taken as counting the upright pixels.',
  yes: 'Its annotations are rotated, as requested.',
  ask: 'No annotations are imported until you choose.',
}

/** The orientation by which to rotate the annotations of an image; 1: not at all. Counts and reports it. */
export function orientationOf(
  image: UsableImage,
  row: ImageRow,
  orientation: number,
  { options, counts, report }: Context,
): number {
  if (orientation === 1) return 1
  const counted = countedPixels(image, row, orientation)
  const say = (level: 'INFO' | 'WARNING', kind: string, message: string) =>
    report.add(kind, level, { file_name: image.file_name, message })
  if (counted === 'unclear') counts.unclear++
  const rotates = counted === 'original' || (counted === 'unclear' && options.turned === 'yes')
  if (rotates) counts.turned++
  if (counted === 'original') {
    say(
      'INFO',
      'images rotated',
      `The file counts the stored pixels; the upright image has ${row.width} x ${row.height}. Its annotations are rotated with it.`,
    )
  } else if (counted === 'unclear') {
    const decision = DECISION[options.turned]
    say(
      rotates ? 'INFO' : 'WARNING',
      'images with unclear orientation',
      `The image is stored rotated, and it is unclear whether the file counts its stored pixels. ${decision}`,
    )
  }
  return rotates ? orientation : 1
}

/** The draft rotated upright, or the problem that prevents it. */
export function orientedDraft(draft: AnnotationDraft, by: Orienting): AnnotationDraft | Problem {
  if (by.turn === 1) return draft
  try {
    return orientAnnotation(draft, by)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return {
      kind: 'mask-invalid',
      field: 'segmentation',
      severity: 'error',
      message: `It cannot be rotated upright with its image: ${error.message}.`,
    }
  }
}
