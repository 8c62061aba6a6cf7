/** Writes some images of an export and their annotations as COCO, then reads the text back and compares it with the stored rows. */
import { badRequest } from '@/contract/errors'
import { isWritable, writeAnnotation } from '@/core/coco/annotationOut'
import { compareWritten } from '@/core/coco/archive/compareWritten'
import { CocoSplitter } from '@/core/coco/parse/splitter'
import { writeImage } from '@/core/coco/objectsOut'
import { oppositeOrientation, orientedSize } from '@/core/geometry/orientation'
import { orientAnnotation } from '@/core/shape/orient'
import type { Size } from '@/core/shape/types'
import { exports } from '../db/tasks/exports'
import { files } from '../db/images/files'
import { fit } from '../images/otherSize'
import type { AnnotationRow, ImageRow } from '../db/store/rows'
import { listText, type ExportPlan } from './exportPlan'

export interface WrittenImage {
  row: ImageRow
  /** undefined: the file does not list the image. */
  entry: object | undefined
  annotations: { row: AnnotationRow; entry: Record<string, unknown> }[]
}

/** Elements of the lists of one file, as text. */
export interface BatchText {
  images: string
  annotations: string
  counts: { images: number; annotations: number }
}

/** As it leaves: under the path and in the pixels that the export has it. */
export interface LeavingImage {
  row: ImageRow
  leaving: ImageRow & { coordinates?: 'original' | 'upright' }
  isListed: boolean
  annotations: AnnotationRow[]
}

/** `names`: of images that go into an archive under another path than theirs. */
export async function writeImages(
  plan: ExportPlan,
  rows: ImageRow[],
  names = new Map<number, string>(),
): Promise<WrittenImage[]> {
  const directory = `/data/datasets/${plan.dataset.name}/`
  const {
    ids,
    options: { style, segmentation, bbox_only, as_imported },
  } = plan
  return (await leavingImages(plan, rows, names)).map(({ row, leaving, isListed, annotations }) => ({
    row,
    entry: isListed ? writeImage(leaving, ids.image(row.id), style, directory) : undefined,
    annotations: annotations.map((each) => {
      const place = {
        id: ids.annotation(each),
        image_id: ids.image(each.image_id),
        category_id: ids.category(each.category_id),
      }
      return { row: each, entry: writeAnnotation(each, { ...place, style, segmentation, bbox_only, as_imported }) }
    }),
  }))
}

export async function leavingImages(
  { listed, options }: ExportPlan,
  rows: ImageRow[],
  names: Map<number, string>,
): Promise<LeavingImage[]> {
  const turned = await files.orientations(rows)
  const { states, orientation, empty, predictions } = options
  const isOriginal = orientation === 'original'
  const leavingImage = (image: ImageRow) => {
    const turn = turned.get(image.id)
    const path = names.get(image.id) ?? image.path
    if (!turn) return { ...image, path }
    const size = isOriginal ? orientedSize(image, turn) : {}
    return { ...image, ...size, path, coordinates: isOriginal ? ('original' as const) : ('upright' as const) }
  }
  return (await exports.annotations(rows)).map(({ image, annotations }) => {
    if (states.length > 0 && !states.includes(image.state))
      return { row: image, leaving: leavingImage(image), isListed: false, annotations: [] }
    const written = annotations
      .filter(
        (row) => !row.deleted && (predictions || !row.prediction) && listed.has(row.category_id) && isWritable(row),
      )
      .map((row) => {
        // rows of older versions may count the size of an image that was replaced since
        const sized = image.width > 0 && image.height > 0 ? fit(row, image, 'crop') : row
        return isOriginal ? turnedBack(sized, image, turned.get(image.id)) : sized
      })
    const isListed = written.length > 0 || empty === 'all' || (empty === 'done' && image.state === 'done_empty')
    return { row: image, leaving: leavingImage(image), isListed, annotations: written }
  })
}

/** As its coordinates count the stored pixels. Sizes that a mask of its own has are turned with it. */
function turnedBack(row: AnnotationRow, size: Size, orientation = 1): AnnotationRow {
  if (orientation === 1) return row
  const turn = oppositeOrientation(orientation)
  return {
    ...orientAnnotation(row, { turn, size: { width: size.width, height: size.height } }),
    ...orientedSize(row, turn),
  }
}

/** `before`: number of elements that the lists of the file have already. */
export function batchText(written: WrittenImage[], before: BatchText['counts']): BatchText {
  const images = written.flatMap(({ entry }) => entry ?? [])
  const annotations = written.flatMap((each) => each.annotations)
  const text = listText(
    annotations.map(({ entry }) => entry),
    before.annotations === 0,
  )
  verify(
    annotations.map(({ row }) => row),
    text,
  )
  return {
    images: listText(images, before.images === 0),
    annotations: text,
    counts: { images: before.images + images.length, annotations: before.annotations + annotations.length },
  }
}

/** Reads the text back with the importer's reader. Throws 400 if a mask, an area or a bbox differs from the stored one. */
function verify(rows: AnnotationRow[], text: string): void {
  if (rows.length === 0) return
  const splitter = new CocoSplitter()
  const parts = splitter.take(new TextEncoder().encode(`{"annotations":[${text.replace(/^,/, '')}]}`))
  splitter.end()
  const entries = parts.flatMap((part) => (part.kind === 'elements' ? part.items : []))
  rows.forEach((row, index) => {
    const difference = entries[index] ? compareWritten(entries[index], row) : 'it is gone'
    if (!difference) return
    throw badRequest(
      `Annotation ${row.id} of image ${row.image_id} cannot be written as it is: ${difference}. See what GET /dataset/${row.dataset_id}/validate says of it.`,
    )
  })
}
