/** The rows of a plot as the data of Chart.js. */
import type { PlotColors } from './colors'
import { drawnRows, type Plot } from './plot'

/** Columns fill their place. */
const WIDE = { barPercentage: 0.94, categoryPercentage: 0.98, maxBarThickness: 120 }

/** Even the least number has a bar that can be seen; 0 has none. */
const drawnOf = (value: number | undefined) => value || null

/** Pixels. */
const RADIUS = { least: 4, most: 22 }

export function datasetsOf(plot: Plot, colors: PlotColors): object[] {
  if (plot.form === 'cells') return cells(plot, colors)
  if (plot.form === 'points') return points(plot, colors)
  const rows = drawnRows(plot)
  const bars = { minBarLength: 2, borderRadius: 2, ...(plot.form === 'bars' ? { maxBarThickness: 28 } : WIDE) }
  const { groups } = plot
  if (groups)
    return groups.names.map((label, group) => ({
      ...bars,
      label,
      grouped: false,
      backgroundColor: colors.series[group],
      data: rows.map(({ values }, index) => (groups.of[index] === group ? drawnOf(values[0]) : null)),
    }))
  return plot.columns.slice(0, plot.drawn).map((label, column) => ({
    ...bars,
    label,
    backgroundColor:
      plot.drawn > 1 ? colors.series[column % colors.series.length] : rows.map(({ color }) => color || colors.accent),
    // a light colour on a light page, a dark one on a dark page
    borderColor: colors.quiet,
    borderWidth: rows.some(({ color }) => color) ? 1 : 0,
    data: rows.map(({ values }) => drawnOf(values[column])),
  }))
}

/** Bars of height 1 that stand on each other without a gap. */
function cells({ rows }: Plot, colors: PlotColors): object[] {
  const most = Math.max(1, ...rows.flatMap(({ values }) => values))
  return rows.toReversed().map(({ label, values }) => ({
    label,
    data: values.map(() => 1),
    backgroundColor: values.map((value) => colors.heat(value / most)),
    hoverBorderColor: colors.ink,
    hoverBorderWidth: 2,
    barPercentage: 1,
    categoryPercentage: 1,
  }))
}

function points({ rows, columns }: Plot, colors: PlotColors): object[] {
  const most = Math.max(1, ...rows.map(({ values }) => values[0]!))
  const radius = (value: number) => RADIUS.least + (RADIUS.most - RADIUS.least) * Math.sqrt(value / most)
  return [
    {
      label: columns[0],
      backgroundColor: colors.heat(0.25),
      borderColor: colors.accent,
      borderWidth: 1,
      clip: false,
      data: rows.map(({ at, values }) => ({ ...at, r: radius(values[0]!) })),
    },
  ]
}
