/** Plots of images. */
import type { DatasetDistributions } from '@/contract/distributions'
import { t } from '../../i18n'
import { durationText, numberText } from '../../i18n/format'
import { STATES, stateText } from '../states'
import { rangeText, trimmed } from './bins'
import { MOST_COLUMNS, type Plot } from './plot'

const imagesOnly = () => [t('stats.images')]

export function perImagePlot({ per_image }: DatasetDistributions): Plot {
  const most = per_image.at(-1)?.annotations ?? 0
  // images without annotations have a bar of their own
  const step = Math.max(1, Math.ceil(most / MOST_COLUMNS))
  const counts = Array.from({ length: Math.ceil(most / step) + 1 }, () => 0)
  for (const { annotations, images } of per_image) counts[Math.ceil(annotations / step)]! += images
  return {
    id: 'annotations-per-image',
    title: t('stats.perImage'),
    form: 'columns',
    heading: t('stats.annotations'),
    columns: imagesOnly(),
    drawn: 1,
    rows: counts.map((count, index) => {
      const [from, to] = index === 0 ? [0, 0] : [(index - 1) * step + 1, index * step]
      return {
        label: from === to ? numberText(from) : `${numberText(from)}–${numberText(to)}`,
        values: [count],
        links: [{ terms: `annotations:${from === to ? from : `${from}..${to}`}` }],
      }
    }),
  }
}

export const sizesPlot = ({ sizes, other_sizes }: DatasetDistributions): Plot => ({
  id: 'image-sizes',
  title: t('stats.sizes'),
  hint: other_sizes > 0 ? t('stats.otherSizes', { count: other_sizes }) : t('stats.sizesHint'),
  form: 'points',
  heading: t('stats.size'),
  columns: imagesOnly(),
  drawn: 1,
  axes: { x: t('stats.width'), y: t('stats.height') },
  rows: sizes.map(({ width, height, images }) => ({
    label: `${numberText(width)} × ${numberText(height)}`,
    values: [images],
    links: [{ terms: `width:${width} height:${height}` }],
    at: { x: width, y: height },
  })),
})

export const statesPlot = ({ states }: DatasetDistributions): Plot => ({
  id: 'states',
  title: t('stats.states'),
  form: 'bars',
  heading: t('stats.state'),
  columns: imagesOnly(),
  drawn: 1,
  rows: STATES.map((state) => ({ label: stateText(state), values: [states[state] ?? 0], links: [{ state }] })),
})

const splitName = (split: string | null) => split ?? t('grid.noSplit')
const splitOf = (split: string | null) => split ?? 'none'

export const splitsPlot = ({ splits }: DatasetDistributions): Plot => ({
  id: 'splits',
  title: t('stats.splits'),
  form: 'bars',
  heading: t('stats.split'),
  columns: [t('stats.images'), t('stats.annotated'), t('stats.annotations')],
  drawn: 1,
  rows: splits.map(({ split, images, annotated, annotations }) => {
    const link = { split: splitOf(split) }
    const labelled = { ...link, terms: 'annotations:>0' }
    return { label: splitName(split), values: [images, annotated, annotations], links: [link, labelled, labelled] }
  }),
})

const MOST = { splits: 5, categories: 100 }

/** Categories as shares of the annotations of each split: whether the splits are alike. */
export function splitSharesPlot({ splits, categories }: DatasetDistributions): Plot {
  const shown = splits.slice(0, MOST.splits)
  return {
    id: 'categories-in-splits',
    title: t('stats.splitShares'),
    hint: t('stats.splitSharesHint'),
    form: 'columns',
    heading: t('stats.category'),
    columns: shown.map(({ split }) => splitName(split)),
    drawn: shown.length,
    isShare: true,
    rows: categories.slice(0, MOST.categories).map(({ id, name }) => ({
      label: name,
      values: shown.map(({ annotations, categories: counts }) => (counts[id] ?? 0) / Math.max(1, annotations)),
      links: shown.map(({ split }) => ({ category: id, split: splitOf(split) })),
    })),
  }
}

/** The query has no filter for it, so its bars lead nowhere. */
export const timesPlot = ({ times }: DatasetDistributions): Plot => ({
  id: 'time-per-image',
  title: t('stats.times'),
  hint: t('stats.timesHint'),
  form: 'columns',
  heading: t('stats.timeHeading'),
  columns: imagesOnly(),
  drawn: 1,
  rows: trimmed(times).map(({ above, most, count }) => ({
    label: rangeText(above, most, (seconds) => durationText(seconds * 1000)),
    values: [count],
    links: [undefined],
  })),
})
