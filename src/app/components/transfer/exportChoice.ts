/** The choices of the export dialog, and the query they make. */
import type { CocoExportQuery } from '@/contract/coco'
import type { ImageState } from '@/contract/image'
import type { FormatId } from '@/core/formats/types'
import type { ExportFormat } from '../../api/coco'
import { t } from '../../i18n'

export interface ExportChoice extends Pick<CocoExportQuery, 'ids' | 'segmentation' | 'orientation' | 'pictures'> {
  format: ExportFormat
  /** Of the label files in a ZIP. */
  labels: FormatId
  categories: number[]
  states: ImageState[]
  empty: NonNullable<CocoExportQuery['empty']>
  /** None, the splits of the images, or new ones. */
  split: 'none' | 'stored' | 'new'
  /** Percent by split name. */
  shares: Record<string, number>
  seed: number
}

/** The available choices. Choosing all is sent as no filter. */
interface All {
  categories: number
  states: number
}

/** Formats by what people train. */
export const PURPOSES = [
  ['exports.forDetect', ['yolo-detect', 'yolo-obb', 'voc', 'createml', 'csv']],
  ['exports.forSegment', ['coco', 'yolo-segment', 'masks']],
  ['exports.forPose', ['yolo-pose']],
  ['exports.forPanoptic', ['coco-panoptic']],
  ['exports.forTools', ['cvat', 'labelme', 'via']],
] as const satisfies [string, FormatId[]][]

export const sumOf = (shares: Record<string, number>) =>
  Object.values(shares).reduce((sum, share) => sum + (share || 0), 0)

export function exportQuery(choice: ExportChoice, all: All): Partial<CocoExportQuery> {
  const {
    format,
    labels,
    categories,
    states,
    empty,
    ids,
    segmentation,
    orientation,
    pictures,
    split: division,
    shares,
    seed,
  } = choice
  const some = (list: (number | string)[], count: number) => (list.length < count ? list.join(',') : undefined)
  const parts = Object.entries(shares)
    .filter(([, share]) => share > 0)
    .map(([name, share]) => `${name}:${share / 100}`)
  const split = division === 'stored' ? { split: 'stored' } : division === 'new' ? { split: parts.join(','), seed } : {}
  const forZip = format === 'zip' ? { ...(labels === 'coco' ? {} : { format: labels }), pictures, ...split } : {}
  const forJson =
    format === 'zip' ? {} : division === 'none' ? { compat: 'none' as const } : { pictures: 'none' as const, ...split }
  const forCoco = format === 'json' || labels === 'coco' ? { ids, segmentation } : {}
  return {
    categories: some(categories, all.categories),
    states: some(states, all.states),
    empty,
    orientation,
    ...forCoco,
    ...forZip,
    ...forJson,
  }
}

/** Why the export is not possible; '' if it is. */
export function exportProblem({ categories, states, split, shares }: ExportChoice, all: All): string {
  if (all.categories > 0 && categories.length === 0) return t('exports.needsCategory')
  if (states.length === 0) return t('exports.needsState')
  if (split === 'new' && sumOf(shares) !== 100) return t('exports.sharesWrong', { sum: sumOf(shares) })
  return ''
}

/** Parts of a new split that so few images may leave empty. */
export const thinParts = ({ split, shares }: ExportChoice, images: number): string[] =>
  split === 'new'
    ? Object.entries(shares)
        .filter(([, share]) => share > 0 && (share / 100) * images < 1)
        .map(([name]) => name)
    : []

/** The parts of a split are several files, which only an archive can hold. */
export const comesAsZip = ({ format, split }: Pick<ExportChoice, 'format' | 'split'>): boolean =>
  format === 'zip' || split !== 'none'
