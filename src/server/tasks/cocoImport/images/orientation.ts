/** Files made against pictures as they are stored, not as they are shown: their annotations are turned upright on the way in. */
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
  notebook: ReportWriter
}

const FATE = { no: 'They are taken as those of the upright picture.', yes: 'They are turned, as was asked.', ask: 'None is imported before that is said.' }

/** How the annotations of an image are to be turned: an orientation; 1 for not at all. Counts it, and says so. */
export function orientationOf(image: UsableImage, row: ImageRow, orientation: number, { options, counts, notebook }: Context): number {
  if (orientation === 1) return 1
  const counted = countedPixels(image, row, orientation)
  const say = (level: 'INFO' | 'WARNING', kind: string, message: string) => notebook.add(kind, level, { file_name: image.file_name, message })
  if (counted === 'unclear') counts.unclear++
  const turns = counted === 'original' || (counted === 'unclear' && options.turned === 'yes')
  if (turns) counts.turned++
  if (counted === 'original') {
    say('INFO', 'images turned', `The file counts the pixels as they are stored; upright the picture has ${row.width} x ${row.height}. Its annotations are turned with it.`)
  } else if (counted === 'unclear') {
    const fate = FATE[options.turned]
    say(turns ? 'INFO' : 'WARNING', 'images that may count other pixels', `The picture is stored turned, and nothing tells whether the file counts its stored pixels. ${fate}`)
  }
  return turns ? orientation : 1
}

/** Upright, or the problem that keeps it from being turned. */
export function orientedDraft(draft: AnnotationDraft, by: Orienting): AnnotationDraft | Problem {
  if (by.turn === 1) return draft
  try {
    return orientAnnotation(draft, by)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return { kind: 'mask-invalid', field: 'segmentation', severity: 'error', message: `It cannot be turned upright with its picture: ${error.message}.` }
  }
}
