/** Draws plots with Chart.js (decisions/0038). Loaded when the first plot is seen. */
import {
  BarController,
  BarElement,
  BubbleController,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  PointElement,
  Tooltip,
  type ActiveElement,
  type ChartConfiguration,
  type ChartEvent,
  type TooltipItem,
} from 'chart.js'
import { numberText, percentText } from '../../i18n/format'
import type { PlotColors } from './colors'
import { datasetsOf } from './datasets'
import { drawnRows, type Plot } from './plot'

Chart.register(BarController, BarElement, BubbleController, CategoryScale, Legend, LinearScale, PointElement, Tooltip)

/** A value of the plot: its row and column. */
export type Picked = (row: number, column: number) => void

/** Characters of a label below its column. */
const BELOW = 14

/** Characters of a label, by the width of the chart in CSS pixels. */
const lengthIn = (width: number) => (width < 400 ? 14 : 24)

function shortened(text: string, { width }: Chart, isBelow = false): string {
  const most = isBelow ? BELOW : lengthIn(width)
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** Row and column of what was drawn. Cells are drawn row by row, from the bottom. */
const placeOf = (
  { form, groups, rows }: Plot,
  { datasetIndex, index }: Pick<ActiveElement, 'datasetIndex' | 'index'>,
) => {
  if (form === 'cells') return [rows.length - 1 - datasetIndex, index] as const
  return groups ? ([index, 0] as const) : ([index, datasetIndex] as const)
}

export function drawChart(canvas: HTMLCanvasElement, plot: Plot, colors: PlotColors, pick: Picked): Chart {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily
  return new Chart(canvas, {
    type: plot.form === 'points' ? 'bubble' : 'bar',
    data: { labels: labelsOf(plot), datasets: datasetsOf(plot, colors) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: plot.form === 'bars' ? 'y' : 'x',
      color: colors.ink,
      interaction: isMatrix(plot)
        ? { mode: 'nearest', intersect: true }
        : { mode: 'index', intersect: false, axis: plot.form === 'bars' ? 'y' : 'x' },
      scales: scalesOf(plot, colors),
      plugins: {
        legend: {
          display: plot.groups !== undefined || (plot.form === 'columns' && plot.drawn > 1),
          position: 'bottom',
          labels: { boxWidth: 12, color: colors.ink },
        },
        tooltip: { callbacks: { title: (items) => titleOf(plot, items[0]), label: (item) => labelOf(plot, item) } },
      },
      onClick: (event, _elements, chart) => {
        const found = pickedAt(chart, plot, event)
        if (found && hasLink(plot, ...found)) pick(...found)
      },
      onHover: (event, _elements, chart) => {
        const found = pickedAt(chart, plot, event)
        canvas.style.cursor = found && hasLink(plot, ...found) ? 'pointer' : ''
      },
    },
  } as ChartConfiguration)
}

const hasLink = ({ rows }: Plot, row: number, column: number) =>
  rows[row]?.links[column] !== undefined && rows[row].values[column]! > 0

const isMatrix = ({ form }: Plot) => form === 'cells' || form === 'points'

/** A short bar is picked beside it as well; of several side by side, the one below the pointer. */
function pickedAt(chart: Chart, plot: Plot, { native }: ChartEvent) {
  if (!native) return undefined
  const [direct] = chart.getElementsAtEventForMode(native, 'nearest', { intersect: true }, true)
  const { drawn } = plot
  const axis = plot.form === 'bars' ? 'y' : 'x'
  const near = isMatrix(plot)
    ? []
    : drawn > 1
      ? chart.getElementsAtEventForMode(native, 'nearest', { intersect: false, axis }, true)
      : chart.getElementsAtEventForMode(native, 'index', { intersect: false, axis }, true)
  const found = direct ?? near[0]
  return found && placeOf(plot, found)
}

const labelsOf = (plot: Plot) => {
  if (plot.form === 'points') return undefined
  return plot.form === 'cells' ? plot.columns : drawnRows(plot).map(({ label }) => label)
}

function titleOf(plot: Plot, item?: TooltipItem<'bar' | 'bubble'>): string {
  if (!item) return ''
  const [row, column] = placeOf(plot, { datasetIndex: item.datasetIndex, index: item.dataIndex })
  const label = plot.rows[row]?.label ?? ''
  return plot.form === 'cells' ? `${label} · ${plot.columns[column]}` : label
}

function labelOf(plot: Plot, item: TooltipItem<'bar' | 'bubble'>): string | undefined {
  const [row, column] = placeOf(plot, { datasetIndex: item.datasetIndex, index: item.dataIndex })
  const value = plot.rows[row]?.values[column] ?? 0
  // groups share a place: only one of them has the bar
  if (plot.groups && plot.groups.of[row] !== item.datasetIndex) return undefined
  const text = plot.isShare ? percentText(value) : numberText(value)
  return plot.form === 'cells' ? text : `${plot.columns[column]}: ${text}`
}

function scalesOf(plot: Plot, colors: PlotColors) {
  const value = (axis: number | string) => (plot.isShare ? percentText(Number(axis)) : numberText(Number(axis)))
  const common = { ticks: { color: colors.quiet }, grid: { color: colors.line }, border: { color: colors.line } }
  const numbers = {
    ...common,
    beginAtZero: true,
    ticks: { ...common.ticks, precision: plot.isShare ? undefined : 0, callback: value },
  }
  const names = {
    ...common,
    grid: { display: false },
    ticks: {
      ...common.ticks,
      autoSkip: plot.form !== 'bars',
      maxRotation: plot.isUpright ? 0 : 75,
      callback(this: { chart: Chart }, _value: unknown, index: number) {
        return shortened(
          (plot.form === 'cells' ? plot.columns[index] : plot.rows[index]?.label) ?? '',
          this.chart,
          plot.form !== 'bars',
        )
      },
    },
  }
  if (plot.form === 'bars') return { x: numbers, y: names }
  if (plot.form === 'columns') return { x: names, y: numbers }
  if (plot.form === 'points') {
    const titled = (text: string) => ({ ...numbers, grace: '8%', title: { display: true, text, color: colors.quiet } })
    return { x: titled(plot.axes!.x), y: titled(plot.axes!.y) }
  }
  const { length } = plot.rows
  return {
    x: { ...names, stacked: true },
    y: {
      ...common,
      stacked: true,
      min: 0,
      max: length,
      grid: { display: false },
      afterBuildTicks: (axis: { ticks: { value: number }[] }) =>
        (axis.ticks = plot.rows.map((_row, index) => ({ value: index + 0.5 }))),
      ticks: {
        ...common.ticks,
        autoSkip: false,
        callback(this: { chart: Chart }, place: number | string) {
          return shortened(plot.rows[length - 1 - Math.floor(Number(place))]?.label ?? '', this.chart)
        },
      },
    },
  }
}
