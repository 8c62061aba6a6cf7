/** Splits as they are offered. */
import { t } from '../../i18n'
import { numberText } from '../../i18n/format'

/** Always offered. */
export const USUAL_SPLITS = ['train', 'val', 'test']
/** In queries: images without a split. */
export const NO_SPLIT = 'none'

export interface NamedSplit {
  name: string
  count?: number
}

export const splitText = (name: string, count?: number): string =>
  withCount(name === NO_SPLIT ? t('grid.noSplit') : name, count)

export const withCount = (name: string, count?: number): string =>
  count === undefined ? name : t('grid.withCount', { name, count: numberText(count) })
