/** Addresses of the images behind a part of a plot. */
import type { ImageState } from '@/contract/image'

export interface GridFilter {
  state?: ImageState
  split?: string
  /** Category id. */
  category?: number
  /** Further terms of a query: `annotations:2..5 [area:>1024 area:<=2304]`. */
  terms?: string
}

/** The grid of a dataset with only the images that fit. */
export const gridLink = (datasetId: number, { state, split, category, terms }: GridFilter) => ({
  path: `/datasets/${datasetId}`,
  query: {
    ...(category ? { category: String(category) } : {}),
    ...(state ? { state } : {}),
    ...(split ? { split } : {}),
    ...(terms ? { query: terms } : {}),
  },
})

/** Terms for values above one number and at most another; null: no bound. */
export const between = (key: string, above: number | null, most: number | null): string =>
  [above === null ? '' : `${key}:>${above}`, most === null ? '' : `${key}:<=${most}`].filter(Boolean).join(' ')

/** One annotation must fit all terms. */
export const oneAnnotation = (...terms: string[]): string => `[${terms.filter(Boolean).join(' ')}]`

/** A value as the text of a query has it. */
export const quoted = (value: string): string => `"${value.replace(/["\\]/g, (each) => `\\${each}`)}"`
