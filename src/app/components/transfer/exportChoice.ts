/** The choices of the export dialog, and the query they make. */
import type { CocoExportQuery } from '@/contract/coco'
import type { ImageState } from '@/contract/image'
import type { ExportFormat } from '../../api/coco'
import { t } from '../../i18n'

export interface ExportChoice extends Pick<CocoExportQuery, 'ids' | 'segmentation' | 'orientation' | 'pictures'> {
  format: ExportFormat
  categories: number[]
  states: ImageState[]
  empty: NonNullable<CocoExportQuery['empty']>
  isSplit: boolean
  /** Percent by split name. */
  shares: Record<string, number>
  seed: number
}

/** The available choices. Choosing all is sent as no filter. */
interface All {
  categories: number
  states: number
}

export const sumOf = (shares: Record<string, number>) => Object.values(shares).reduce((sum, share) => sum + (share || 0), 0)

export function exportQuery(choice: ExportChoice, all: All): Partial<CocoExportQuery> {
  const { format, categories, states, empty, ids, segmentation, orientation, pictures, isSplit, shares, seed } = choice
  const some = (list: (number | string)[], count: number) => (list.length < count ? list.join(',') : undefined)
  const parts = Object.entries(shares).filter(([, share]) => share > 0).map(([name, share]) => `${name}:${share / 100}`)
  const split = isSplit ? { split: parts.join(','), seed } : {}
  const forZip = format === 'zip' ? { pictures, ...split } : {}
  return { categories: some(categories, all.categories), states: some(states, all.states), empty, ids, segmentation, orientation, ...forZip }
}

/** Why the export is not possible; '' if it is. */
export function exportProblem({ format, categories, states, isSplit, shares }: ExportChoice, all: All): string {
  if (all.categories > 0 && categories.length === 0) return t('exports.needsCategory')
  if (states.length === 0) return t('exports.needsState')
  if (format === 'zip' && isSplit && sumOf(shares) !== 100) return t('exports.sharesWrong', { sum: sumOf(shares) })
  return ''
}
