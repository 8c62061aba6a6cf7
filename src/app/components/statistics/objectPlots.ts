/** Plots of annotations. */
import type { DatasetDistributions } from '@/contract/distributions'
import { t } from '../../i18n'
import { numberText } from '../../i18n/format'
import { rangeText, trimmed, type Bin } from './bins'
import { between, oneAnnotation, quoted } from './gridLink'
import type { Plot, PlotRow } from './plot'

const annotationsOnly = () => [t('stats.annotations')]

export const categoriesPlot = ({ categories }: DatasetDistributions): Plot => ({
  id: 'categories',
  title: t('stats.byCategory'),
  form: 'bars',
  heading: t('stats.category'),
  columns: [t('stats.annotations'), t('stats.images')],
  drawn: 1,
  rows: categories.map(({ id, name, color, annotations, images }) => ({
    label: name,
    color,
    values: [annotations, images],
    links: [{ category: id }, { category: id }],
  })),
})

const binRow = (key: string, { above, most, count }: Bin, label: string): PlotRow => ({
  label,
  values: [count],
  links: [{ terms: oneAnnotation(between(key, above, most)) }],
})

/** Largest areas of small and medium objects. */
const [SMALL, MEDIUM] = [32 ** 2, 96 ** 2]

export function areasPlot({ areas }: DatasetDistributions): Plot {
  const bins = trimmed(areas)
  const side = (area: number) => `${Math.sqrt(area)}²`
  return {
    id: 'areas',
    title: t('stats.areas'),
    hint: t('stats.areasUnit'),
    form: 'columns',
    heading: t('stats.areaHeading'),
    columns: annotationsOnly(),
    drawn: 1,
    rows: bins.map((bin) => binRow('area', bin, rangeText(bin.above, bin.most, side))),
    groups: {
      names: [t('stats.small'), t('stats.medium'), t('stats.large')],
      of: bins.map(({ most }) => (most !== null && most <= SMALL ? 0 : most !== null && most <= MEDIUM ? 1 : 2)),
    },
  }
}

export const aspectsPlot = ({ aspects }: DatasetDistributions): Plot => ({
  id: 'aspect-ratios',
  title: t('stats.aspects'),
  hint: t('stats.aspectsHint'),
  form: 'columns',
  heading: t('stats.aspectHeading'),
  columns: annotationsOnly(),
  drawn: 1,
  rows: trimmed(aspects).map((bin) => binRow('aspect', bin, rangeText(bin.above, bin.most, numberText))),
})

export function centersPlot({ centers }: DatasetDistributions): Plot {
  const size = 100 / Math.max(1, centers.length)
  /** The first cell has its lower edge as well. */
  const inside = (key: string, index: number) =>
    index === 0 ? `${key}:0..${size}` : between(key, index * size, (index + 1) * size)
  const label = (index: number) => `${numberText(index * size)}–${numberText((index + 1) * size)} %`
  return {
    id: 'centres',
    isUpright: true,
    title: t('stats.centers'),
    hint: t('stats.centersHint'),
    form: 'cells',
    heading: t('stats.centersHeading'),
    columns: centers.map((_row, index) => label(index)),
    drawn: 1,
    rows: centers.map((values, y) => ({
      label: label(y),
      values,
      links: values.map((_count, x) => ({ terms: oneAnnotation(inside('x', x), inside('y', y)) })),
    })),
  }
}

export function pairsPlot({ pairs, categories }: DatasetDistributions): Plot {
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  const name = (id: number) => names.get(id) ?? ''
  return {
    id: 'categories-together',
    title: t('stats.pairs'),
    hint: t('stats.pairsHint'),
    form: 'cells',
    heading: t('stats.category'),
    columns: pairs.categories.map(name),
    drawn: 1,
    rows: pairs.categories.map((one, row) => ({
      label: name(one),
      values: pairs.images[row] ?? [],
      links: pairs.categories.map((other) =>
        one === other ? { category: one } : { terms: `category:${quoted(name(one))} category:${quoted(name(other))}` },
      ),
    })),
  }
}

export const daysPlot = ({ days }: DatasetDistributions): Plot => ({
  id: 'days',
  title: t('stats.days'),
  hint: t('stats.daysHint'),
  form: 'columns',
  heading: t('stats.day'),
  columns: [t('stats.drawn'), t('stats.secondsEach')],
  drawn: 1,
  rows: days
    .filter(({ drawn }) => drawn > 0)
    .map(({ day, drawn, milliseconds }) => {
      const link = { terms: oneAnnotation(`created:${day}`) }
      return { label: day, values: [drawn, Math.round(milliseconds / drawn / 100) / 10], links: [link, undefined] }
    }),
})

export const creatorsPlot = ({ creators }: DatasetDistributions): Plot => ({
  id: 'creators',
  title: t('stats.creators'),
  form: 'bars',
  heading: t('stats.creator'),
  columns: [t('stats.annotations'), t('stats.images'), t('stats.predictions')],
  drawn: 1,
  rows: creators.map(({ creator, annotations, images, predictions }) => {
    const link = { terms: `creator:${quoted(creator)}` }
    const predicted = { terms: oneAnnotation(`creator:${quoted(creator)}`, 'prediction:yes') }
    return { label: creator, values: [annotations, images, predictions], links: [link, link, predicted] }
  }),
})
